package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.event.DisconnectReason;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Link;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.Role;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is reported of connections to scripted peers: events in their order, peers, counters. */
@ExtendWith(LeakCheck.class)
@Timeout(20)
class ConnectionEventTests {

    @ParameterizedTest
    @EnumSource(names = {"TCP_BINDS", "IPC_BINDS"})
    @Tag("O-130")
    @Tag("O-132")
    @Tag("O-134")
    @Tag("O-136")
    @Tag("O-139")
    @Tag("O-MON-11")
    @Tag("O-MON-16")
    @Tag("O-MON-18")
    void theLifeOfAListenerIsReportedInOrder(Role role) {
        try (Link link = Link.open(role)) {
            Endpoint endpoint = link.endpoint();
            try (RawPeer peer = link.peer()) {
                peer.handshake();
                link.events().await(SocketEvent.HandshakeSucceeded.class);
            }
            link.events().await(SocketEvent.Disconnected.class);
            link.socket().unbind(endpoint.toString());
            link.events().await(SocketEvent.Closed.class);

            List<SocketEvent> events = link.events().events();
            assertThat(events)
                    .extracting(event -> event.getClass().getSimpleName())
                    .containsExactly("Listening", "Accepted", "HandshakeSucceeded", "Disconnected", "Closed");
            assertThat(events).extracting(SocketEvent::endpoint).containsOnly(endpoint);
            SocketEvent.Accepted accepted = (SocketEvent.Accepted) events.get(1);
            SocketEvent.HandshakeSucceeded ready = (SocketEvent.HandshakeSucceeded) events.get(2);
            SocketEvent.Disconnected gone = (SocketEvent.Disconnected) events.get(3);
            if (role == Role.TCP_BINDS) {
                assertThat(accepted.remoteAddress()).matches("127\\.0\\.0\\.1:[0-9]+");
            }
            assertThat(accepted.localAddress()).isEqualTo(endpoint.address());
            assertThat(ready.localAddress()).isEqualTo(endpoint.address());
            assertThat(gone.localAddress()).isEqualTo(endpoint.address());
            assertThat(ready.remoteAddress()).isEqualTo(accepted.remoteAddress());
            assertThat(ready.accepted()).isTrue();
            assertThat(ready.routingId()).isNotZero();
            assertThat(ready.properties()).containsEntry("Socket-Type", "PEER").hasSize(2);
            assertThat(gone.remoteAddress()).isEqualTo(accepted.remoteAddress());
            assertThat(gone.reason()).isEqualTo(DisconnectReason.CONNECTION_LOST);
            assertThat(((SocketEvent.Closed) events.get(4)).detail()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP_CONNECTS", "IPC_CONNECTS"})
    @Tag("O-127")
    @Tag("O-129")
    @Tag("O-134")
    @Tag("O-136")
    @Tag("O-139")
    @Tag("O-MON-12")
    void theLifeOfAConnectionIsReportedInOrder(Role role) {
        try (Link link = Link.open(role)) {
            try (RawPeer peer = link.peer()) {
                peer.handshake();
                link.events().await(SocketEvent.HandshakeSucceeded.class);
            }
            try (RawPeer peer = link.peer()) {
                peer.handshake();
                link.events().await(SocketEvent.HandshakeSucceeded.class, 2);
                link.socket().disconnectPeer(link.connectedId());
                link.events().await(SocketEvent.Closed.class);
            }
            List<SocketEvent> events = link.events().events();
            assertThat(events)
                    .extracting(event -> event.getClass().getSimpleName())
                    .containsExactly(
                            "Connected",
                            "HandshakeSucceeded",
                            "Disconnected",
                            "ConnectRetried",
                            "Connected",
                            "HandshakeSucceeded",
                            "Closed");
            assertThat(events).extracting(SocketEvent::endpoint).containsOnly(link.endpoint());
            assertThat(link.events().events(SocketEvent.HandshakeSucceeded.class))
                    .allMatch(ready -> !ready.accepted())
                    .extracting(SocketEvent.HandshakeSucceeded::routingId)
                    .containsOnly(link.connectedId());
            SocketEvent.ConnectRetried retried = (SocketEvent.ConnectRetried) events.get(3);
            assertThat(retried.detail()).isNotBlank();
            assertThat(retried.reason()).isEqualTo(Reconnect.Failure.LOST);
            assertThat(retried.delay()).isPositive();
        }
    }

    @Test
    @Tag("O-MON-16")
    void theAddressesOfAConnectionAreThoseThatItsOtherEndSeesTheOtherWayRound() {
        EventRecorder listening = new EventRecorder();
        EventRecorder connecting = new EventRecorder();
        try (ZmqContext context = ZmqContext.create()) {
            PeerSocket binder =
                    context.peer(TestOptions.quick().eventListener(listening).build());
            int port = binder.bind("tcp://*:*").port().orElseThrow();
            PeerSocket client =
                    context.peer(TestOptions.quick().eventListener(connecting).build());
            client.connect("tcp://localhost:" + port);
            SocketEvent.Accepted accepted = listening.await(SocketEvent.Accepted.class);
            SocketEvent.Connected connected = connecting.await(SocketEvent.Connected.class);
            assertThat(accepted.localAddress())
                    .isEqualTo(connected.remoteAddress())
                    .isEqualTo("127.0.0.1:" + port);
            assertThat(accepted.remoteAddress())
                    .isEqualTo(connected.localAddress())
                    .isNotEqualTo("127.0.0.1:" + port);
            SocketEvent.HandshakeSucceeded ready = connecting.await(SocketEvent.HandshakeSucceeded.class);
            assertThat(ready.localAddress()).isEqualTo(connected.localAddress());
            assertThat(ready.remoteAddress()).isEqualTo(connected.remoteAddress());
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("O-136")
    void ourOwnCloseIsNoDisconnection(Role role) {
        Link link = Link.open(role);
        EventRecorder events = link.events();
        try (link;
                RawPeer peer = link.peer()) {
            peer.handshake();
            link.events().await(SocketEvent.HandshakeSucceeded.class);
            link.socket().close();
            peer.expectEnd();
        }
        Until.isTrue(
                "the end is reported",
                () -> !events.events(SocketEvent.Closed.class).isEmpty());
        assertThat(events.events(SocketEvent.Disconnected.class)).isEmpty();
        assertThat(events.events(SocketEvent.HandshakeFailed.class)).isEmpty();
    }

    @Test
    @Tag("O-134")
    @Tag("T-IPC-07")
    void eachListenerOfAClosedSocketIsReportedClosed() {
        EventRecorder events = new EventRecorder();
        try (ZmqContext context = ZmqContext.create();
                PeerSocket socket = context.peer(
                        SocketOptions.builder().eventListener(events).build())) {
            for (TestTransport transport : TestTransport.values()) {
                socket.bind(transport.bindEndpoint());
            }
            assertThat(events.await(SocketEvent.Listening.class, 3))
                    .extracting(SocketEvent.Listening::endpoint)
                    .containsExactlyInAnyOrderElementsOf(socket.boundEndpoints());
        }
        assertThat(events.await(SocketEvent.Closed.class, 3))
                .extracting(SocketEvent.Closed::detail)
                .containsOnlyNulls();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("O-MON-10")
    @Tag("F-27")
    void aListenerThatBlocksDelaysNobody(Role role) {
        CountDownLatch release = new CountDownLatch(1);
        EventRecorder events = new EventRecorder();
        try (Link link = Link.open(
                        role,
                        options -> options.eventListener(event -> {
                            events.onEvent(event);
                            awaitUninterruptibly(release);
                        }));
                RawPeer peer = link.peer()) {
            peer.handshake().send(Wire.HELLO);
            Message message = link.socket().receive();
            link.socket().send(message.routingId(), message);
            peer.expect(Wire.HELLO);
            assertThat(events.events()).hasSizeLessThanOrEqualTo(1);
        } finally {
            release.countDown();
        }
        events.await(SocketEvent.HandshakeSucceeded.class);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- peers and counters --------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Tag("S-PEER-03")
    void aPeerIsShownWithItsStateAndItsTraffic(Role role) {
        Instant before = Instant.now().minusMillis(1);
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            if (!role.binds()) {
                PeerInfo info = link.socket().peers().get(0);
                assertThat(info.state()).isEqualTo(PeerState.CONNECTING);
                assertThat(info.routingId()).isEqualTo(link.connectedId());
                assertThat(info.properties()).isEmpty();
            }
            long topology = link.socket().topologyVersion();
            peer.send(Wire.GREETING, Wire.ready("Socket-Type", "PEER", "X-Name", "me"))
                    .expect(Wire.GREETING, Wire.READY);
            peer.send(Wire.HELLO, Wire.HELLO, "00 00");
            Message message = link.socket().receive();
            link.socket().send(message.routingId(), Message.of("answer"));
            peer.expect("00 06 61 6e 73 77 65 72");

            assertThat(link.socket().topologyVersion()).isGreaterThan(topology);
            Until.isTrue("all came", () -> link.socket().stats().traffic().receivedMessages() == 3);
            PeerInfo info = link.socket().peers().get(0);
            assertThat(info.routingId()).isEqualTo(message.routingId());
            assertThat(info.endpoint()).isEqualTo(link.endpoint());
            assertThat(info.accepted()).isEqualTo(role.binds());
            assertThat(info.state()).isEqualTo(PeerState.CONNECTED);
            assertThat(info.since()).isBetween(before, Instant.now());
            assertThat(info.lastTraffic()).isBetween(before, Instant.now());
            assertThat(info.lastError()).isNull();
            assertThat(info.properties()).containsEntry("X-Name", "me");
            if (role.transport() == TestTransport.TCP) {
                assertThat(info.remoteAddress()).startsWith("127.0.0.1:");
            }
            Until.isTrue(
                    "the answer is counted",
                    () -> link.socket().stats().traffic().sentMessages() == 1);
            Traffic expected = new Traffic(1, 6, 1, 6, 3, 10, 1, 5, 0, 2);
            assertThat(link.socket().peers().get(0).traffic()).isEqualTo(expected);
            SocketStats stats = link.socket().stats();
            assertThat(stats.traffic()).isEqualTo(expected);
            assertThat(stats.connections()).isEqualTo(1);
            assertThat(stats.dropped()).isEmpty();
            assertThat(stats.handshakeFailures()).isZero();
            assertThat(stats.reconnects()).isZero();
            assertThat(stats.eventsDropped()).isZero();
        }
    }

    @Test
    void aPeerThatIsDownShowsWhy() {
        try (Link link = Link.open(
                Role.TCP_CONNECTS,
                options -> options.reconnect(new Reconnect(Duration.ofSeconds(20), Duration.ofSeconds(20))))) {
            try (RawPeer peer = link.peer()) {
                peer.handshake();
                link.events().await(SocketEvent.HandshakeSucceeded.class);
            }
            link.events().await(SocketEvent.ConnectRetried.class);
            PeerInfo info = link.socket().peers().get(0);
            assertThat(info.state()).isEqualTo(PeerState.CONNECTING);
            assertThat(info.lastError()).isEqualTo("closed by the other side");
            assertThat(info.remoteAddress()).isNull();
            assertThat(info.lastTraffic()).isNotNull();
            assertThat(link.socket().stats().connections()).isZero();
        }
    }

    @Test
    void totalsKeepWhatPeersDidThatHaveGone() {
        try (Link link = Link.open(Role.TCP_BINDS)) {
            for (int i = 1; i <= 5; i++) {
                link.expectAlive();
                link.events().await(SocketEvent.Disconnected.class, i);
            }
            Until.isTrue("gone", () -> link.socket().peers().isEmpty());
            assertThat(link.socket().stats().traffic()).isEqualTo(new Traffic(5, 25, 5, 25, 5, 25, 5, 25, 0, 0));
        }
    }
}
