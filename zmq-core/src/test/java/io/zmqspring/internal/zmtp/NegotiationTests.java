package io.zmqspring.internal.zmtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Message;
import io.zmqspring.Sender;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketType;
import io.zmqspring.ZmtpVersion;
import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.mechanism.Mechanism;
import io.zmqspring.internal.mechanism.NullMechanism;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.Credentials;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.Properties;
import io.zmqspring.testkit.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which ZMTP is spoken with whom, and what is shown before that is known. */
class NegotiationTests {
    private static final String SIGNATURE = "ff 00 00 00 00 00 00 00 01 7f";
    private static final String REST = Hex.text(Arrays.copyOfRange(Hex.bytes(Wire.GREETING), 11, 64));

    @Test
    @Tag("Z-004")
    @Tag("Z-018")
    @Tag("Z-019")
    @Tag("Z-020")
    @Tag("Z-034")
    void showsOnePieceAfterTheOther() {
        Machine machine = new Machine(SocketType.DEALER, ZmtpVersion.V1_0);
        assertThat(machine.log).containsExactly("send " + SIGNATURE);
        byte[] greeting = Hex.bytes(Wire.GREETING);
        machine.receive(Arrays.copyOf(greeting, 9));
        assertThat(machine.log).hasSize(1);
        machine.receive(Arrays.copyOfRange(greeting, 9, 10));
        assertThat(machine.log).containsExactly("send " + SIGNATURE, "send 03");
        machine.receive(Arrays.copyOfRange(greeting, 10, 11));
        assertThat(machine.log).containsExactly("send " + SIGNATURE, "send 03", "send " + REST);
        machine.receive(Arrays.copyOfRange(greeting, 11, 64));
        assertThat(machine.log).hasSize(4);
        assertThat(machine.log.get(3)).startsWith("send 04");
    }

    @Test
    @Tag("Z-023")
    @Tag("Z-024")
    void showsAllBeforeItRefusesAMechanism() {
        Machine machine = new Machine(SocketType.DEALER, ZmtpVersion.V1_0);
        machine.receive(Hex.bytes(Wire.greeting("03 01", "PLAIN")));
        assertThat(machine.log.subList(0, 3)).containsExactly("send " + SIGNATURE, "send 03", "send " + REST);
        assertThat(machine.log.get(3)).startsWith("failed MECHANISM_MISMATCH");
    }

    @Test
    @Tag("Z-005")
    void paddingIsZeroWhere10IsNotServed() {
        assertThat(new Machine(SocketType.DEALER, ZmtpVersion.V2_0).log)
                .containsExactly("send ff 00 00 00 00 00 00 00 00 7f");
    }

    @ParameterizedTest
    @EnumSource(names = {"V3_0", "V3_1"})
    @Tag("Z-005")
    @Tag("Z-022")
    void showsAllAtOnceWhereNoOldPeersAreServed(ZmtpVersion oldest) {
        assertThat(new Machine(SocketType.DEALER, oldest).log)
                .containsExactly("send " + Hex.text(Hex.bytes(Wire.GREETING)));
    }

    @ParameterizedTest
    @CsvSource({
        "V3_0, 00, first octet is not FF",
        "V3_0, 01 00, first octet is not FF",
        "V3_0, 48 54 54 50, first octet is not FF",
        "V3_0, ff 00 00 00 00 00 00 00 01 00, unversioned greeting",
        "V3_0, ff 00 00 00 00 00 00 00 01 7e, unversioned greeting",
        "V3_0, ff 00 00 00 00 00 00 00 01 7f 00, version 0 is below",
        "V3_0, ff 00 00 00 00 00 00 00 01 7f 01, version 1 is below ZMTP 3.0",
        "V3_0, ff 00 00 00 00 00 00 00 01 7f 02, version 2 is below ZMTP 3.0",
        "V2_0, 01 00, first octet is not FF",
        "V2_0, ff 00 00 00 00 00 00 00 01 00, unversioned greeting",
        "V2_0, ff 00 00 00 00 00 00 00 01 7f 00, version 0 is below ZMTP 2.0",
        "V1_0, ff 00 00 00 00 00 00 00 01 7f 00, version 0 is below ZMTP 2.0",
        "V3_1, ff 00 00 00 00 00 00 00 01 7f 01, version 1 is below ZMTP 3.0"
    })
    @Tag("Z-032")
    @Tag("Z-033")
    @Tag("Z-037")
    @Tag("Z-042")
    @Tag("Z-045")
    void refusesAtTheOctetThatShowsIt(ZmtpVersion oldest, String octets, String problem) {
        for (SocketType type : new SocketType[] {SocketType.DEALER, SocketType.PUB}) {
            Machine whole = new Machine(type, oldest);
            whole.receive(Hex.bytes(octets));
            assertThat(whole.last()).startsWith("failed VERSION: " + problem).contains("oldestPeer");
            Machine single = new Machine(type, oldest);
            byte[] all = Hex.bytes(octets);
            int shows = octets.startsWith("ff") ? all.length : 1;
            for (int i = 0; i < shows; i++) {
                assertThat(single.failed).as("refused before octet %d", i).isFalse();
                single.receive(new byte[] {all[i]});
            }
            assertThat(single.failed).isTrue();
        }
    }

    @Test
    void showsARefusedGreetingWithoutControlCharacters() {
        Machine machine = new Machine(SocketType.DEALER, ZmtpVersion.V3_0);
        machine.receive(Hex.bytes("47 45 54 0d 0a 1b"));
        assertThat(machine.last()).contains("received GET\\x0d\\x0a\\x1b;");
    }

    @Test
    @Tag("Z-045")
    void refuses30Where31IsTheOldest() {
        Machine machine = new Machine(SocketType.DEALER, ZmtpVersion.V3_1);
        machine.receive(Hex.bytes(Wire.GREETING_3_0));
        assertThat(machine.last()).startsWith("failed VERSION: version 3.0 is below ZMTP 3.1");
        Machine newer = new Machine(SocketType.DEALER, ZmtpVersion.V3_1);
        newer.receive(Hex.bytes(Wire.GREETING));
        assertThat(newer.failed).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"01 00", "ff 00 00 00 00 00 00 00 01 00", "ff 00 00 00 00 00 00 00 01 7f 01"})
    @Tag("Z-043")
    void anotherMechanismThanNullKeepsOldPeersOut(String octets) {
        Machine machine = new Machine(SocketType.DEALER, ZmtpVersion.V1_0, new Plain());
        assertThat(machine.log).containsExactly("send " + Hex.text(Hex.bytes(Wire.greeting("03 01", "PLAIN"))));
        machine.receive(Hex.bytes(octets));
        assertThat(machine.last()).startsWith("failed VERSION").contains("no mechanism PLAIN");
    }

    @ParameterizedTest
    @EnumSource(
            value = SocketType.class,
            names = {"PEER", "CLIENT", "SERVER", "RADIO", "DISH", "SCATTER", "GATHER", "CHANNEL"})
    @Tag("Z-052")
    void typesThatOldPeersDoNotKnowKeepThemOut(SocketType type) {
        for (String octets : new String[] {"01 00", "ff 00 00 00 00 00 00 00 01 00", SIGNATURE + " 01 05 00 00"}) {
            Machine machine = new Machine(type, ZmtpVersion.V1_0);
            assertThat(machine.log).containsExactly("send " + Hex.text(Hex.bytes(Wire.GREETING)));
            machine.receive(Hex.bytes(octets));
            assertThat(machine.last()).startsWith("failed VERSION").contains("no socket type " + type);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PAIR, 00",
        "PUB, 01",
        "SUB, 02",
        "REQ, 03",
        "REP, 04",
        "DEALER, 05",
        "ROUTER, 06",
        "PULL, 07",
        "PUSH, 08",
        "XPUB, 01",
        "XSUB, 02"
    })
    @Tag("Z-035")
    @Tag("Z-036")
    @Tag("Z-048")
    @Tag("Z-049")
    @Tag("Z-050")
    @Tag("Z-053")
    void announcesItsTypeAndIdentityTo20(SocketType type, String octet) {
        for (String major : new String[] {"01", "02"}) {
            Machine machine = new Machine(type, ZmtpVersion.V1_0);
            machine.receive(Hex.bytes(SIGNATURE, major));
            assertThat(machine.log).containsExactly("send " + SIGNATURE, "send 03", "send " + octet + " 00 00");
        }
    }

    @Test
    @Tag("Z-051")
    @Tag("Z-052")
    void talksTo20PeersOfTypesThatFitOnly() {
        List<String> octets =
                List.of("PAIR", "PUB", "SUB", "REQ", "REP", "DEALER", "ROUTER", "PULL", "PUSH", "XPUB", "XSUB", "?");
        for (SocketType type : SocketType.values()) {
            for (int octet = 0; Zmtp2Session.knows(type) && octet < octets.size(); octet++) {
                Machine machine = new Machine(type, ZmtpVersion.V2_0);
                machine.receive(Hex.bytes(SIGNATURE, "01", String.format("%02x 00 00", octet)));
                assertThat(machine.last())
                        .as("%s and %s", type, octets.get(octet))
                        .startsWith(type.accepts(octets.get(octet)) ? "ready {}" : "failed INCOMPATIBLE_SOCKET_TYPE");
            }
        }
    }

    @Test
    @Tag("Z-055")
    void neitherPingsNorMissesOldPeers() {
        Machine machine = new Machine(SocketType.DEALER, ZmtpVersion.V1_0);
        machine.receive(Hex.bytes("01 00"));
        assertThat(machine.last()).isEqualTo("ready {}");
        assertThat(machine.connection.untilHeartbeat(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(machine.connection.isAlive(Long.MAX_VALUE / 2)).isTrue();
    }

    /** Another mechanism, as far as a greeting shows it. */
    private static final class Plain implements Mechanism {
        @Override
        public String name() {
            return "PLAIN";
        }

        @Override
        public boolean asServer() {
            return false;
        }

        @Override
        public Command nextCommand() {
            return null;
        }

        @Override
        public void process(Command command, long now) {}

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public Map<String, byte[]> peerProperties() {
            return Map.of();
        }
    }

    private static final class Machine implements ZmtpConnection.Receiver {
        private final List<String> log = new ArrayList<>();
        private final ZmtpConnection connection;
        private byte[] leftover = {};
        private boolean failed;

        Machine(SocketType type, ZmtpVersion oldest) {
            this(type, oldest, new NullMechanism(Map.of()));
        }

        Machine(SocketType type, ZmtpVersion oldest, Mechanism mechanism) {
            SocketOptions options = SocketOptions.builder().oldestPeer(oldest).build();
            LocalPeer local = new LocalPeer(type, options, Properties.octets(Map.of("Socket-Type", type.name())));
            connection = new ZmtpConnection(local, mechanism, this);
            connection.start();
        }

        String last() {
            return log.get(log.size() - 1);
        }

        void receive(byte[] octets) {
            ByteBuffer in = ByteBuffer.wrap(Hex.concat(leftover, octets));
            connection.receive(in, 0);
            leftover = new byte[in.remaining()];
            in.get(leftover);
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
            return Sender.LOCAL;
        }

        @Override
        public void onMessage(Message message) {
            log.add("message " + Hex.text(message.body()));
        }

        @Override
        public void onSubscription(String command, byte[] topic) {
            log.add("ready {} and " + command);
        }

        @Override
        public void onMultipartDropped() {}

        @Override
        public void onBadEnvelope() {}

        @Override
        public void onProtocolError(HandshakeFailure reason, String detail) {
            failed = true;
            log.add("failed " + reason + ": " + detail);
        }
    }
}
