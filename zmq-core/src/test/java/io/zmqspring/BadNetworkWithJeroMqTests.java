package io.zmqspring;

import io.zmqspring.test.Fault;
import io.zmqspring.test.FaultProxy;
import io.zmqspring.test.Ledger;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** What a network does to us and JeroMQ. Nobody looks for descriptors afterwards: they might be JeroMQ's. */
@Timeout(50)
class BadNetworkWithJeroMqTests {
    private static final long SEED = Scale.seed("BadNetworkWithJeroMqTests");

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    @Test
    @Tag("F-36")
    @Tag("F-10")
    void jeroMqOverAWayInPiecesGetsAndGivesEverythingOnce() {
        int messages = Scale.of(1000);
        DealerSocket dealer = context.dealer(TestOptions.quick().build());
        Endpoint bound = dealer.bind(TestTransport.TCP.bindEndpoint());
        Ledger ledger = new Ledger(SEED, 1, 600);
        Ledger.Reader reader = ledger.reader();
        try (FaultProxy proxy = FaultProxy.to(bound.toString(), SEED, (connection, direction) -> Fault.chunks(1, 7));
                ZContext theirs = new ZContext()) {
            ZMQ.Socket echo = theirs.createSocket(SocketType.DEALER);
            echo.setLinger(0);
            echo.setHandshakeIvl(1000); // some of its connections get stuck before their first octet
            echo.connect(proxy.endpoint());
            CompletableFuture<Void> echoing = Background.run(() -> {
                for (int i = 0; i < messages; i++) {
                    echo.send(echo.recv());
                }
            });
            for (int i = 0; i < messages; i++) {
                dealer.send(Message.wrap(ledger.next(0)));
                reader.enter(dealer.receive().body());
            }
            echoing.join();
            ledger.assertPerfect();
        }
    }
}
