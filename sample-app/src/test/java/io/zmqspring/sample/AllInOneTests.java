package io.zmqspring.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.boot.test.autoconfigure.AutoConfigureTestZmq;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** Desk and traders in one process, as without a profile. No port is opened: their endpoints become names. */
// tag::inproc[]
@SpringBootTest(properties = "sample.order-every=20ms")
@AutoConfigureTestZmq
class AllInOneTests {
    // end::inproc[]

    @Autowired
    OrderLog log;

    @Autowired
    Traders traders;

    @Test
    @Tag("SPR-2") // the starter is all that this application adds to Spring Boot's own
    void bothTradersGetReceipts() {
        assertThat(traders.names()).containsExactlyInAnyOrder("trader-1", "trader-2");
        await().untilAsserted(() -> assertThat(log.sent())
                .filteredOn(entry -> entry.receipt() != null)
                .extracting(OrderLog.Entry::trader)
                .contains("trader-1", "trader-2"));
    }

    @Test
    void theDeskKnowsWhoSentAnOrder() {
        await().untilAsserted(() -> assertThat(log.atDesk())
                .extracting(OrderLog.Entry::trader)
                .contains("trader-1", "trader-2")
                .isSubsetOf("trader-1", "trader-2"));
    }

    @Test
    void aReceiptBelongsToItsOrder() {
        Trader trader = traders.find("trader-2").orElseThrow();
        Order order = trader.order("tea", 1);

        Receipt receipt = trader.send(order);

        assertThat(receipt.orderId()).isEqualTo(order.id());
        assertThat(receipt.left()).isBetween(0, 100);
    }

    @Test
    void whatTheDeskDoesNotSellIsNotAccepted() {
        Trader trader = traders.find(null).orElseThrow();
        Order order = trader.order("unicorn", 1);

        assertThat(trader.send(order)).isEqualTo(new Receipt(order.id(), false, 0));
    }
}
