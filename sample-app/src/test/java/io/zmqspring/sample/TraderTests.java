package io.zmqspring.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.SocketType;
import io.zmqspring.boot.test.ZmqAwait;
import io.zmqspring.boot.test.ZmqTestPeer;
import io.zmqspring.boot.test.ZmqTestPeers;
import io.zmqspring.boot.test.autoconfigure.AutoConfigureTestZmq;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.test.context.ActiveProfiles;

/** A trader whose desk is another application, which the test plays. */
@SpringBootTest(properties = {"sample.order-every=1h", "zmq.template.reply-timeout=20s", "server.port=8081"})
@ActiveProfiles("trader")
@AutoConfigureTestZmq
class TraderTests {
    private final Executor threads = new SimpleAsyncTaskExecutor("trader-");

    // tag::play[]
    @Test
    @Tag("SPR-112")
    void sendsOrdersAndReadsReceipts(
            @Autowired Traders traders, @Autowired ZmqTestPeers peers, @Autowired ZmqAwait await) {
        Trader trader = traders.find("trader-8081").orElseThrow();
        ZmqTestPeer desk = peers.bind(SocketType.PEER, "trader", "desk");
        await.peers("trader", 1);
        answerTheDailyOrder(desk);

        CompletableFuture<Receipt> receipt =
                CompletableFuture.supplyAsync(() -> trader.send(new Order("a-1", "tea", 3)), threads);

        desk.expect("{\"id\":\"a-1\",\"item\":\"tea\",\"quantity\":3}");
        desk.send("{\"orderId\":\"a-1\",\"accepted\":true,\"left\":97}");
        assertThat(receipt.join()).isEqualTo(new Receipt("a-1", true, 97));
    }

    // end::play[]

    /** The one that the trader sends when the application starts. */
    private static void answerTheDailyOrder(ZmqTestPeer desk) {
        assertThat(desk.receive().text()).contains("\"id\":\"trader-8081-1\"");
        desk.send("{\"orderId\":\"trader-8081-1\",\"accepted\":true,\"left\":1}");
    }
}
