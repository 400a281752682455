package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.Reconnect.Failure;
import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Wire;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a connection is not made again, and who is made to wait. */
@ParameterizedClass
@EnumSource(names = {"TCP", "IPC"})
@ExtendWith(LeakCheck.class)
@Timeout(30)
class ReconnectTests {
    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private final EventRecorder events = new EventRecorder();

    private PeerSocket socket(Reconnect reconnect) {
        return context.peer(TestOptions.quick()
                .reconnect(reconnect)
                .handshakeTimeout(Duration.ofMillis(400))
                .eventListener(events)
                .build());
    }

    private static Reconnect quick(Failure... stopOn) {
        return new Reconnect(Duration.ofMillis(2), Duration.ofMillis(20)).withStopOn(stopOn);
    }

    private String nobody() {
        PeerSocket binder = context.peer();
        String endpoint = binder.bind(transport.bindEndpoint()).toString();
        binder.close();
        return endpoint;
    }

    /** The endpoint is gone as if disconnect had been called. */
    private void assertStopped(PeerSocket socket, int id, String why) {
        SocketEvent.Closed closed = events.await(SocketEvent.Closed.class);
        assertThat(closed.detail()).contains(why);
        Until.isTrue("gone", () -> socket.peers().isEmpty());
        assertThatExceptionOfType(ZmqUnroutableException.class).isThrownBy(() -> socket.send(id, Message.empty()));
        assertThat(events.events(SocketEvent.ConnectRetried.class)).isEmpty();
    }

    @Test
    @Tag("T-TCP-42")
    @Tag("T-TCP-45")
    @Tag("S-ALL-66")
    @Tag("S-PEER-23")
    void stopsWhenNobodyListensIfToldTo() {
        PeerSocket socket = socket(quick(Failure.REFUSED));
        assertStopped(socket, socket.connect(nobody()), "REFUSED");
    }

    @Test
    @Tag("T-TCP-42")
    void aRefusalIsTriedAgainIfOtherFailuresEndIt() {
        PeerSocket socket = socket(quick(Failure.HANDSHAKE, Failure.LOST, Failure.UNREACHABLE));
        socket.connect(nobody());
        events.await(SocketEvent.ConnectRetried.class, 3);
        assertThat(events.events(SocketEvent.Closed.class)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("T-TCP-43")
    @Tag("T-TCP-45")
    void stopsWhenAHandshakeFailsInAnyWayIfToldTo(End end) {
        try (RawPeer.Listener listener = RawPeer.listen(transport)) {
            PeerSocket socket = socket(quick(Failure.HANDSHAKE));
            int id = socket.connect(listener.endpoint());
            RawPeer peer = listener.accept();
            switch (end) {
                case CLOSED -> peer.expect(Wire.GREETING).close();
                case SILENT -> peer.expect(Wire.GREETING).expectEnd();
            }
            assertStopped(socket, id, "HANDSHAKE");
            listener.expectNobody(Duration.ofMillis(60));
            peer.close();
        }
    }

    enum End {
        CLOSED,
        SILENT
    }

    @Test
    @Tag("T-TCP-43")
    @Tag("T-TCP-45")
    void stopsWhenAConnectionIsLostIfToldTo() {
        try (RawPeer.Listener listener = RawPeer.listen(transport)) {
            PeerSocket socket = socket(quick(Failure.LOST));
            int id = socket.connect(listener.endpoint());
            listener.accept().handshake().close();
            assertStopped(socket, id, "LOST");
            listener.expectNobody(Duration.ofMillis(60));
        }
    }

    @Test
    @Tag("T-TCP-40")
    @Tag("S-ALL-66")
    @Tag("S-PEER-23")
    void neverMeansOneAttemptAndNoOther() {
        PeerSocket socket = socket(Reconnect.NEVER);
        assertStopped(socket, socket.connect(nobody()), "REFUSED");
    }

    @Test
    @Tag("T-TCP-40")
    void neverMeansNoSecondConnectionEither() {
        try (RawPeer.Listener listener = RawPeer.listen(transport)) {
            PeerSocket socket = socket(Reconnect.NEVER);
            int id = socket.connect(listener.endpoint());
            listener.accept().handshake().close();
            assertStopped(socket, id, "LOST");
            listener.expectNobody(Duration.ofMillis(60));
            int again = socket.connect(listener.endpoint());
            try (RawPeer peer = listener.accept()) {
                peer.handshake();
                socket.send(again, Message.of("Hello"));
                peer.expect(Wire.HELLO);
            }
        }
    }

    @Test
    void aWaitOfNothingIsRefusedAndTheWayOutNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Reconnect(Duration.ZERO, Duration.ofSeconds(1)))
                .withMessageContaining("Reconnect.NEVER");
    }

    @Test
    void disconnectEndsTheAttempts() {
        PeerSocket socket = socket(quick());
        String endpoint = nobody();
        socket.connect(endpoint);
        events.await(SocketEvent.ConnectRetried.class, 2);
        socket.disconnect(endpoint);
        events.await(SocketEvent.Closed.class);
        int attempts = events.events(SocketEvent.ConnectRetried.class).size();
        Until.stays(
                "no more attempts",
                Duration.ofMillis(60),
                () -> events.events(SocketEvent.ConnectRetried.class).size() == attempts);
    }

    // ---- who is not wanted ---------------------------------------------------------------------------------------

    @Test
    void aSecondPeerOfAPairIsReportedAndMustWaitLongerAndLonger() {
        PairSocket pair = context.pair(TestOptions.quick().eventListener(events).build());
        String endpoint = pair.bind(transport.bindEndpoint()).toString();
        context.pair(TestOptions.quick().build()).connect(endpoint);
        events.await(SocketEvent.HandshakeSucceeded.class);
        EventRecorder other = new EventRecorder();
        context.pair(TestOptions.quick()
                        .reconnect(new Reconnect(Duration.ofMillis(2), Duration.ofSeconds(5)))
                        .eventListener(other)
                        .build())
                .connect(endpoint);
        assertThat(other.await(SocketEvent.ConnectRetried.class, 6).get(5).delay())
                .as("2 ms doubled five times, less a fifth")
                .isGreaterThan(Duration.ofMillis(50));
        SocketEvent.HandshakeFailed refused = events.await(SocketEvent.HandshakeFailed.class);
        assertThat(refused.reason()).isEqualTo(HandshakeFailure.NOT_WANTED);
        assertThat(refused.detail())
                .isEqualTo("this PAIR socket does not take the peer: it has a peer and takes no second one; disconnect"
                        + " from the first, see peers()");
        assertThat(pair.stats().handshakeFailures()).isPositive();
    }

    /** The connection stays for up to a second, until the other side has read why; that is no reason to tell it late. */
    @Test
    void aRefusedHandshakeIsReportedWhileTheOtherSideStillReadsWhy() {
        PeerSocket socket = socket(quick());
        Endpoint bound = socket.bind(transport.bindEndpoint());
        try (RawPeer peer = RawPeer.connect(bound)) {
            peer.send(Wire.GREETING, Wire.ready("Socket-Type", "PUB"));
            long begin = System.nanoTime();
            assertThat(events.await(SocketEvent.HandshakeFailed.class).reason())
                    .isEqualTo(HandshakeFailure.INCOMPATIBLE_SOCKET_TYPE);
            events.await(SocketEvent.Disconnected.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(950));
        }
    }

    @Test
    @Tag("Z-159")
    @Tag("N-18")
    void whoIsNoneWeMayTalkToIsGoneAtOnceAlthoughItStaysOnTheLine() {
        try (RawPeer.Listener listener = RawPeer.listen(transport)) {
            PeerSocket socket = socket(quick());
            int id = socket.connect(listener.endpoint());
            try (RawPeer peer = listener.accept()) {
                long begin = System.nanoTime();
                peer.send(Wire.GREETING, Wire.ready("Socket-Type", "PUB"));
                assertStopped(socket, id, "PUB may not talk to PEER");
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(950));
                peer.expect(
                                Wire.GREETING,
                                Wire.READY,
                                Wire.command("ERROR", "18" + Hex.ascii("Incompatible socket type")))
                        .expectEnd();
            }
        }
    }
}
