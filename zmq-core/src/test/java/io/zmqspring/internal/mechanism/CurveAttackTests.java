package io.zmqspring.internal.mechanism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.Credentials;
import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.security.OwnKeys;
import io.zmqspring.security.Security;
import io.zmqspring.security.Verdict;
import io.zmqspring.testkit.Properties;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not as CURVE wants it is found out, whatever it is. */
class CurveAttackTests {
    private static final byte[] NONE = new byte[0];
    private static final Map<String, byte[]> PEER = Properties.octets(Map.of("Socket-Type", "PEER"));
    private static final int HELLO_NUMBER = 106;
    private static final int COOKIE = 96;

    private final CurveCrypto crypto = BouncyCastle.INSTANCE;
    private final CurveClient client = client(CurveVector.CLIENT, CurveVector.SERVER);
    private final CurveServer server = server(CurveVector.SERVER);

    private CurveClient client(CurveKeyPair own, CurveKeyPair server) {
        return new CurveClient((Security.CurveClient) Security.curveClient(own, server.publicKey()), PEER, crypto);
    }

    private CurveServer server(CurveKeyPair own) {
        return new CurveServer(
                (Security.CurveServer) Security.curveServer(own, Authenticator.acceptAll()), PEER, "", crypto);
    }

    private static ProtocolException refusal(Mechanism mechanism, Command command, long now) {
        try {
            mechanism.process(command, now);
        } catch (ProtocolException e) {
            assertThat(mechanism.takeQuestion()).isNull();
            assertThat(mechanism.nextCommand()).isNull();
            assertThat(mechanism.isDone()).isFalse();
            return e;
        }
        return fail(command.name() + " was taken");
    }

    private static void assertForged(Mechanism mechanism, Command command) {
        ProtocolException refusal = refusal(mechanism, command, 0);
        assertThat(refusal.reason()).isEqualTo(HandshakeFailure.CRYPTOGRAPHIC);
        assertThat(refusal.errorReason()).as("what the other side is told").isNull();
    }

    private static void assertMalformed(Mechanism mechanism, Command command) {
        assertThat(refusal(mechanism, command, 0).reason()).isEqualTo(HandshakeFailure.MALFORMED_COMMAND);
    }

    private static Command with(Command command, int at, int octet) {
        byte[] data = command.data().clone();
        data[at] = (byte) octet;
        return new Command(command.name(), data);
    }

    private static Command cut(Command command, int length) {
        return new Command(command.name(), Arrays.copyOf(command.data(), length));
    }

    private Command initiate() throws ProtocolException {
        server.process(client.nextCommand(), 0);
        client.process(server.nextCommand(), 0);
        return client.nextCommand();
    }

    private Command ready() throws ProtocolException {
        server.process(initiate(), 0);
        server.takeQuestion();
        server.answer(Verdict.accept());
        return server.nextCommand();
    }

    /** What begins with one pair ends with it, on both sides. */
    @Test
    void keysThatAreReplacedDuringTheHandshakeDoNotDisturbIt() throws ProtocolException {
        OwnKeys serverKeys = OwnKeys.of(CurveVector.SERVER);
        OwnKeys clientKeys = OwnKeys.of(CurveVector.CLIENT);
        CurveServer ofOldKeys = new CurveServer(
                (Security.CurveServer) Security.curveServer(serverKeys, Authenticator.acceptAll()), PEER, "", crypto);
        CurveClient withOldKeys = new CurveClient(
                (Security.CurveClient) Security.curveClient(clientKeys, CurveVector.SERVER.publicKey()), PEER, crypto);
        serverKeys.replace(CurveKeyPair.generate());
        clientKeys.replace(CurveKeyPair.generate());
        ofOldKeys.process(withOldKeys.nextCommand(), 0);
        withOldKeys.process(ofOldKeys.nextCommand(), 0);
        ofOldKeys.process(withOldKeys.nextCommand(), 0);
        Question question = ofOldKeys.takeQuestion();
        assertThat(question.credentials())
                .isInstanceOfSatisfying(
                        Credentials.Curve.class,
                        shown -> assertThat(shown.key()).isEqualTo(CurveVector.CLIENT.publicKey()));
        ofOldKeys.answer(Verdict.accept());
        withOldKeys.process(ofOldKeys.nextCommand(), 0);
        assertThat(withOldKeys.isDone()).isTrue();
    }

    // ---- HELLO ---------------------------------------------------------------------------------------------------

    @Test
    @Tag("C-026")
    @Tag("C-027")
    @Tag("C-028")
    @Tag("C-030")
    @Tag("O-149")
    @Tag("O-155")
    void aHelloThatIsNotOneIsRefused() {
        Command hello = client.nextCommand();
        assertMalformed(server, cut(hello, hello.data().length - 1));
        assertMalformed(server, cut(hello, hello.data().length + 1));
        assertMalformed(server, with(hello, 0, 2));
        assertMalformed(server, with(hello, 1, 1));
        assertMalformed(server, with(hello, 2, 1));
        assertMalformed(server, with(hello, 73, 1));
        assertForged(server, with(hello, HELLO_NUMBER + 7, 2));
        assertForged(server(CurveVector.CLIENT), hello);
    }

    @Test
    @Tag("C-029")
    void aHelloWhoseBoxHoldsSomethingIsRefused() throws ProtocolException {
        byte[] secret = crypto.random(32);
        byte[] key = crypto.sharedKey(secret, CurveVector.SERVER.publicKey().octets());
        byte[] content = new byte[64];
        content[63] = 1;
        byte[] data = ByteBuffer.allocate(194)
                .put((byte) 1)
                .put(new byte[73])
                .put(crypto.publicKey(secret))
                .putLong(1)
                .put(crypto.seal(key, CurveNonces.numbered("CurveZMQHELLO---", 1), content))
                .array();
        assertMalformed(server, new Command(Command.HELLO, data));
    }

    @Test
    @Tag("C-098")
    @Tag("C-100")
    void helloMayHaveAnyNumberAndNumbersHaveNoSign() throws ProtocolException {
        byte[] secret = crypto.random(32);
        byte[] key = crypto.sharedKey(secret, CurveVector.SERVER.publicKey().octets());
        for (long number : new long[] {0, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
            byte[] data = ByteBuffer.allocate(194)
                    .put((byte) 1)
                    .put(new byte[73])
                    .put(crypto.publicKey(secret))
                    .putLong(number)
                    .put(crypto.seal(key, CurveNonces.numbered("CurveZMQHELLO---", number), new byte[64]))
                    .array();
            CurveServer fresh = server(CurveVector.SERVER);
            fresh.process(new Command(Command.HELLO, data), 0);
            assertThat(fresh.nextCommand().name()).isEqualTo(Command.WELCOME);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    @Tag("SEC-02")
    @Tag("A-11")
    void aKeyOfLowOrderIsRefused(String hex) {
        Command hello = client.nextCommand();
        byte[] data = hello.data().clone();
        System.arraycopy(HexFormat.of().parseHex(hex), 0, data, 74, 32);
        assertForged(server, new Command(Command.HELLO, data));
    }

    @ParameterizedTest
    @ValueSource(strings = {"INITIATE", "READY", "WELCOME", "MESSAGE", "ERROR", "PING"})
    @Tag("C-031")
    @Tag("C-044")
    @Tag("A-11")
    void anotherOrderIsRefused(String name) throws ProtocolException {
        Command command = new Command(name, new byte[] {0});
        assertThat(refusal(server, command, 0).reason()).isEqualTo(HandshakeFailure.UNEXPECTED_COMMAND);
        server.process(client.nextCommand(), 0);
        server.nextCommand();
        if (!name.equals("INITIATE")) {
            assertThat(refusal(server, command, 0).reason()).isEqualTo(HandshakeFailure.UNEXPECTED_COMMAND);
        }
        if (!name.equals("WELCOME")) {
            assertThat(refusal(client, command, 0).reason())
                    .isEqualTo(
                            name.equals("ERROR")
                                    ? HandshakeFailure.REJECTED_BY_PEER
                                    : HandshakeFailure.UNEXPECTED_COMMAND);
        }
    }

    @Test
    @Tag("C-044")
    void aSecondWelcomeIsRefused() throws ProtocolException {
        server.process(client.nextCommand(), 0);
        Command welcome = server.nextCommand();
        client.process(welcome, 0);
        client.nextCommand();
        assertThat(refusal(client, welcome, 0).reason()).isEqualTo(HandshakeFailure.UNEXPECTED_COMMAND);
    }

    // ---- WELCOME -------------------------------------------------------------------------------------------------

    @Test
    @Tag("C-043")
    @Tag("C-104")
    void aWelcomeOfSomebodyElseIsRefused() throws ProtocolException {
        server.process(client.nextCommand(), 0);
        Command welcome = server.nextCommand();
        assertMalformed(client, cut(welcome, 159));
        assertMalformed(client, cut(welcome, 161));
        CurveServer other = server(CurveVector.SERVER);
        CurveClient otherClient = client(CurveVector.CLIENT, CurveVector.SERVER);
        other.process(otherClient.nextCommand(), 0);
        assertForged(client, other.nextCommand());
    }

    @Test
    @Tag("C-039")
    @Tag("C-042")
    @Tag("C-015")
    @Tag("C-024")
    @Tag("C-103")
    @Tag("C-108")
    void everyConnectionHasItsOwnKeysAndNonces() throws ProtocolException {
        Set<String> seen = new HashSet<>();
        Command hello = client.nextCommand();
        for (int i = 0; i < 20; i++) {
            CurveServer fresh = server(CurveVector.SERVER);
            fresh.process(hello, 0);
            byte[] welcome = fresh.nextCommand().data();
            assertThat(welcome.length).isLessThan(hello.data().length);
            assertThat(seen.add(HexFormat.of().formatHex(welcome, 0, 16))).isTrue();
            byte[] next =
                    client(CurveVector.CLIENT, CurveVector.SERVER).nextCommand().data();
            assertThat(seen.add(HexFormat.of().formatHex(next, 74, 106))).isTrue();
        }
    }

    // ---- INITIATE ------------------------------------------------------------------------------------------------

    @Test
    @Tag("C-052")
    @Tag("C-053")
    @Tag("C-054")
    @Tag("O-150")
    void anInitiateThatIsNotOneIsRefused() throws ProtocolException {
        Command initiate = initiate();
        assertMalformed(server, cut(initiate, 247));
        assertForged(server, with(initiate, initiate.data().length - 1, 0x55 ^ initiate.data()[247]));
    }

    @Test
    @Tag("C-053")
    @Tag("C-106")
    @Tag("SEC-18")
    @Tag("A-11")
    void aCookieOfAnotherConnectionIsRefused() throws ProtocolException {
        Command recorded = initiate();
        CurveServer other = server(CurveVector.SERVER);
        other.process(client(CurveVector.CLIENT, CurveVector.SERVER).nextCommand(), 0);
        other.nextCommand();
        assertForged(other, recorded);
    }

    @Test
    @Tag("C-040")
    @Tag("C-041")
    @Tag("SEC-18")
    @Tag("A-11")
    void aCookieLivesForAMinuteAndIsTakenOnce() throws ProtocolException {
        Command initiate = initiate();
        assertThat(refusal(server, initiate, TimeUnit.SECONDS.toNanos(60) + 1).getMessage())
                .contains("minute");
        assertThat(refusal(server, initiate, 0).reason()).isEqualTo(HandshakeFailure.UNEXPECTED_COMMAND);
    }

    @Test
    @Tag("C-097")
    void anInitiateMustHaveAHigherNumberThanHello() throws ProtocolException {
        Command initiate = initiate();
        assertForged(server, with(initiate, COOKIE + 7, 1));
    }

    /** An INITIATE made by hand, with whatever vouch. */
    private Command initiateWith(byte[] vouched, byte[] vouchedServer, CurveKeyPair vouching, CurveKeyPair named)
            throws ProtocolException {
        byte[] secret = crypto.random(32);
        byte[] ownTransient = crypto.publicKey(secret);
        byte[] key = crypto.sharedKey(secret, CurveVector.SERVER.publicKey().octets());
        byte[] hello = ByteBuffer.allocate(194)
                .put((byte) 1)
                .put(new byte[73])
                .put(ownTransient)
                .putLong(1)
                .put(crypto.seal(key, CurveNonces.numbered("CurveZMQHELLO---", 1), new byte[64]))
                .array();
        server.process(new Command(Command.HELLO, hello), 0);
        byte[] welcome = server.nextCommand().data();
        byte[] content = crypto.open(
                key, CurveNonces.random("WELCOME-", welcome, 0), welcome, 16, welcome.length - 16, "WELCOME");
        byte[] serverTransient = Arrays.copyOf(content, 32);
        byte[] vouchNonce = crypto.random(16);
        byte[] vouch = crypto.seal(
                crypto.sharedKey(vouching.secretKey(), serverTransient),
                CurveNonces.random("VOUCH---", vouchNonce, 0),
                ByteBuffer.allocate(64)
                        .put(vouched == null ? ownTransient : vouched)
                        .put(vouchedServer)
                        .array());
        byte[] box = crypto.seal(
                crypto.sharedKey(secret, serverTransient),
                CurveNonces.numbered("CurveZMQINITIATE", 2),
                ByteBuffer.allocate(128)
                        .put(named.publicKey().octets())
                        .put(vouchNonce)
                        .put(vouch)
                        .array());
        return new Command(
                Command.INITIATE,
                ByteBuffer.allocate(248)
                        .put(content, 32, 96)
                        .putLong(2)
                        .put(box)
                        .array());
    }

    @Test
    @Tag("C-059")
    void anInitiateWithoutMetadataIsTaken() throws ProtocolException {
        server.process(
                initiateWith(null, CurveVector.SERVER.publicKey().octets(), CurveVector.CLIENT, CurveVector.CLIENT), 0);
        assertThat(server.takeQuestion()).isNotNull();
    }

    @Test
    @Tag("C-055")
    void aVouchOfSomebodyElseIsRefused() throws ProtocolException {
        assertForged(
                server,
                initiateWith(
                        null, CurveVector.SERVER.publicKey().octets(), CurveKeyPair.generate(), CurveVector.CLIENT));
    }

    @Test
    @Tag("C-056")
    @Tag("O-146")
    void aVouchForAnotherConnectionIsRefused() throws ProtocolException {
        assertForged(
                server,
                initiateWith(
                        crypto.publicKey(crypto.random(32)),
                        CurveVector.SERVER.publicKey().octets(),
                        CurveVector.CLIENT,
                        CurveVector.CLIENT));
    }

    @Test
    @Tag("C-057")
    void aVouchForAnotherServerIsRefused() throws ProtocolException {
        assertForged(
                server,
                initiateWith(
                        null, CurveKeyPair.generate().publicKey().octets(), CurveVector.CLIENT, CurveVector.CLIENT));
    }

    @Test
    @Tag("C-105")
    void thePermanentKeyOfTheClientIsNeverSeen() throws ProtocolException {
        String key = HexFormat.of().formatHex(CurveVector.CLIENT.publicKey().octets());
        Command hello = client.nextCommand();
        server.process(hello, 0);
        Command welcome = server.nextCommand();
        client.process(welcome, 0);
        for (Command command : List.of(hello, welcome, client.nextCommand())) {
            assertThat(HexFormat.of().formatHex(command.data())).doesNotContain(key);
        }
    }

    // ---- READY and ERROR -----------------------------------------------------------------------------------------

    @Test
    @Tag("C-064")
    @Tag("C-065")
    @Tag("O-152")
    void aReadyThatIsNotOneIsRefused() throws ProtocolException {
        Command ready = ready();
        assertMalformed(client, cut(ready, 23));
        assertForged(client, with(ready, 7, 2));
        assertForged(client, with(ready, 8, ready.data()[8] ^ 1));
    }

    @Test
    @Tag("C-067")
    @Tag("C-070")
    @Tag("C-074")
    @Tag("O-151")
    void errorsAreReadWithCareAndNotSentByClients() {
        client.nextCommand();
        assertThat(refusal(client, Command.error("400"), 0).getMessage()).contains("400");
        assertMalformed(client, new Command(Command.ERROR, NONE));
        assertMalformed(client, new Command(Command.ERROR, new byte[] {4, '4', '0', '0'}));
        assertThat(client.mayTellErrors()).isFalse();
        assertThat(server.mayTellErrors()).isTrue();
    }

    // ---- any bit -------------------------------------------------------------------------------------------------

    /** Every bit of what one side says in its second step and later; the first step is without a connection's state. */
    @Test
    @Tag("C-107")
    @Tag("A-11")
    void noBitCanBeChanged() throws ProtocolException {
        Command hello = CurveVector.octets(CurveVector.HELLO).length == 200
                ? Command.parse(CurveVector.octets(CurveVector.HELLO))
                : fail("no HELLO");
        for (int i = 0; i < hello.data().length; i += 3) {
            CurveServer fresh = server(CurveVector.SERVER);
            refusal(fresh, with(hello, i, hello.data()[i] ^ (1 << (i % 8))), 0);
        }
        Command welcome = Command.parse(CurveVector.octets(CurveVector.WELCOME));
        CurveClient scripted = new CurveClient(
                (Security.CurveClient) Security.curveClient(CurveVector.CLIENT, CurveVector.SERVER.publicKey()),
                PEER,
                CurveVector.clientChance());
        scripted.nextCommand();
        for (int i = 0; i < welcome.data().length; i++) {
            assertForged(scripted, with(welcome, i, welcome.data()[i] ^ (1 << (i % 8))));
        }
        Command initiate = Command.parse(CurveVector.octets(CurveVector.INITIATE));
        for (int i = 0; i < initiate.data().length; i += 3) {
            CurveServer fresh = new CurveServer(
                    (Security.CurveServer) Security.curveServer(CurveVector.SERVER, Authenticator.acceptAll()),
                    PEER,
                    "",
                    CurveVector.serverChance());
            fresh.process(hello, 0);
            fresh.nextCommand();
            assertForged(fresh, with(initiate, i, initiate.data()[i] ^ (1 << (i % 8))));
        }
    }

    // ---- MESSAGE -------------------------------------------------------------------------------------------------

    private static byte[] sealed(Sealer sealer, String text) {
        byte[] out = new byte[33 + text.length()];
        sealer.seal(0, NONE, text.getBytes(), out);
        return out;
    }

    private static void assertRefused(Opener opener, byte[] sealed, HandshakeFailure reason) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> opener.open(sealed))
                .satisfies(e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(e.errorReason()).isNull();
                });
    }

    private static Sealing sealing(boolean server) {
        return CurveTraffic.begin(BouncyCastle.INSTANCE, CurveVector.octets(CurveVector.SHARED), server, 0, 0);
    }

    @Test
    @Tag("C-071")
    @Tag("C-088")
    @Tag("C-089")
    @Tag("C-090")
    @Tag("C-107")
    @Tag("O-148")
    void aMessageThatIsNotOneIsRefused() throws ProtocolException {
        Opener opener = sealing(true).opener();
        byte[] good = sealed(sealing(false).sealer(), "hello");
        assertRefused(opener, "\4PING\0\0".getBytes(), HandshakeFailure.UNEXPECTED_COMMAND);
        assertRefused(opener, "hello".getBytes(), HandshakeFailure.UNEXPECTED_COMMAND);
        assertRefused(opener, Arrays.copyOf(good, 32), HandshakeFailure.MALFORMED_COMMAND);
        assertRefused(opener, Arrays.copyOf(good, good.length - 1), HandshakeFailure.CRYPTOGRAPHIC);
        assertRefused(opener, Arrays.copyOf(good, good.length + 1), HandshakeFailure.CRYPTOGRAPHIC);
        for (int bit = 8 * 8; bit < good.length * 8; bit++) {
            byte[] changed = good.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertRefused(opener, changed, HandshakeFailure.CRYPTOGRAPHIC);
        }
        assertRefused(sealing(false).opener(), good, HandshakeFailure.CRYPTOGRAPHIC); // sent back to where it came from
        assertThat(opener.open(good)).asString().isEqualTo("hello");
    }

    @Test
    @Tag("C-095")
    @Tag("C-096")
    @Tag("C-099")
    @Tag("SEC-02")
    @Tag("A-11")
    void whatWasSentBeforeIsRefused() throws ProtocolException {
        Opener opener = sealing(true).opener();
        Sealer sealer = sealing(false).sealer();
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(sealed(sealer, "message " + i));
        }
        assertThat(opener.open(all.get(0).clone())).asString().isEqualTo("message 0");
        assertRefused(opener, all.get(0), HandshakeFailure.CRYPTOGRAPHIC);
        byte[] forged = all.get(4).clone();
        forged[40] ^= 1;
        assertRefused(opener, forged, HandshakeFailure.CRYPTOGRAPHIC);
        assertThat(opener.open(all.get(3).clone())).asString().isEqualTo("message 3"); // gaps are allowed
        assertRefused(opener, all.get(2), HandshakeFailure.CRYPTOGRAPHIC);
        assertThat(opener.open(all.get(4).clone())).asString().isEqualTo("message 4");
    }

    @Test
    @Tag("C-100")
    @Tag("C-101")
    @Tag("A-11")
    void numbersHaveNoSignAndNeverBeginAnew() throws ProtocolException {
        byte[] key = CurveVector.octets(CurveVector.SHARED);
        Sealer sealer = CurveTraffic.begin(crypto, key.clone(), false, Long.MAX_VALUE - 1, 0)
                .sealer();
        Opener opener = CurveTraffic.begin(crypto, key.clone(), true, 0, Long.MAX_VALUE - 1)
                .opener();
        for (int i = 0; i < 3; i++) {
            assertThat(opener.open(sealed(sealer, "x"))).asString().isEqualTo("x");
        }
        Sealer last = CurveTraffic.begin(crypto, key, false, -2, 0).sealer();
        sealed(last, "last");
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> sealed(last, "one too many"));
    }

    @Test
    @Tag("C-081")
    @Tag("C-082")
    void otherFlagsAreNotSentAndIgnored() throws ProtocolException {
        byte[] octets = new byte[CurveCrypto.ROOM + 2];
        octets[CurveCrypto.ROOM] = (byte) 0xfc;
        octets[CurveCrypto.ROOM + 1] = 'x';
        crypto.cipher(CurveVector.octets(CurveVector.SHARED), "CurveZMQMESSAGEC".getBytes())
                .seal(9, octets, 2);
        byte[] sealed = ByteBuffer.allocate(34)
                .put("\7MESSAGE".getBytes())
                .putLong(9)
                .put(octets, 16, 18)
                .array();
        Opener opener = sealing(true).opener();
        assertThat(opener.open(sealed)).asString().isEqualTo("x");
        assertThat(opener.flags()).isZero();
    }

    @Test
    @Tag("C-016")
    void keysAreOverwritten() throws ProtocolException {
        Sealing sealing = sealing(false);
        byte[] before = sealed(sealing.sealer(), "hello");
        sealing.sealer().wipe();
        byte[] after = sealed(sealing.sealer(), "hello");
        assertThat(Arrays.copyOfRange(after, 33, 38)).isNotEqualTo(Arrays.copyOfRange(before, 33, 38));
        assertRefused(sealing(true).opener(), after, HandshakeFailure.CRYPTOGRAPHIC);
        Command ready = ready();
        client.wipe();
        assertForged(client, ready);
    }
}
