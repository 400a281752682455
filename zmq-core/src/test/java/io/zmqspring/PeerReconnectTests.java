package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.event.DisconnectReason;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.Books;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Wire;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that is lost and made again, over the transports that have connections. */
@ParameterizedClass
@EnumSource(names = {"TCP", "IPC"})
@ExtendWith(LeakCheck.class)
class PeerReconnectTests {
    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private final EventRecorder events = new EventRecorder();

    private PeerSocket peer() {
        return context.peer(TestOptions.quick().build());
    }

    private PeerSocket observed() {
        return context.peer(TestOptions.quick().eventListener(events).build());
    }

    private static void assertUnroutable(PeerSocket socket, int id) {
        assertThatExceptionOfType(ZmqUnroutableException.class).isThrownBy(() -> socket.send(id, Message.empty()));
    }

    @Test
    @Tag("S-PEER-20")
    @Tag("S-PEER-21")
    @Tag("S-ALL-04")
    @Tag("S-ALL-06")
    @Tag("S-ALL-08")
    @Tag("T-TCP-47")
    @Tag("N-05")
    void keepsItsIdAndItsQueueWhileTheBinderIsRestarted() {
        PeerSocket first = peer();
        String endpoint = first.bind(transport.bindEndpoint()).toString();
        PeerSocket client = observed();
        int id = client.connect(endpoint);
        client.send(id, Message.of("hello"));
        first.receive();
        first.close();
        events.await(SocketEvent.ConnectRetried.class);
        assertThat(client.peers().get(0).state()).isEqualTo(PeerState.CONNECTING);

        for (int i = 0; i < 50; i++) {
            client.send(id, Message.of(Integer.toString(i)));
        }
        assertThat(client.stats().traffic().outgoingQueue()).isEqualTo(50);
        PeerSocket second = peer();
        second.bind(endpoint);
        for (int i = 0; i < 50; i++) {
            Message message = second.receive();
            assertThat(message.text()).isEqualTo(Integer.toString(i));
            second.send(message.routingId(), message);
            assertThat(client.receive().routingId()).isEqualTo(id);
        }
        assertThat(client.stats().reconnects()).isEqualTo(1);
        Books.assertBalanced(client);
    }

    @Test
    @Tag("S-PEER-21")
    @Tag("S-ALL-09")
    void givesTheReconnectingPeerANewIdAndDropsTheQueueOfTheOld() {
        PeerSocket binder = observed();
        Endpoint endpoint = binder.bind(transport.bindEndpoint());
        RawPeer peer = RawPeer.connect(endpoint, 4096);
        peer.handshake().send(Wire.HELLO);
        int old = binder.receive().routingId();
        Message large = Message.wrap(new byte[1 << 20]);
        while (binder.trySend(old, large, Duration.ofMillis(500))) {
            // until the queue is full and nobody reads it
        }
        long queued = binder.stats().traffic().outgoingQueue();
        assertThat(queued).isPositive();
        peer.reset();
        events.await(SocketEvent.Disconnected.class);
        Until.isTrue("gone", () -> binder.peers().isEmpty());
        assertUnroutable(binder, old);
        assertThat(binder.stats().dropped(DropReason.PEER_GONE)).isEqualTo(queued);
        assertThat(binder.stats().dropped(DropReason.CONNECTION_LOST)).isLessThanOrEqualTo(1);
        assertThat(binder.stats().traffic().outgoingQueue()).isZero();
        Books.assertBalanced(binder);

        try (RawPeer again = RawPeer.connect(endpoint)) {
            again.handshake().send(Wire.HELLO);
            int fresh = binder.receive().routingId();
            assertThat(fresh).isNotEqualTo(old);
            assertUnroutable(binder, old);
            again.expectSilence(Duration.ofMillis(50));
            binder.send(fresh, Message.of("Hello"));
            again.expect(Wire.HELLO);
        }
    }

    @Test
    @Tag("S-ALL-11")
    void losesOnlyTheMessageThatWasBeingWrittenAndSendsTheQueueAgain() {
        try (RawPeer.Listener listener = RawPeer.listen(transport)) {
            PeerSocket client = observed();
            int id = client.connect(listener.endpoint());
            int size = 1 << 20;
            RawPeer broken = listener.accept();
            broken.handshake();
            IntStream.range(0, 15).forEach(i -> {
                byte[] body = new byte[size];
                body[0] = (byte) i;
                client.send(id, Message.wrap(body));
            });
            Until.isTrue("the kernel is full", () -> {
                long before = client.stats().traffic().sentMessages();
                Until.stays("", Duration.ofMillis(20), () -> true);
                return before == client.stats().traffic().sentMessages();
            });
            broken.reset();
            try (RawPeer whole = listener.accept()) {
                whole.handshake();
                long lost = client.stats().dropped(DropReason.CONNECTION_LOST);
                assertThat(lost).as("the one that was being written").isLessThanOrEqualTo(1);
                int next = whole.readFrame()[0];
                long sentBefore = next - lost;
                assertThat(sentBefore).as("what the kernel had taken whole").isBetween(0L, 14L);
                for (int i = next + 1; i < 15; i++) {
                    assertThat(whole.readFrame()[0]).isEqualTo((byte) i);
                }
                whole.expectSilence(Duration.ofMillis(30));
            }
            Books.assertBalanced(client);
        }
    }

    @Test
    @Tag("S-PEER-20")
    void isConnectingConnectedAndConnectingAgainForEverybodyToSee() {
        try (RawPeer.Listener listener = RawPeer.listen(transport)) {
            PeerSocket client = observed();
            int id = client.connect(listener.endpoint());
            PeerInfo connecting = client.peers().get(0);
            assertThat(connecting.routingId()).isEqualTo(id);
            assertThat(connecting.accepted()).isFalse();
            assertThat(connecting.endpoint()).hasToString(listener.endpoint());
            long version = client.topologyVersion();

            RawPeer peer = listener.accept();
            peer.handshake();
            Until.isTrue("up", () -> client.peers().get(0).state() == PeerState.CONNECTED);
            PeerInfo connected = client.peers().get(0);
            assertThat(client.topologyVersion()).isNotEqualTo(version);
            assertThat(connected.remoteAddress()).isNotBlank();
            assertThat(connected.lastError()).isNull();
            assertThat(connected.lastTraffic()).isNotNull();
            assertThat(connected.properties()).containsEntry("Socket-Type", "PEER");
            assertThat(client.stats().connections()).isEqualTo(1);

            peer.close();
            assertThat(events.await(SocketEvent.Disconnected.class).reason())
                    .isEqualTo(DisconnectReason.CONNECTION_LOST);
            SocketEvent.ConnectRetried retried = events.await(SocketEvent.ConnectRetried.class);
            assertThat(retried.delay()).isBetween(Duration.ofMillis(1), Duration.ofMillis(24));
            assertThat(client.peers().get(0).lastError()).isNotBlank();
            try (RawPeer again = listener.accept()) {
                again.handshake();
                Until.isTrue("up again", () -> client.stats().reconnects() == 1);
                assertThat(client.peers()).extracting(PeerInfo::routingId).containsExactly(id);
            }
        }
    }

    @Test
    @Tag("T-TCP-47")
    void triesAgainWhenTheHandshakeIsNotDoneInTimeOrBreaksOff() {
        try (RawPeer.Listener listener = RawPeer.listen(transport)) {
            PeerSocket client = context.peer(TestOptions.quick()
                    .handshakeTimeout(Duration.ofMillis(400))
                    .eventListener(events)
                    .build());
            int id = client.connect(listener.endpoint());
            try (RawPeer silent = listener.accept()) {
                silent.expect(Wire.GREETING).expectEnd();
            }
            try (RawPeer breaksOff = listener.accept()) {
                breaksOff.send(Wire.GREETING);
            }
            try (RawPeer good = listener.accept()) {
                good.handshake();
                client.send(id, Message.of("Hello"));
                good.expect(Wire.HELLO);
            }
            assertThat(client.stats().handshakeFailures()).isEqualTo(2);
            assertThat(client.stats().reconnects())
                    .as("it had never been up before")
                    .isZero();
        }
    }
}
