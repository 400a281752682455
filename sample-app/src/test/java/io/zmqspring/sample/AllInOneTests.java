package io.zmqspring.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Desk and traders in one process, as without a profile. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sample.order-every=20ms")
class AllInOneTests {

    @DynamicPropertySource
    static void desk(DynamicPropertyRegistry properties) {
        String desk = TestApp.freeEndpoint();
        properties.add("zmq.sockets.desk.bind", () -> desk);
        properties.add("zmq.sockets.trader-1.connect.desk", () -> desk);
        properties.add("zmq.sockets.trader-2.connect.desk", () -> desk);
    }

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
