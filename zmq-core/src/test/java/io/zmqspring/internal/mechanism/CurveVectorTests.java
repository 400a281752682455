package io.zmqspring.internal.mechanism;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.Frames;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.Credentials;
import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.security.Security;
import io.zmqspring.security.Verdict;
import io.zmqspring.testkit.Properties;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One whole conversation of CURVE, octet by octet as libsodium makes it. */
class CurveVectorTests {
    private static final byte[] NONE = new byte[0];
    private static final Map<String, byte[]> PEER = Properties.octets(Map.of("Socket-Type", "PEER"));

    private final CurveClient client = new CurveClient(
            (Security.CurveClient) Security.curveClient(CurveVector.CLIENT, CurveVector.SERVER.publicKey()),
            PEER,
            CurveVector.clientChance());
    private final CurveServer server = new CurveServer(
            (Security.CurveServer) Security.curveServer(CurveVector.SERVER, Authenticator.acceptAll()),
            PEER,
            "192.0.2.1",
            CurveVector.serverChance());

    private static String hex(Command command) {
        return HexFormat.of().formatHex(command.encode());
    }

    private static Command command(String hex) throws ProtocolException {
        return Command.parse(CurveVector.octets(hex));
    }

    private static String sealed(Sealer sealer, int flags, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[sealer.overhead() + body.length];
        sealer.seal(flags, NONE, body, out);
        return HexFormat.of().formatHex(out);
    }

    @Test
    @Tag("C-001")
    void primitivesAgreeWithLibsodium() throws ProtocolException {
        byte[] secret = CurveVector.run(0x01, 32);
        byte[] serverTransient = BouncyCastle.INSTANCE.publicKey(CurveVector.run(0x41, 32));
        assertThat(HexFormat.of().formatHex(BouncyCastle.INSTANCE.publicKey(secret)))
                .isEqualTo(CurveVector.CLIENT_TRANSIENT);
        assertThat(HexFormat.of().formatHex(serverTransient))
                .isEqualTo("64b101b1d0be5a8704bd078f9895001fc03e8e9f9522f188dd128d9846d48466");
        assertThat(HexFormat.of().formatHex(BouncyCastle.INSTANCE.sharedKey(secret, serverTransient)))
                .isEqualTo(CurveVector.SHARED);
        assertThat(CurveKeyPair.ofSecret(secret).publicKey().octets())
                .isEqualTo(BouncyCastle.INSTANCE.publicKey(secret));
    }

    @Test
    @Tag("C-002")
    @Tag("C-003")
    @Tag("C-017")
    @Tag("C-018")
    @Tag("C-019")
    @Tag("C-020")
    @Tag("C-021")
    @Tag("C-022")
    @Tag("C-025")
    @Tag("C-034")
    @Tag("C-035")
    @Tag("C-036")
    @Tag("C-038")
    @Tag("C-045")
    @Tag("C-046")
    @Tag("C-047")
    @Tag("C-048")
    @Tag("C-049")
    @Tag("C-062")
    @Tag("C-063")
    @Tag("C-075")
    @Tag("C-076")
    @Tag("C-077")
    @Tag("C-078")
    @Tag("C-093")
    @Tag("C-094")
    @Tag("C-050")
    void everyOctetIsAsLibsodiumMakesIt() throws ProtocolException {
        assertThat(hex(client.nextCommand())).isEqualTo(CurveVector.HELLO);
        assertThat(client.nextCommand()).isNull();
        assertThat(server.nextCommand()).isNull();
        server.process(command(CurveVector.HELLO), 0);
        assertThat(hex(server.nextCommand())).isEqualTo(CurveVector.WELCOME);
        client.process(command(CurveVector.WELCOME), 0);
        assertThat(hex(client.nextCommand())).isEqualTo(CurveVector.INITIATE);
        server.process(command(CurveVector.INITIATE), 0);
        assertThat(server.nextCommand()).isNull();
        Credentials.Curve shown = (Credentials.Curve) server.takeQuestion().credentials();
        assertThat(shown.key()).isEqualTo(CurveVector.CLIENT.publicKey());
        assertThat(shown.address()).isEqualTo("192.0.2.1");
        assertThat(server.takeQuestion()).isNull();
        server.answer(Verdict.accept());
        assertThat(hex(server.nextCommand())).isEqualTo(CurveVector.READY);
        assertThat(server.isDone()).isTrue();
        client.process(command(CurveVector.READY), 0);
        assertThat(client.isDone()).isTrue();
        assertThat(Properties.texts(client.peerProperties())).containsEntry("Socket-Type", "PEER");
        assertThat(Properties.texts(server.peerProperties())).containsEntry("Socket-Type", "PEER");

        Sealing clients = client.sealing();
        Sealing servers = server.sealing();
        assertThat(sealed(clients.sealer(), 0, "Hello")).isEqualTo(CurveVector.CLIENT_HELLO_MESSAGE);
        assertThat(sealed(servers.sealer(), 0, "World")).isEqualTo(CurveVector.SERVER_WORLD_MESSAGE);
        assertThat(servers.opener().open(CurveVector.octets(CurveVector.CLIENT_HELLO_MESSAGE)))
                .asString()
                .isEqualTo("Hello");
        assertThat(clients.opener().open(CurveVector.octets(CurveVector.SERVER_WORLD_MESSAGE)))
                .asString()
                .isEqualTo("World");
    }

    @Test
    @Tag("C-079")
    @Tag("C-080")
    @Tag("C-086")
    void flagsAndEveryLengthComeThrough() throws ProtocolException {
        everyOctetIsAsLibsodiumMakesIt();
        byte[] key = CurveVector.octets(CurveVector.SHARED);
        Sealer sealer = CurveTraffic.begin(BouncyCastle.INSTANCE, key.clone(), false, 0, 0)
                .sealer();
        Opener opener = CurveTraffic.begin(BouncyCastle.INSTANCE, key.clone(), true, 0, 0)
                .opener();
        for (int length = 0; length < 400; length++) {
            int flags = new int[] {0, Frames.MORE, Frames.COMMAND}[length % 3];
            byte[] sealed = CurveVector.octets(sealed(sealer, flags, "x".repeat(length)));
            assertThat(sealed).hasSize(33 + length);
            assertThat(sealer.flags(sealed)).isEqualTo(flags);
            assertThat(opener.open(sealed)).asString().isEqualTo("x".repeat(length));
            assertThat(opener.flags()).isEqualTo(flags);
        }
    }
}
