package io.zmqspring.internal.mechanism;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.security.Security;
import io.zmqspring.security.Verdict;
import io.zmqspring.testkit.Properties;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What CURVE keeps, what it never uses twice, and how it compares: not to be seen on the wire. */
class CurveRowsTests {
    private static final CurveKeyPair SERVER = CurveKeyPair.generate();
    private static final CurveKeyPair CLIENT = CurveKeyPair.generate();
    private static final Map<String, byte[]> PEER = Properties.octets(Map.of("Socket-Type", "PEER"));
    private static final byte[] NONE = new byte[0];

    private final Watched crypto = new Watched();

    /** The real primitives, and a record of what went through them. */
    private static final class Watched implements CurveCrypto {
        private final List<byte[]> chances = new ArrayList<>();
        private final Set<String> sealed = new HashSet<>();

        @Override
        public byte[] random(int count) {
            byte[] chance = BouncyCastle.INSTANCE.random(count);
            chances.add(chance.clone());
            return chance;
        }

        @Override
        public byte[] publicKey(byte[] secretKey) {
            return BouncyCastle.INSTANCE.publicKey(secretKey);
        }

        @Override
        public byte[] sharedKey(byte[] secretKey, byte[] publicKey) throws ProtocolException {
            return BouncyCastle.INSTANCE.sharedKey(secretKey, publicKey);
        }

        @Override
        public Cipher cipher(byte[] key, byte[] prefix) {
            String begin = HexFormat.of().formatHex(key) + HexFormat.of().formatHex(prefix, 0, NONCE - Long.BYTES);
            Cipher real = BouncyCastle.INSTANCE.cipher(key, prefix);
            return new Cipher() {
                @Override
                public void seal(long nonce, byte[] octets, int length) {
                    assertThat(sealed.add(begin + Long.toHexString(nonce)))
                            .as("this key with this nonce for the first time")
                            .isTrue();
                    real.seal(nonce, octets, length);
                }

                @Override
                public boolean begin(long nonce, byte[] octets, int box, int length) {
                    return real.begin(nonce, octets, box, length);
                }

                @Override
                public void take(byte[] octets, int from, byte[] out, int to, int count) {
                    real.take(octets, from, out, to, count);
                }

                @Override
                public void beginOwn(long nonce) {
                    real.beginOwn(nonce);
                }

                @Override
                public void wipe() {
                    real.wipe();
                }
            };
        }
    }

    private CurveServer server() {
        return new CurveServer(
                (Security.CurveServer) Security.curveServer(SERVER, Authenticator.acceptAll()), PEER, "", crypto);
    }

    private CurveClient client() {
        return new CurveClient((Security.CurveClient) Security.curveClient(CLIENT, SERVER.publicKey()), PEER, crypto);
    }

    private static void finish(CurveClient client, CurveServer server) throws ProtocolException {
        server.process(client.nextCommand(), 0);
        server.takeQuestion();
        server.answer(Verdict.accept());
        client.process(server.nextCommand(), 0);
    }

    private static void say(Sealer from, Opener to) throws ProtocolException {
        byte[] body = {1, 2, 3};
        byte[] out = new byte[from.overhead() + body.length];
        from.seal(0, NONE, body, out);
        assertThat(to.open(out)).isEqualTo(body);
    }

    /** What the octets of a machine's own fields are. */
    private static List<byte[]> kept(Object machine) throws IllegalAccessException {
        List<byte[]> all = new ArrayList<>();
        for (Field field : machine.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                Object value = field.get(machine);
                assertThat(value instanceof Collection || value instanceof ByteBuffer)
                        .as("%s may grow with what a peer sends", field)
                        .isFalse();
                if (value instanceof byte[] octets) {
                    all.add(octets);
                }
            }
        }
        return all;
    }

    @Test
    @Tag("C-032")
    @Tag("C-033")
    void betweenWelcomeAndInitiateTheServerKeepsTheCookiesKeyAlone() throws Exception {
        CurveServer server = server();
        CurveClient client = client();
        Command hello = client.nextCommand();
        crypto.chances.clear();
        server.process(hello, 0);
        client.process(server.nextCommand(), 0);

        byte[] transientSecret = crypto.chances.get(0);
        byte[] cookieKey = crypto.chances.get(1);
        assertThat(kept(server).stream().filter(octets -> octets.length > 0))
                .containsExactly(cookieKey)
                .doesNotContain(transientSecret);
        assertThat(server.peerProperties()).isEmpty();
        assertThatExceptionOfType(ProtocolException.class)
                .as("a second HELLO finds no queue to wait in")
                .isThrownBy(() -> server.process(hello, 0));
        finish(client, server); // and yet, with what the client brings
        assertThat(client.isDone()).isTrue();
    }

    @Test
    @Tag("C-102")
    void noKeyMeetsTheSameNonceTwice() throws ProtocolException {
        for (int connection = 0; connection < 50; connection++) {
            CurveServer server = server();
            CurveClient client = client();
            server.process(client.nextCommand(), 0);
            client.process(server.nextCommand(), 0);
            finish(client, server);
            Sealing ours = server.sealing();
            Sealing theirs = client.sealing();
            for (int message = 0; message < 20; message++) {
                say(ours.sealer(), theirs.opener());
                say(theirs.sealer(), ours.opener());
            }
        }
        assertThat(crypto.sealed)
                .as("boxes of six commands, the cookie and the vouch, and messages")
                .hasSize(50 * 46);
    }

    /** Whole arrays are compared by {@code MessageDigest.isEqual}; parts only where they are no secret: the names
     * of commands, and addresses. */
    @Test
    @Tag("C-110")
    void nothingSecretIsComparedUntilTheFirstDifference() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(CurveTraffic|PlainClient|AddressRanges)(\\$.*)?")
                .should()
                .callMethodWhere(target(owner(assignableTo(java.util.Arrays.class)))
                        .and(target(nameMatching("equals|compare.*|mismatch"))))
                .orShould()
                .callMethodWhere(target(owner(assignableTo(ByteBuffer.class)))
                        .and(target(nameMatching("equals|compareTo|mismatch"))))
                .because("the time that a comparison takes must not say how much of a key or tag was right")
                .check(new ClassFileImporter()
                        .withImportOption(new DoNotIncludeTests())
                        .importPackages("io.zmqspring.internal.mechanism", "io.zmqspring.security"));
    }
}
