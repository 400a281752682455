package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.event.DisconnectReason;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.security.Security;
import io.zmqspring.test.FaultProxy;
import io.zmqspring.testkit.Books;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections over which nothing comes any more, and those that only look so. */
@ExtendWith(LeakCheck.class)
class HalfOpenPeerTests {
    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final Duration TIMEOUT = Duration.ofMillis(400);

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private final EventRecorder binderEvents = new EventRecorder();
    private final EventRecorder clientEvents = new EventRecorder();

    private SocketOptionsBuilder beating(EventRecorder events) {
        return TestOptions.quick()
                .heartbeat(Heartbeat.every(INTERVAL).withTimeout(TIMEOUT))
                .eventListener(events);
    }

    @Test
    @Tag("T-TCP-47")
    @Tag("F-05")
    @Tag("F-06")
    @Tag("N-07")
    void areFoundByBothSidesWhenTheNetworkSwallowsEverythingAndMadeAgainWhenItIsBack() {
        PeerSocket binder = context.peer(beating(binderEvents).build());
        PeerSocket client = context.peer(
                beating(clientEvents).handshakeTimeout(Duration.ofMillis(200)).build());
        try (FaultProxy proxy =
                FaultProxy.to(binder.bind(TestTransport.TCP.bindEndpoint()).toString())) {
            int id = client.connect(proxy.endpoint());
            client.send(id, Message.of("before"));
            binder.receive();
            proxy.stall();
            long begin = System.nanoTime();
            assertThat(clientEvents.await(SocketEvent.Disconnected.class).reason())
                    .isEqualTo(DisconnectReason.HEARTBEAT_TIMEOUT);
            assertThat(binderEvents.await(SocketEvent.Disconnected.class).reason())
                    .isEqualTo(DisconnectReason.HEARTBEAT_TIMEOUT);
            long nanos = System.nanoTime() - begin;
            System.out.printf("half-open: found by both sides after %d ms%n", nanos / 1_000_000);
            assertThat(Duration.ofNanos(nanos))
                    .isLessThan(INTERVAL.plus(TIMEOUT).plusSeconds(1));
            Until.isTrue("gone", () -> binder.peers().isEmpty());
            client.send(id, Message.of("meanwhile"));
            proxy.resume();
            assertThat(binder.receive().text()).isEqualTo("meanwhile");
            assertThat(client.stats().reconnects()).isEqualTo(1);
            Books.assertBalanced(client);
        }
    }

    @Test
    void areFoundOverAWayThatIsFullOfMessages() {
        PeerSocket binder = context.peer(beating(binderEvents).build());
        PeerSocket client = context.peer(beating(clientEvents).build());
        try (FaultProxy proxy =
                FaultProxy.to(binder.bind(TestTransport.TCP.bindEndpoint()).toString())) {
            int id = client.connect(proxy.endpoint());
            client.send(id, Message.of("before"));
            binder.receive();
            proxy.stall();
            while (client.stats().dropped().isEmpty()
                    && clientEvents.events(SocketEvent.Disconnected.class).isEmpty()) {
                client.trySend(id, Message.wrap(new byte[1 << 20]), Duration.ofMillis(10));
            }
            assertThat(clientEvents.await(SocketEvent.Disconnected.class).reason())
                    .isEqualTo(DisconnectReason.HEARTBEAT_TIMEOUT);
        }
    }

    @Test
    @Tag("F-06")
    void areNotFoundWithoutHeartbeats() {
        PeerSocket binder =
                context.peer(TestOptions.quick().eventListener(binderEvents).build());
        PeerSocket client =
                context.peer(TestOptions.quick().eventListener(clientEvents).build());
        try (FaultProxy proxy =
                FaultProxy.to(binder.bind(TestTransport.TCP.bindEndpoint()).toString())) {
            int id = client.connect(proxy.endpoint());
            client.send(id, Message.of("before"));
            binder.receive();
            proxy.stall();
            client.send(id, Message.of("after"));
            assertThat(binder.tryReceive(TIMEOUT)).isNull();
            assertThat(clientEvents.events(SocketEvent.Disconnected.class)).isEmpty();
            proxy.resume();
            assertThat(binder.receive().text()).isEqualTo("after");
        }
    }

    /** Its kernel and queues are full and it reads nothing, not even a PING. But it is there, and it says so. */
    @ParameterizedTest
    @ValueSource(ints = {5, 100})
    @Tag("F-09")
    void doNotIncludeAReaderAtRest(int intervals) {
        PeerSocket binder =
                context.peer(beating(binderEvents).receiveHighWaterMark(1).build());
        PeerSocket client =
                context.peer(beating(clientEvents).sendHighWaterMark(1).build());
        int id = client.connect(binder.bind(TestTransport.TCP.bindEndpoint()).toString());
        int sent = 0;
        while (client.trySend(id, Message.wrap(new byte[50_000 + sent]), Duration.ofMillis(50))) {
            sent++;
        }
        int before = sent;
        Until.stays(
                "the connection",
                TIMEOUT.plus(INTERVAL.multipliedBy(intervals)),
                () -> clientEvents.events(SocketEvent.Disconnected.class).isEmpty()
                        && binderEvents.events(SocketEvent.Disconnected.class).isEmpty());
        for (int i = 0; i < before; i++) {
            assertThat(binder.receive().size()).isEqualTo(50_000 + i);
        }
        assertThat(client.stats().reconnects()).isZero();
        Books.assertBalanced(client);
    }

    /** Heartbeats on one side only: a reader that was never asked to say anything says that it is there. */
    @ParameterizedTest
    @CsvSource({"TCP, false", "IPC, false", "TCP, true"})
    @Tag("F-09")
    void doNotIncludeAReaderAtRestThatHasNoHeartbeatsItself(TestTransport transport, boolean encrypted) {
        CurveKeyPair keys = CurveKeyPair.generate();
        Security server = Security.curveServer(keys, Authenticator.acceptAll());
        Security other = Security.curveClient(CurveKeyPair.generate(), keys.publicKey());
        PeerSocket binder = context.peer(TestOptions.quick()
                .security(encrypted ? server : Security.none())
                .eventListener(binderEvents)
                .receiveHighWaterMark(1)
                .build());
        PeerSocket client = context.peer(beating(clientEvents)
                .security(encrypted ? other : Security.none())
                .sendHighWaterMark(1)
                .build());
        int id = client.connect(binder.bind(transport.bindEndpoint()).toString());
        int sent = 0;
        while (client.trySend(id, Message.wrap(new byte[50_000 + sent]), Duration.ofMillis(50))) {
            sent++;
        }
        Until.stays(
                "the connection",
                TIMEOUT.multipliedBy(4),
                () -> clientEvents.events(SocketEvent.Disconnected.class).isEmpty());
        for (int i = 0; i < sent; i++) {
            assertThat(binder.receive().size()).isEqualTo(50_000 + i);
        }
        assertThat(client.stats().reconnects()).isZero();
        Books.assertBalanced(client);
        Books.assertBalanced(binder);
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "IPC"})
    @Tag("T-IPC-15")
    void doNotIncludeAPeerThatHasNothingToSay(TestTransport transport) {
        PeerSocket binder =
                context.peer(TestOptions.quick().eventListener(binderEvents).build());
        PeerSocket client = context.peer(beating(clientEvents).build());
        int id = client.connect(binder.bind(transport.bindEndpoint()).toString());
        clientEvents.await(SocketEvent.HandshakeSucceeded.class);
        Until.stays(
                "the connection",
                TIMEOUT.multipliedBy(2),
                () -> clientEvents.events(SocketEvent.Disconnected.class).isEmpty());
        client.send(id, Message.of("hello"));
        assertThat(binder.receive().text()).isEqualTo("hello");
    }
}
