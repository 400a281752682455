package io.zmqspring.internal.zmtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Message;
import io.zmqspring.Sender;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketOptionsBuilder;
import io.zmqspring.SocketType;
import io.zmqspring.ZmtpVersion;
import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.FrameEncoder;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.Credentials;
import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.security.Security;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.Properties;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two connections with CURVE, or one that should have it, joined by octets alone. */
class SealedConnectionTests {
    private static final CurveKeyPair SERVER = CurveKeyPair.generate();
    private static final CurveKeyPair CLIENT = CurveKeyPair.generate();
    private static final int GREETING = 64;

    private static SocketOptionsBuilder server() {
        return SocketOptions.builder().security(Security.curveServer(SERVER, Authenticator.keys(CLIENT.publicKey())));
    }

    private static SocketOptionsBuilder client() {
        return SocketOptions.builder().security(Security.curveClient(CLIENT, SERVER.publicKey()));
    }

    /** One end: what it sends is kept until somebody takes it. */
    private static final class Side implements ZmtpConnection.Receiver {
        private final ZmtpConnection connection;
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        private final List<String> log = new ArrayList<>();
        private @Nullable MessageEncoder encoder;
        private byte[] leftover = new byte[0];

        Side(SocketType type, SocketOptionsBuilder options, Map<String, String> properties) {
            connection = new ZmtpConnection(
                    new LocalPeer(type, options.build(), Properties.octets(properties)), "192.0.2.1", this);
            connection.start();
        }

        Side(SocketType type, SocketOptionsBuilder options) {
            this(type, options, Map.of("Socket-Type", type.name()));
        }

        byte[] take() {
            byte[] octets = sent.toByteArray();
            sent.reset();
            return octets;
        }

        void receive(byte[] octets) {
            ByteBuffer in = ByteBuffer.wrap(Hex.concat(leftover, octets));
            connection.receive(in, 0);
            leftover = new byte[in.remaining()];
            in.get(leftover);
        }

        /** As the connection's writer does it: sealed, when the handshake is done. */
        byte[] write(byte[] frames) {
            ByteBuffer out = ByteBuffer.allocate(1 << 16);
            assertThat(encoder.writeFrames(frames, out)).isTrue();
            byte[] octets = new byte[out.position()];
            out.flip().get(octets);
            return octets;
        }

        byte[] write(Message message) {
            ByteBuffer out = ByteBuffer.allocate(1 << 16);
            encoder.begin(message);
            assertThat(encoder.write(out)).isTrue();
            byte[] octets = new byte[out.position()];
            out.flip().get(octets);
            return octets;
        }

        @Override
        public void send(byte[] bytes) {
            sent.writeBytes(encoder == null ? bytes : write(bytes));
        }

        @Override
        public void sendSign(byte[] bytes) {
            send(bytes);
        }

        @Override
        public Sender onReady(RemotePeer peer, MessageEncoder encoder) {
            this.encoder = encoder;
            log.add("ready");
            return new Sender(1, peer.properties(), peer.user());
        }

        @Override
        public void ask(Authenticator authenticator, Credentials credentials) {
            connection.answer(
                    authenticator
                            .authenticate(credentials)
                            .toCompletableFuture()
                            .join(),
                    0);
        }

        @Override
        public void onMessage(Message message) {
            log.add("message " + message.frameCount() + " " + message.text());
        }

        @Override
        public void onSubscription(String command, byte[] topic) {
            log.add(command + " " + new String(topic));
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
            log.add(reason.name());
        }
    }

    private static void talk(Side first, Side second) {
        for (int i = 0; i < 10; i++) {
            second.receive(first.take());
            first.receive(second.take());
        }
    }

    @Test
    @Tag("C-023")
    @Tag("C-037")
    @Tag("C-051")
    @Tag("Z-013")
    @Tag("Z-206")
    void theHandshakeStandsInCommandFramesOfTheRightSizes() {
        Side client = new Side(SocketType.PEER, client());
        Side server = new Side(SocketType.PEER, server());
        byte[] clients = client.take();
        byte[] servers = server.take();
        assertThat(clients).hasSize(GREETING);
        assertThat(clients[32]).isZero();
        assertThat(servers[32]).isEqualTo((byte) 1);
        server.receive(clients);
        client.receive(servers);
        byte[] hello = client.take();
        assertThat(Hex.text(hello)).startsWith("04 c8 05 48 45 4c 4c 4f 01 00").hasSize(202 * 3 - 1);
        server.receive(hello);
        byte[] welcome = server.take();
        assertThat(Hex.text(welcome))
                .startsWith("04 a8 07 57 45 4c 43 4f 4d 45")
                .hasSize(170 * 3 - 1);
        client.receive(welcome);
        byte[] initiate = client.take();
        assertThat(Hex.text(initiate)).startsWith("06 00 00 00 00 00 00 01 15 08 49 4e 49 54 49 41 54 45");
        assertThat(new String(Hex.concat(clients, servers, hello, welcome, initiate)))
                .doesNotContain("Socket-Type");
        server.receive(initiate);
        byte[] ready = server.take();
        assertThat(Hex.text(ready)).startsWith("04 32 05 52 45 41 44 59");
        client.receive(ready);
        assertThat(client.log).containsExactly("ready");
        assertThat(server.log).containsExactly("ready");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    @Tag("C-083")
    @Tag("C-084")
    @Tag("C-085")
    @Tag("C-086")
    @Tag("C-087")
    void everythingIsSealed(int command) {
        Side client = new Side(SocketType.SUB, client());
        Side server = new Side(SocketType.XPUB, server());
        talk(client, server);
        byte[] subscription = client.write(client.connection.encodeSubscription(true, "news".getBytes()));
        byte[] frames = server.write(Message.ofTexts("one", "", "three"));
        for (byte[] sealed : List.of(subscription, frames)) {
            assertThat(Hex.text(sealed)).startsWith("00");
            assertThat(new String(sealed)).contains("\7MESSAGE").doesNotContain("news", "three", "SUBSCRIBE");
        }
        assertThat(frames).hasSize(3 * (2 + 33) + "onethree".length());
        subscription[0] |= (byte) command;
        frames[0] |= (byte) command;
        server.receive(subscription);
        client.receive(frames);
        assertThat(server.log).containsExactly("ready", "SUBSCRIBE news");
        assertThat(client.log).containsExactly("ready", "message 3 three");
        server.receive(client.write(FrameEncoder.command(Command.ping(0))));
        byte[] pong = server.take();
        assertThat(new String(pong)).contains("\7MESSAGE").doesNotContain("PONG");
        client.receive(pong);
        assertThat(client.log).hasSize(2);
    }

    @Test
    @Tag("C-058")
    @Tag("C-066")
    @Tag("C-070")
    void aTypeThatDoesNotFitEndsTheHandshakeBeforeReady() {
        Side client = new Side(SocketType.SUB, client());
        Side server = new Side(SocketType.DEALER, server());
        talk(client, server);
        assertThat(server.log).containsExactly("INCOMPATIBLE_SOCKET_TYPE");
        assertThat(client.log).containsExactly("REJECTED_BY_PEER");

        Side liar = new Side(SocketType.DEALER, server(), Map.of("Socket-Type", "PUSH"));
        Side dealer = new Side(SocketType.DEALER, client());
        talk(dealer, liar);
        assertThat(dealer.log).containsExactly("INCOMPATIBLE_SOCKET_TYPE");
        assertThat(dealer.take()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00 02 68 69", "04 07 04 50 49 4e 47 00 00", "04 05 05 52 45 41 44 59", "00 00"})
    @Tag("C-088")
    @Tag("C-090")
    @Tag("SEC-01")
    void nothingInClearIsTakenAfterTheHandshake(String frame) {
        Side client = new Side(SocketType.PEER, client());
        Side server = new Side(SocketType.PEER, server());
        talk(client, server);
        server.receive(Hex.bytes(frame));
        assertThat(server.log).hasSize(2).doesNotContain("message 1 hi");
        assertThat(server.log.get(1)).isIn("UNEXPECTED_COMMAND", "MALFORMED_COMMAND");
        assertThat(server.take()).as("an answer").isEmpty();
    }

    @Test
    @Tag("C-096")
    @Tag("C-091")
    @Tag("C-071")
    @Tag("O-145")
    void aMessageThatIsSentAgainEndsTheConnectionWithoutAWord() {
        Side client = new Side(SocketType.PEER, client());
        Side server = new Side(SocketType.PEER, server());
        talk(client, server);
        byte[] message = client.write(Message.of("pay 100"));
        server.receive(message);
        server.receive(message);
        assertThat(server.log).containsExactly("ready", "message 1 pay 100", "CRYPTOGRAPHIC");
        assertThat(server.take()).isEmpty();
    }

    @Test
    @Tag("C-092")
    void theLargestMessageIsMeasuredWithoutItsSeal() {
        Side client = new Side(SocketType.PEER, client());
        Side server = new Side(SocketType.PEER, server().maxMessageSize(5));
        talk(client, server);
        server.receive(client.write(Message.of("12345")));
        server.receive(client.write(FrameEncoder.command(Command.ping(0))));
        client.receive(server.take());
        server.receive(client.write(Message.of("123456")));
        assertThat(server.log).containsExactly("ready", "message 1 12345", "PROTOCOL_ERROR");
    }

    @Test
    void partsOfMessagesThatATypeHasNotAreDropped() {
        Side client = new Side(SocketType.PEER, client());
        Side server = new Side(SocketType.PEER, server());
        talk(client, server);
        server.receive(client.write(Message.ofTexts("a", "b", "c")));
        server.receive(client.write(Message.of("d")));
        assertThat(server.log).containsExactly("ready", "multipart dropped", "message 1 d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NULL", "PLAIN", "CURVE"})
    @Tag("C-109")
    @Tag("Z-205")
    @Tag("Z-043")
    @Tag("SEC-01")
    void nobodyIsTalkedDown(String mechanism) {
        Side other = new Side(
                SocketType.DEALER,
                mechanism.equals("PLAIN")
                        ? SocketOptions.builder().security(Security.plainClient("a", "b"))
                        : SocketOptions.builder());
        SocketOptionsBuilder options = mechanism.equals("CURVE")
                ? SocketOptions.builder().security(Security.plainServer(Authenticator.acceptAll()))
                : server();
        Side server = new Side(SocketType.DEALER, options.oldestPeer(ZmtpVersion.V1_0));
        talk(other, server);
        assertThat(server.log).containsExactly("MECHANISM_MISMATCH");
        for (String old : List.of("ff 00 00 00 00 00 00 00 01 7f 01 05", "01 00 05 00")) {
            Side again = new Side(SocketType.DEALER, options);
            again.receive(Hex.bytes(old));
            assertThat(again.log).containsExactly("VERSION");
        }
    }

    @Test
    void whatDidNotGetOutIsCountedByWhatIsSealed() {
        Side client = new Side(SocketType.DEALER, client());
        Side server = new Side(SocketType.DEALER, server());
        talk(client, server);
        byte[] octets = Hex.concat(
                client.write(Message.of("out")),
                client.write(FrameEncoder.command(Command.ping(0))),
                client.write(Message.ofTexts("two", "parts")),
                client.write(Message.of("last")));
        ByteBuffer buffer = ByteBuffer.wrap(octets).position(2 + 33 + 3);
        UnsentFrames unsent = client.encoder.unsent(buffer, 0);
        assertThat(unsent.messages()).isEqualTo(2);
        assertThat(unsent.bytes()).isEqualTo("twopartslast".length());
    }

    @Test
    void aMessageGoesIntoAsManyBuffersAsItTakes() {
        Side client = new Side(SocketType.DEALER, client());
        Side server = new Side(SocketType.DEALER, server());
        talk(client, server);
        String large = "x".repeat(300_000);
        client.encoder.begin(Message.ofTexts("first", large, "last"));
        boolean done = false;
        while (!done) {
            ByteBuffer out = ByteBuffer.allocate(4096);
            done = client.encoder.write(out);
            byte[] octets = new byte[out.position()];
            out.flip().get(octets);
            server.receive(octets);
        }
        assertThat(server.log).containsExactly("ready", "message 3 last");
    }
}
