package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.event.DisconnectReason;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.Allocations;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Link;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.Role;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Wire;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PING, PONG and silence on the wire. The arithmetic of the times is tested with the clock in the hand elsewhere. */
@ExtendWith(LeakCheck.class)
@Timeout(30)
class HeartbeatTests {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final String SIXTEEN = "00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f";

    // ---- answering -----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Tag("Z-177")
    @Tag("Z-178")
    @Tag("Z-187")
    @Tag("T-IPC-15")
    void eachPingIsAnsweredOnceWithItsContextAndNoneIsSentByDefault(Role role) {
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            peer.handshake().send("04 07 04 50 49 4e 47 00 00").expect("04 05 04 50 4f 4e 47");
            peer.send("04 0a 04 50 49 4e 47 00 00 4c 4f 4c").expect("04 08 04 50 4f 4e 47 4c 4f 4c");
            peer.send("04 17 04 50 49 4e 47 00 00", SIXTEEN).expect("04 15 04 50 4f 4e 47", SIXTEEN);
            peer.send(Wire.PING, Wire.PING, Wire.HELLO, Wire.PING).expect(Wire.PONG, Wire.PONG, Wire.PONG);
            peer.expectSilence(SHORT);
            assertThat(link.socket().receive().text()).isEqualTo("Hello");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 200, 300, 65_535})
    @Tag("Z-179")
    @Tag("A-09")
    void ofALongContextOnly16OctetsComeBack(int length) {
        try (Link link = Link.open(Role.TCP_BINDS);
                RawPeer peer = link.peer()) {
            peer.handshake()
                    .send(Wire.command("PING", "00 00" + SIXTEEN + Hex.repeat("aa", length - 16)))
                    .expect("04 15 04 50 4f 4e 47", SIXTEEN)
                    .send(Wire.PING)
                    .expect(Wire.PONG);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"04 05 04 50 49 4e 47", "04 06 04 50 49 4e 47 00"})
    @Tag("Z-180")
    @Tag("A-09")
    void aPingWithoutATimeToLiveEndsTheConnectionUnanswered(String ping) {
        try (Link link = Link.open(Role.TCP_BINDS);
                RawPeer peer = link.peer()) {
            peer.handshake().send(ping).expectEnd();
            SocketEvent.Disconnected event = link.events().await(SocketEvent.Disconnected.class);
            assertThat(event.reason()).isEqualTo(DisconnectReason.PROTOCOL_ERROR);
            assertThat(event.detail()).contains("PING");
            link.expectAlive();
        }
    }

    @Test
    @Tag("Z-178")
    void pongsGoAheadOfMessagesThatWait() {
        try (Link link = Link.open(Role.TCP_BINDS);
                RawPeer peer = RawPeer.connect(link.endpoint(), 4096)) {
            peer.handshake();
            int id = link.routingId();
            byte[] body = new byte[200_000];
            int sent = 0;
            while (sent < 500 && link.socket().trySend(id, Message.wrap(body))) {
                sent++;
            }
            peer.send(Wire.PING);
            int before = 0;
            byte[] frame = peer.readFrame();
            while (frame.length == body.length) {
                before++;
                frame = peer.readFrame();
            }
            assertThat(Hex.text(frame)).isEqualTo("04 50 4f 4e 47");
            assertThat(before).isLessThan(sent);
        }
    }

    @Test
    @Tag("Z-178")
    @Tag("A-09")
    void aFloodOfPingsFromAPeerThatDoesNotReadIsNotCollected() {
        try (Link link = Link.open(Role.TCP_BINDS);
                RawPeer peer = RawPeer.connect(link.endpoint(), 4096)) {
            peer.handshake();
            byte[] ping = Hex.bytes(Wire.PING);
            ByteBuffer flood = ByteBuffer.allocate(ping.length * 4_000_000);
            while (flood.hasRemaining()) {
                flood.put(ping);
            }
            long before = Allocations.of(Allocations.ioThread());
            assertThat(peer.sendUntilStuck(flood.flip()))
                    .as("36 MB of PING taken")
                    .isFalse();
            int pings = flood.position() / ping.length;
            assertThat(Allocations.of(Allocations.ioThread()) - before).isLessThan(1000L * pings);
            link.expectAlive();

            flood.limit(flood.position() + (ping.length - flood.position() % ping.length) % ping.length);
            int due = flood.limit() / ping.length;
            byte[] pong = Hex.bytes(Wire.PONG);
            for (int i = 0; i < due; i++) {
                if (flood.hasRemaining()) {
                    peer.sendSome(flood, Duration.ofMillis(1));
                }
                assertThat(peer.read(pong.length)).isEqualTo(pong);
            }
            peer.expectSilence(SHORT).send(Wire.HELLO);
            assertThat(link.socket().receive().text()).isEqualTo("Hello");
        }
    }

    // ---- asking --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Tag("Z-176")
    @Tag("Z-183")
    @Tag("Z-186")
    @Tag("Z-188")
    @Tag("Z-200")
    void pingsComeAtTheIntervalFromTheHandshakeOnWithTheTimeToLive(Role role) {
        Heartbeat heartbeat = new Heartbeat(Duration.ofMillis(30), Duration.ofSeconds(5), Duration.ofMillis(1050));
        try (Link link = Link.open(role, options -> options.heartbeat(heartbeat));
                RawPeer peer = link.peer()) {
            peer.send(Wire.GREETING).expect(Wire.GREETING, Wire.READY).expectSilence(SHORT);
            long began = System.nanoTime();
            peer.send(Wire.READY);
            for (int i = 0; i < 4; i++) {
                peer.expect("04 07 04 50 49 4e 47 00 0a").send(Wire.PONG);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofMillis(115), Duration.ofSeconds(5));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-082")
    void aPingIsAnsweredHoweverSmallMessagesMustBe(Role role) {
        try (Link link = Link.open(role, options -> options.maxMessageSize(1));
                RawPeer peer = link.peer()) {
            peer.handshake().send(Wire.PING).expect(Wire.PONG);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-185")
    void noPingGoesToA30Peer(Role role) {
        try (Link link = Link.open(role, options -> options.heartbeat(Heartbeat.every(Duration.ofMillis(10))));
                RawPeer peer = link.peer()) {
            peer.send(Wire.GREETING_3_0, Wire.READY)
                    .expect(Wire.GREETING, Wire.READY)
                    .expectSilence(SHORT);
            peer.send(Wire.HELLO);
            assertThat(link.socket().receive().text()).isEqualTo("Hello");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-190")
    @Tag("Z-198")
    @Tag("T-TCP-47")
    @Tag("O-136")
    @Tag("O-068")
    void aPeerThatDoesNotAnswerIsGivenUpAndDialledAgain(Role role) {
        Heartbeat heartbeat = new Heartbeat(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ZERO);
        try (Link link = Link.open(role, options -> options.heartbeat(heartbeat))) {
            try (RawPeer peer = link.peer()) {
                long began = System.nanoTime();
                peer.handshake();
                assertThat(Hex.text(peer.readToEnd())).startsWith(Wire.PING).endsWith(Wire.PING);
                assertThat(Duration.ofNanos(System.nanoTime() - began))
                        .isBetween(Duration.ofMillis(100), Duration.ofSeconds(5));
            }
            SocketEvent.Disconnected event = link.events().await(SocketEvent.Disconnected.class);
            assertThat(event.reason()).isEqualTo(DisconnectReason.HEARTBEAT_TIMEOUT);
            assertThat(link.socket().stats().handshakeFailures()).isZero();
            link.expectAlive();
        }
    }

    @Test
    @Tag("Z-192")
    void aMessageIsAsGoodAnAnswerAsAPong() {
        Heartbeat heartbeat = new Heartbeat(Duration.ofMillis(20), Duration.ofMillis(500), Duration.ZERO);
        try (Link link = Link.open(Role.TCP_BINDS, options -> options.heartbeat(heartbeat));
                RawPeer peer = link.peer()) {
            peer.handshake();
            for (int i = 0; i < 30; i++) { // 600 ms without a PONG
                peer.expect(Wire.PING).send("00 00");
                assertThat(link.socket().receive().size()).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP_BINDS", "IPC_CONNECTS"})
    @Tag("Z-193")
    void octetsOfAMessageStillArrivingAreLife(Role role) {
        Heartbeat heartbeat = new Heartbeat(Duration.ofMillis(20), Duration.ofMillis(400), Duration.ZERO);
        try (Link link = Link.open(role, options -> options.heartbeat(heartbeat));
                RawPeer peer = link.peer()) {
            peer.handshake().send("00 19");
            for (int i = 0; i < 25; i++) { // 500 ms for one message
                peer.expect(Wire.PING).send("41");
            }
            assertThat(link.socket().receive().size()).isEqualTo(25);
            peer.readToEnd();
            assertThat(link.events().await(SocketEvent.Disconnected.class).reason())
                    .isEqualTo(DisconnectReason.HEARTBEAT_TIMEOUT);
        }
    }

    @Test
    void aSocketThatDoesNotReadForWantOfRoomDoesNotTakeThePeerForDead() {
        Heartbeat heartbeat = new Heartbeat(Duration.ofMillis(50), Duration.ofMillis(500), Duration.ZERO);
        try (Link link = Link.open(
                        Role.TCP_BINDS, options -> options.heartbeat(heartbeat).receiveHighWaterMark(1));
                RawPeer peer = link.peer()) {
            peer.handshake().send(Wire.HELLO);
            Until.isTrue(
                    "the queue is full", () -> link.socket().stats().traffic().incomingQueue() == 1);
            peer.send(Wire.HELLO, Wire.HELLO);
            for (int i = 0; i < 16; i++) { // 800 ms
                peer.expect(Wire.PING);
            }
            assertThat(link.events().events(SocketEvent.Disconnected.class)).isEmpty();
            for (int i = 0; i < 3; i++) {
                assertThat(link.socket().receive().text()).isEqualTo("Hello");
            }
        }
    }

    /** Its PINGs wait behind the messages that there is no room for: it is told without being read that we are there. */
    @ParameterizedTest
    @EnumSource
    @Tag("F-09")
    void aSocketThatDoesNotReadForWantOfRoomShowsThatItIsThere(Role role) {
        try (Link link = Link.open(role, options -> options.receiveHighWaterMark(1));
                RawPeer peer = link.peer()) {
            peer.handshake().send(Wire.HELLO);
            Until.isTrue(
                    "the queue is full", () -> link.socket().stats().traffic().incomingQueue() == 1);
            peer.send(Wire.HELLO, Wire.HELLO, "04 0a 04 50 49 4e 47 00 00 4c 4f 4c");
            peer.expect(Wire.PONG, Wire.PONG, Wire.PONG); // not the answer, which has the context
            for (int i = 0; i < 3; i++) {
                assertThat(link.socket().receive().text()).isEqualTo("Hello");
            }
            String answer = "04 08 04 50 4f 4e 47 4c 4f 4c";
            while (!Hex.text(peer.read(2)).equals("04 08")) {
                assertThat(Hex.text(peer.read(5))).isEqualTo("04 50 4f 4e 47"); // a sign that was on its way
            }
            assertThat("04 08 " + Hex.text(peer.read(8))).isEqualTo(answer);
            peer.expectSilence(Duration.ofMillis(200));
        }
    }

    /** Signs that nobody reads do not pile up: when the way is free again, one comes at most. */
    @Test
    void signsOfLifeDoNotPileUp() {
        try (Link link = Link.open(
                        Role.TCP_BINDS,
                        options -> options.receiveHighWaterMark(1).sendHighWaterMark(1));
                RawPeer peer = link.peer()) {
            peer.handshake().send(Wire.HELLO);
            Until.isTrue(
                    "the queue is full", () -> link.socket().stats().traffic().incomingQueue() == 1);
            peer.send(Wire.HELLO);
            int id = link.routingId();
            byte[] large = new byte[1 << 20];
            while (link.socket().trySend(id, Message.wrap(large), SHORT)) {
                // until nothing more goes out
            }
            Until.stays(
                    "the connection",
                    Duration.ofMillis(600),
                    () -> link.events().events(SocketEvent.Disconnected.class).isEmpty());
            long accepted = link.socket().stats().traffic().acceptedMessages();
            int signs = 0;
            for (long left = accepted; left > 0; ) {
                byte[] header = peer.read(2);
                if (header[0] == 4) {
                    peer.read(header[1]);
                    signs++;
                } else {
                    peer.read(7 + large.length);
                    left--;
                }
            }
            assertThat(signs).isLessThan(8); // before the way was full, and one
        }
    }

    // ---- the peer's time to live ---------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Tag("Z-194")
    @Tag("Z-198")
    void aPeerThatAskedToBeGivenUpAfterASilenceIs(Role role) {
        try (Link link = Link.open(role)) {
            try (RawPeer peer = link.peer()) {
                peer.handshake();
                long began = System.nanoTime();
                peer.send("04 07 04 50 49 4e 47 00 02").expect(Wire.PONG).expectEnd();
                assertThat(Duration.ofNanos(System.nanoTime() - began))
                        .isBetween(Duration.ofMillis(190), Duration.ofSeconds(5));
            }
            assertThat(link.events().await(SocketEvent.Disconnected.class).reason())
                    .isEqualTo(DisconnectReason.HEARTBEAT_TIMEOUT);
            link.expectAlive();
        }
    }

    @ParameterizedTest
    @CsvSource({"00 00", "02 90", "80 00", "ff ff"}) // none, 65.6 s (64 ms in 16 bits), 3276.8 s, 6553.5 s
    @Tag("Z-195")
    @Tag("Z-197")
    void aLongTimeToLiveIsNotTakenForAShortOne(String ttl) {
        try (Link link = Link.open(Role.TCP_BINDS);
                RawPeer peer = link.peer()) {
            peer.handshake().send("04 07 04 50 49 4e 47", ttl).expect(Wire.PONG);
            peer.expectSilence(Duration.ofMillis(120));
        }
    }

    @Test
    @Tag("Z-196")
    void whateverComesEndsTheTimeToLiveUntilTheNextPing() {
        try (Link link = Link.open(Role.TCP_BINDS);
                RawPeer peer = link.peer()) {
            peer.handshake()
                    .send("04 07 04 50 49 4e 47 00 01")
                    .expect(Wire.PONG)
                    .send("00 00");
            peer.expectSilence(Duration.ofMillis(250));
            peer.send("04 07 04 50 49 4e 47 00 01").expect(Wire.PONG).expectEnd();
        }
    }
}
