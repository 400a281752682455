package io.zmqspring.internal.zmtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.EnvelopeMode;
import io.zmqspring.Heartbeat;
import io.zmqspring.Message;
import io.zmqspring.Sender;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketType;
import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.Credentials;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.Properties;
import io.zmqspring.testkit.Wire;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One connection as a machine: octets in, what it does written down in order. */
class ZmtpConnectionTests {
    private static final String MULTIPART = "01 01 41 00 01 42";

    @Test
    @Tag("Z-017")
    @Tag("Z-022")
    void greetsWholeAndAtOnce() {
        assertThat(new Machine().log).containsExactly("send " + hex(Wire.GREETING));
    }

    @Test
    @Tag("Z-105")
    void saysReadyAsSoonAsTheGreetingIsReadAndNotBefore() {
        Machine machine = new Machine();
        machine.receive(Arrays.copyOf(Hex.bytes(Wire.GREETING), 63));
        assertThat(machine.log).hasSize(1);
        machine.receive(new byte[1]);
        assertThat(machine.log.subList(1, machine.log.size())).containsExactly("send " + Wire.READY);
    }

    @Test
    @Tag("Z-020")
    @Tag("Z-021")
    @Tag("Z-087")
    @Tag("Z-108")
    @Tag("F-10")
    void doesTheSameWhereverTheOctetsAreCut() {
        byte[] octets = Hex.bytes(
                Wire.GREETING,
                Wire.READY,
                Wire.HELLO,
                "04 0a 04 50 49 4e 47 00 01 61 62 63",
                Wire.frame("00", Hex.repeat("2a", 300)),
                MULTIPART,
                "04 05 03 41 42 43 44",
                "00 00");
        Machine whole = new Machine();
        whole.receive(octets);
        assertThat(whole.log)
                .containsExactly(
                        "send " + hex(Wire.GREETING),
                        "send " + Wire.READY,
                        "ready {Socket-Type=PEER}",
                        "message 48 65 6c 6c 6f",
                        "send 04 08 04 50 4f 4e 47 61 62 63",
                        "message " + hex(Hex.repeat("2a", 300)),
                        "multipart dropped",
                        "message ");
        for (int cut = 0; cut <= octets.length; cut++) {
            Machine machine = new Machine();
            machine.receive(Arrays.copyOf(octets, cut));
            machine.receive(Arrays.copyOfRange(octets, cut, octets.length));
            assertThat(machine.log).as("cut after %d", cut).isEqualTo(whole.log);
        }
        Machine machine = new Machine();
        for (byte octet : octets) {
            machine.receive(new byte[] {octet});
        }
        assertThat(machine.log).isEqualTo(whole.log);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "PLAIN", "CURVE", "NULL2", ""})
    @Tag("Z-009")
    @Tag("Z-023")
    @Tag("Z-024")
    void refusesAnotherMechanismAfterItsOwnGreeting(String mechanism) {
        Machine machine = new Machine();
        machine.receive(Hex.bytes(Wire.greeting("03 01", mechanism)));
        assertThat(machine.log).hasSize(2);
        assertThat(machine.log.get(0)).isEqualTo("send " + hex(Wire.GREETING));
        assertThat(machine.log.get(1))
                .startsWith("failed MECHANISM_MISMATCH: mechanism " + mechanism + " where ours is NULL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REQ", "REP", "DEALER", "ROUTER", "PUB", "XPUB", "SUB", "XSUB", "PUSH", "PULL", "PAIR", "CLIENT",
                "SERVER", "RADIO", "DISH", "SCATTER", "GATHER", "CHANNEL", "STREAM", "peer", "Peer", "PEER ", "PEERS",
                ""
            })
    @Tag("Z-109")
    @Tag("Z-127")
    @Tag("Z-155")
    @Tag("Z-158")
    void answersEverySocketTypeButPeerWithError(String type) {
        Machine machine = handshaking();
        machine.receive(Hex.bytes(Wire.ready("Socket-Type", type)));
        assertThat(machine.log)
                .containsExactly(
                        "send " + hex(Wire.command("ERROR", "18" + Hex.ascii("Incompatible socket type"))),
                        "failed INCOMPATIBLE_SOCKET_TYPE: socket type " + type + " may not talk to PEER");
    }

    @Test
    @Tag("Z-116")
    void findsTheSocketTypeUnderItsNameInAnyCase() {
        Machine machine = handshaking();
        machine.receive(Hex.bytes(Wire.ready("socket-type", "PUB")));
        assertThat(machine.log.get(1)).startsWith("failed INCOMPATIBLE_SOCKET_TYPE");
    }

    @Test
    @Tag("Z-126")
    void acceptsAPeerThatDoesNotTellItsType() {
        Machine machine = handshaking();
        machine.receive(Hex.bytes("04 06 05 52 45 41 44 59"));
        assertThat(machine.log).containsExactly("ready {}");
    }

    @Test
    @Tag("Z-122")
    @Tag("Z-131")
    @Tag("Z-138")
    void takesEveryPropertyAsItIs() {
        Machine machine = handshaking();
        machine.receive(Hex.bytes(
                Wire.ready("Socket-Type", "PEER", "Identity", "me", "Resource", "a/b", "X-Name", "n", "Other", "")));
        assertThat(machine.log)
                .containsExactly("ready {Identity=me, Other=, Resource=a/b, Socket-Type=PEER, X-Name=n}");
    }

    @Test
    @Tag("Z-076")
    void takesALongReady() {
        Machine machine = handshaking();
        machine.receive(Hex.bytes("06 00 00 00 00 00 00 00 1a", Wire.READY.substring(5)));
        assertThat(machine.log).containsExactly("ready {Socket-Type=PEER}");
    }

    @ParameterizedTest
    @CsvSource({
        "00 05 48 65 6c 6c 6f, UNEXPECTED_COMMAND: a message where a command",
        "00 1a 05 52 45 41 44 59 0b 53 6f 63 6b 65 74 2d 54 79 70 65 00 00 00 04 50 45 45 52, UNEXPECTED_COMMAND: a message",
        "04 07 04 50 49 4e 47 00 00, UNEXPECTED_COMMAND: command PING where READY",
        "04 04 03 41 42 43, UNEXPECTED_COMMAND: command ABC where READY",
        "04 00, MALFORMED_COMMAND: malformed command",
        "04 05 05 52 45 41 44, MALFORMED_COMMAND: malformed command",
        "04 07 05 52 45 41 44 59 00, INVALID_METADATA: malformed metadata",
        "04 0c 05 52 45 41 44 59 00 00 00 00 00 41, INVALID_METADATA: malformed metadata: a property without a name",
        "04 0c 05 52 45 41 44 59 01 41 ff ff ff ff, INVALID_METADATA: malformed metadata: value of 4294967295 octets",
        "04 0a 05 45 52 52 4f 52 03 34 30 30, REJECTED_BY_PEER: the other side sent ERROR: 400",
        "04 06 05 45 52 52 4f 52, MALFORMED_COMMAND: malformed ERROR",
        "04 07 05 45 52 52 4f 52 01, MALFORMED_COMMAND: malformed ERROR",
        "06 00 00 00 00 00 00 20 01, PROTOCOL_ERROR: frame size 8193 > 8192",
        "06 ff ff ff ff ff ff ff ff, PROTOCOL_ERROR: frame size 18446744073709551615 > 8192"
    })
    @Tag("Z-095")
    @Tag("Z-097")
    @Tag("Z-110")
    @Tag("Z-113")
    @Tag("Z-115")
    @Tag("Z-118")
    @Tag("Z-119")
    @Tag("Z-120")
    void endsTheHandshakeAtTheFirstFault(String octets, String failure) {
        Machine machine = handshaking();
        machine.receive(Hex.bytes(octets));
        assertThat(machine.log).hasSize(1);
        assertThat(machine.log.get(0)).startsWith("failed " + failure);
    }

    @Test
    @Tag("Z-128")
    void refusesASocketTypeThatComesTwice() {
        Machine machine = handshaking();
        machine.receive(Hex.bytes(Wire.ready("Socket-Type", "PEER", "Socket-Type", "PUB")));
        assertThat(machine.log.get(0)).startsWith("failed INVALID_METADATA: malformed metadata");
    }

    @Test
    @Tag("Z-082")
    void aSmallMessageLimitDoesNotApplyToTheHandshake() {
        Machine machine = new Machine(SocketOptions.builder().maxMessageSize(5).build());
        machine.receive(Hex.bytes(Wire.GREETING, Wire.READY, Wire.HELLO));
        assertThat(machine.log.get(3)).isEqualTo("message 48 65 6c 6c 6f");
    }

    @Test
    @Tag("Z-077")
    @Tag("Z-081")
    @Tag("Z-083")
    void endsAtAFrameOverTheLimitWhenItsSizeIsRead() {
        Machine machine = inTraffic(SocketOptions.builder().maxMessageSize(5).build());
        machine.receive(Hex.bytes("00 05 41 41 41 41 41 00 06"));
        assertThat(machine.log.get(0)).isEqualTo("message 41 41 41 41 41");
        assertThat(machine.log.get(1)).startsWith("failed PROTOCOL_ERROR: frame size 6 > 5");
        Machine top = inTraffic(SocketOptions.defaults());
        top.receive(Hex.bytes("02 80 00 00 00 00 00 00 00"));
        assertThat(top.log.get(0)).startsWith("failed PROTOCOL_ERROR: frame size 9223372036854775808 > 16777216");
    }

    @Test
    @Tag("Z-094")
    @Tag("Z-100")
    @Tag("Z-102")
    @Tag("Z-123")
    @Tag("A-08")
    void ignoresCommandsItDoesNotKnowOrThatComeTooLate() {
        Machine machine = inTraffic(SocketOptions.defaults());
        machine.receive(Hex.bytes(
                Wire.READY,
                "04 0a 05 45 52 52 4f 52 03 34 30 30",
                "04 07 04 4a 4f 49 4e 61 62",
                "04 08 05 4c 45 41 56 45 61 62",
                "04 0b 09 53 55 42 53 43 52 49 42 45 41",
                Wire.PONG,
                "04 02 01 5a",
                Wire.HELLO));
        assertThat(machine.log).containsExactly("JOIN 61 62", "LEAVE 61 62", "SUBSCRIBE 41", "message 48 65 6c 6c 6f");
    }

    @Test
    @Tag("Z-101")
    void doesNotDeliverASubscriptionAsAMessage() {
        Machine machine = inTraffic(SocketOptions.defaults());
        machine.receive(Hex.bytes("04 0b 09 53 55 42 53 43 52 49 42 45 41 04 08 06 43 41 4e 43 45 4c 41"));
        assertThat(machine.log).containsExactly("SUBSCRIBE 41", "CANCEL 41");
    }

    @ParameterizedTest
    @ValueSource(strings = {"04 00", "04 01 00", "04 01 01", "04 03 05 41 41"})
    @Tag("Z-096")
    @Tag("A-08")
    void endsAtAMalformedCommand(String octets) {
        Machine machine = inTraffic(SocketOptions.defaults());
        machine.receive(Hex.bytes(octets));
        assertThat(machine.log).hasSize(1);
        assertThat(machine.log.get(0)).startsWith("failed MALFORMED_COMMAND: malformed command");
    }

    @Test
    @Tag("Z-079")
    @Tag("A-08")
    void takesACommandWithMoreForACommand() {
        Machine machine = inTraffic(SocketOptions.defaults());
        machine.receive(Hex.bytes("05 07 04 50 49 4e 47 00 00", Wire.HELLO));
        assertThat(machine.log).containsExactly("send " + Wire.PONG, "message 48 65 6c 6c 6f");
    }

    @Test
    @Tag("Z-178")
    @Tag("Z-177")
    void answersEachPingOnce() {
        Machine machine = inTraffic(SocketOptions.defaults());
        machine.receive(Hex.bytes(Wire.PING, Wire.PING, "04 08 04 50 49 4e 47 00 00 41"));
        assertThat(machine.log)
                .containsExactly("send " + Wire.PONG, "send " + Wire.PONG, "send 04 06 04 50 4f 4e 47 41");
    }

    @ParameterizedTest
    @ValueSource(strings = {"04 05 04 50 49 4e 47", "04 06 04 50 49 4e 47 00"})
    @Tag("Z-180")
    void endsAtAPingWithoutATimeToLive(String octets) {
        Machine machine = inTraffic(SocketOptions.defaults());
        machine.receive(Hex.bytes(octets));
        assertThat(machine.log).hasSize(1);
        assertThat(machine.log.get(0)).startsWith("failed PROTOCOL_ERROR: malformed PING");
    }

    @Test
    @Tag("Z-084")
    @Tag("Z-181")
    @Tag("S-TS-04")
    @Tag("S-PEER-29")
    void dropsAMultipartMessageWholeWithCommandsBetweenItsParts() {
        Machine machine = inTraffic(SocketOptions.defaults());
        machine.receive(Hex.bytes(
                "01 01 41", Wire.PING, "01 00", "03 00 00 00 00 00 00 00 01 42", Wire.PONG, "00 01 43", Wire.HELLO));
        assertThat(machine.log).containsExactly("send " + Wire.PONG, "multipart dropped", "message 48 65 6c 6c 6f");
    }

    @Test
    void aPartOverTheLimitEndsTheConnectionToo() {
        Machine machine = inTraffic(SocketOptions.builder().maxMessageSize(100).build());
        machine.receive(Hex.bytes("01 64", Hex.repeat("00", 100), "01 65"));
        assertThat(machine.log).hasSize(1);
        assertThat(machine.log.get(0)).startsWith("failed PROTOCOL_ERROR: frame size 101 > 100");
    }

    // ---- envelope ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"AUTO, 1, true", "AUTO, 2, false", "ALWAYS, 2, true", "ALWAYS, 1, true", "NEVER, 1, false"})
    void usesTheEnvelopeIfBothWantIt(EnvelopeMode mode, String announced, boolean enveloped) {
        Machine machine = new Machine(SocketOptions.builder().envelope(mode).build());
        machine.receive(Hex.bytes(
                Wire.GREETING,
                Wire.ready("Socket-Type", "PEER", "X-Envelope", announced),
                "00 0a 01 00 05 01 61 00 01 62 68 69"));
        assertThat(machine.log.get(3))
                .isEqualTo(enveloped ? "message 68 69 {a=b}" : "message 01 00 05 01 61 00 01 62 68 69");
    }

    @Test
    void takesABareBodyFromAPeerThatAnnouncesNoEnvelope() {
        Machine machine =
                new Machine(SocketOptions.builder().envelope(EnvelopeMode.AUTO).build());
        machine.receive(Hex.bytes(Wire.GREETING, Wire.READY, Wire.HELLO));
        assertThat(machine.log.get(3)).isEqualTo("message 48 65 6c 6c 6f");
    }

    @Test
    void dropsAMessageWithABrokenEnvelopeAndGoesOn() {
        Machine machine = new Machine(
                SocketOptions.builder().envelope(EnvelopeMode.ALWAYS).build());
        machine.receive(Hex.bytes(Wire.GREETING, Wire.READY, Wire.HELLO, "00 00", "00 04 01 00 00 41"));
        assertThat(machine.log.subList(3, machine.log.size()))
                .containsExactly("bad envelope", "bad envelope", "message 41");
    }

    // ---- heartbeats ----------------------------------------------------------------------------------------------

    @Test
    @Tag("Z-183")
    @Tag("Z-200")
    void heartbeatsBeginWithTheHandshakesEnd() {
        SocketOptions options = SocketOptions.builder()
                .heartbeat(Heartbeat.every(Duration.ofMillis(10)))
                .build();
        Machine machine = new Machine(options);
        assertThat(machine.connection.isAlive(Long.MAX_VALUE / 2)).isTrue();
        machine.receive(Hex.bytes(Wire.GREETING));
        assertThat(machine.connection.untilHeartbeat(machine.now)).isEqualTo(Long.MAX_VALUE);
        assertThat(machine.connection.isAlive(Long.MAX_VALUE / 2)).isTrue();
        assertThat(machine.log).doesNotContain("send " + Wire.PING);
        machine.receive(Hex.bytes(Wire.READY));
        assertThat(machine.connection.untilHeartbeat(machine.now)).isEqualTo(10_000_000);
        assertThat(machine.connection.isAlive(machine.now + 10_000_000)).isTrue();
        assertThat(machine.log).endsWith("send " + Wire.PING);
        assertThat(machine.connection.isAlive(machine.now + 20_000_000)).isFalse();
    }

    @Test
    @Tag("Z-193")
    void everyOctetOfAFrameStillArrivingIsASignOfLife() {
        SocketOptions options = SocketOptions.builder()
                .heartbeat(new Heartbeat(Duration.ofMillis(10), Duration.ofMillis(15), Duration.ZERO))
                .build();
        Machine machine = inTraffic(options);
        machine.receive(Hex.bytes("00 ff"));
        for (int i = 0; i < 254; i++) {
            machine.now += 10_000_000;
            assertThat(machine.connection.isAlive(machine.now)).isTrue();
            machine.receive(new byte[1]);
        }
    }

    @Test
    @Tag("Z-185")
    void sendsNoPingToA30Peer() {
        SocketOptions options = SocketOptions.builder()
                .heartbeat(Heartbeat.every(Duration.ofMillis(10)))
                .build();
        Machine machine = new Machine(options);
        machine.receive(Hex.bytes(Wire.GREETING_3_0, Wire.READY));
        int before = machine.log.size();
        assertThat(machine.connection.isAlive(machine.now + 1_000_000_000)).isTrue();
        assertThat(machine.log).hasSize(before);
    }

    @Test
    void survivesRandomOctets() {
        Random random = new Random(15);
        for (int round = 0; round < 2000; round++) {
            Machine machine = round % 3 == 0
                    ? new Machine()
                    : round % 3 == 1
                            ? handshaking()
                            : inTraffic(
                                    SocketOptions.builder().maxMessageSize(512).build());
            byte[] octets = new byte[1 + random.nextInt(600)];
            random.nextBytes(octets);
            if (round % 2 == 0) {
                octets[0] = (byte) (random.nextInt(8));
            }
            machine.receive(octets); // whatever it says, it must not throw
        }
    }

    // ---- kit -----------------------------------------------------------------------------------------------------

    private static Machine handshaking() {
        Machine machine = new Machine();
        machine.receive(Hex.bytes(Wire.GREETING));
        machine.log.clear();
        return machine;
    }

    private static Machine inTraffic(SocketOptions options) {
        Machine machine = new Machine(options);
        machine.receive(Hex.bytes(Wire.GREETING, Wire.READY));
        machine.log.clear();
        return machine;
    }

    private static String hex(String text) {
        return Hex.text(Hex.bytes(text));
    }

    /** The machine with the engine's duties: it keeps what is left over, and stops after a failure. */
    private static final class Machine implements ZmtpConnection.Receiver {
        private final List<String> log = new ArrayList<>();
        private final ZmtpConnection connection;
        private byte[] leftover = {};
        private boolean failed;
        private long now = 1_000_000_000;

        Machine() {
            this(SocketOptions.defaults());
        }

        Machine(SocketOptions options) {
            connection = new ZmtpConnection(
                    new LocalPeer(SocketType.PEER, options, Properties.octets(Map.of("Socket-Type", "PEER"))),
                    "",
                    this);
            connection.start();
        }

        void receive(byte[] octets) {
            if (failed) {
                return;
            }
            ByteBuffer in = ByteBuffer.wrap(Hex.concat(leftover, octets));
            connection.receive(in, now);
            leftover = new byte[in.remaining()];
            in.get(leftover);
            int most = connection.state() == ZmtpConnection.State.GREETING ? 63 : 8;
            assertThat(failed || leftover.length <= most).isTrue();
        }

        @Override
        public void send(byte[] bytes) {
            log.add("send " + Hex.text(bytes));
        }

        @Override
        public void sendSign(byte[] bytes) {
            log.add("sign " + Hex.text(bytes));
        }

        @Override
        public void ask(Authenticator authenticator, Credentials credentials) {
            throw new AssertionError("no authenticator is configured here");
        }

        @Override
        public Sender onReady(RemotePeer peer, MessageEncoder sender) {
            log.add("ready " + peer.properties());
            return new Sender(1, peer.properties());
        }

        @Override
        public void onMessage(Message message) {
            assertThat(message.routingId()).isEqualTo(1);
            log.add("message " + Hex.text(message.body())
                    + (message.headers().isEmpty() ? "" : " " + message.headers()));
        }

        @Override
        public void onSubscription(String command, byte[] topic) {
            log.add(command + " " + Hex.text(topic));
        }

        @Override
        public void onMultipartDropped() {
            log.add("multipart dropped");
        }

        @Override
        public void onBadEnvelope() {
            log.add("bad envelope");
        }

        @Override
        public void onProtocolError(HandshakeFailure reason, String detail) {
            failed = true;
            log.add("failed " + reason + ": " + detail);
        }
    }
}
