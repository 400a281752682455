package io.zmqspring.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqEndpointException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, and the options that are made with them. */
class CurveKeyTests {
    /** The pair of libzmq's manual. */
    private static final String PUBLIC = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7";

    private static final String SECRET = "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6";

    @Test
    @Tag("C-010")
    @Tag("C-013")
    @Tag("C-014")
    @Tag("C-005")
    void aSecretKeyBringsItsPublicKey() {
        assertThat(CurveKeyPair.ofSecret(SECRET).publicKey()).hasToString(PUBLIC);
        assertThat(HexFormat.of()
                        .withUpperCase()
                        .formatHex(CurveKeyPair.ofSecret(SECRET).secretKey()))
                .startsWith("8E0BDD69")
                .endsWith("D3B7");
        assertThat(CurveKeyPair.generate().secretText()).hasSize(40);
        assertThat(CurveKeyPair.generate()).isNotEqualTo(CurveKeyPair.generate());
        CurveKeyPair pair = CurveKeyPair.generate();
        assertThat(CurveKeyPair.of(pair.publicKey().toString(), pair.secretText()))
                .isEqualTo(pair);
        assertThat(CurveKeyPair.ofSecret(pair.secretKey())).isEqualTo(pair).hasSameHashCodeAs(pair);
    }

    @Test
    @Tag("C-012")
    void keysOfTwoPairsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> CurveKeyPair.of(PUBLIC, CurveKeyPair.generate().secretText()))
                .withMessageContaining("does not belong");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6x",
                "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh "
            })
    @Tag("C-004")
    @Tag("C-006")
    @Tag("SEC-16")
    void whatIsNoKeyIsRefusedAndNotRepeated(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CurveKeyPair.ofSecret(text))
                .satisfies(e -> assertThat(text.isEmpty() || !e.getMessage().contains(text))
                        .isTrue());
        assertThatIllegalArgumentException().isThrownBy(() -> CurveKey.parse(text));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CurveKey.of(new byte[31]))
                .withMessageContaining("31");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"
            })
    void aServerKeyOfLowOrderIsRefused(String hex) {
        CurveKey key = CurveKey.of(HexFormat.of().parseHex(hex));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Security.curveClient(CurveKeyPair.generate(), key))
                .withMessageContaining("low order");
    }

    @Test
    void nothingShowsASecret() {
        CurveKeyPair pair = CurveKeyPair.ofSecret(SECRET);
        CurveKey other = CurveKeyPair.generate().publicKey();
        List<Object> all = List.of(
                pair,
                OwnKeys.of(pair),
                Security.curveClient(pair, other),
                Security.curveServer(pair, Authenticator.keys(other)),
                Security.plainClient("joe", "s3cret"),
                AllowedUsers.of(java.util.Map.of("joe", "s3cret")),
                new Credentials.Plain("::1", "joe".getBytes(), "s3cret".getBytes()));
        assertThat(all).allSatisfy(one -> assertThat(one.toString()).doesNotContain(SECRET, "s3cret"));
    }

    @Test
    @Tag("C-007")
    @Tag("C-008")
    @Tag("C-009")
    @Tag("C-011")
    void theFactorySaysMechanismAndPart() {
        CurveKeyPair own = CurveKeyPair.generate();
        Security client = Security.curveClient(own, CurveKeyPair.generate().publicKey());
        assertThat(client.mechanism()).isEqualTo("CURVE");
        assertThat(client.isEncrypted()).isTrue();
        assertThat(Security.plainClient("a", "b").mechanism()).isEqualTo("PLAIN");
        assertThat(Security.plainClient("a", "b").isEncrypted()).isFalse();
        assertThat(SocketOptions.defaults().security()).isEqualTo(Security.none());
        assertThat(SocketOptions.builder().security(client).build().toBuilder()
                        .build()
                        .security())
                .isEqualTo(client);
    }

    @Test
    void aServerNeedsAnAuthenticator() {
        assertThatNullPointerException()
                .isThrownBy(() -> Security.plainServer(null))
                .withMessageContaining("who may connect?")
                .withMessageContaining("acceptAll");
        assertThatNullPointerException().isThrownBy(() -> Security.curveServer(CurveKeyPair.generate(), null));
        assertThatNullPointerException().isThrownBy(() -> Security.none(null));
    }

    @Test
    @Tag("Z-218")
    void aPasswordThatPlainCannotSendIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Security.plainClient("joe", "ä".repeat(128)))
                .withMessageContaining("256 octets > 255");
        assertThat(Security.plainClient("", "x".repeat(255))).isNotNull();
    }

    @Test
    void withoutBouncyCastleOneIsToldWhatToAdd() {
        ClassLoader empty = new ClassLoader(ClassLoader.getPlatformClassLoader()) {};
        assertThatIllegalStateException()
                .isThrownBy(() -> Cryptography.require(empty))
                .withMessageContaining("org.bouncycastle:bcprov-jdk18on");
    }

    @Test
    void whatKnowsNoHandshakeRefusesSecurity() {
        SocketOptions options = SocketOptions.builder()
                .security(Security.plainClient("joe", "s3cret"))
                .build();
        try (ZmqContext context = ZmqContext.create()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> context.stream(options))
                    .withMessageContaining("STREAM");
            assertThatExceptionOfType(ZmqEndpointException.class)
                    .isThrownBy(() -> context.dish(options).bind("udp://127.0.0.1:*"))
                    .withMessageContaining("datagrams");
        }
    }

    @Test
    void aGeneratedPairCanBeReadByItsOwnerOnly(@TempDir Path directory) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out);
        Path path = directory.resolve("orders");
        assertThat(KeyGenerator.run(print, print, path.toString())).isZero();
        String secret = Files.readString(directory.resolve("orders.secret")).strip();
        String publicKey = Files.readString(directory.resolve("orders.public")).strip();
        assertThat(CurveKeyPair.of(publicKey, secret).publicKey()).hasToString(publicKey);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("orders.secret"))))
                .isEqualTo("rw-------");
        assertThat(out.toString()).contains(publicKey).doesNotContain(secret);
        assertThat(KeyGenerator.run(print, print, path.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("is there already");
        Files.delete(directory.resolve("orders.public"));
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> KeyGenerator.write(path));
        assertThat(directory.resolve("orders.public")).doesNotExist();
        assertThat(Files.readString(directory.resolve("orders.secret")).strip()).isEqualTo(secret);
        assertThat(KeyGenerator.run(print, print)).isEqualTo(2);
    }

    /** Spring, for one, takes it for the beginning of a placeholder. */
    @Test
    void noKeyIsMadeThatAConfigurationFileMisreads() {
        CurveKeyPair misread = CurveKeyPair.ofSecret("0${00" + "0".repeat(35));
        CurveKeyPair good = CurveKeyPair.ofSecret(SECRET);
        assertThat(CurveKeyPair.harmless(List.of(misread, misread, good).iterator()::next))
                .isSameAs(good);
    }
}
