package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.security.Authenticator;
import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.security.Security;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SecurityMapperTests {
    private static final CurveKeyPair OWN = CurveKeyPair.generate();
    private static final CurveKeyPair OTHER = CurveKeyPair.generate();
    private static final Authenticator BEAN = Authenticator.acceptAll();

    @TempDir
    private Path directory;

    private static ZmqSocketSecurity bind(String... properties) {
        Map<String, String> map = new HashMap<>();
        for (String property : properties) {
            String[] parts = property.split("=", 2);
            map.put("s." + parts[0], parts[1]);
        }
        return new Binder(new MapConfigurationPropertySource(map)).bindOrCreate("s", ZmqSocketSecurity.class);
    }

    @AutoClose
    private final KeyFiles keyFiles = new KeyFiles();

    private Security map(String... properties) {
        return new SecurityMapper(
                        name -> {
                            if (name.equals("judge")) {
                                return BEAN;
                            }
                            throw new NoSuchBeanDefinitionException(name);
                        },
                        keyFiles)
                .map("orders", bind(properties));
    }

    private ZmqSecurityException refused(String... properties) {
        ZmqSecurityException[] refusal = new ZmqSecurityException[1];
        assertThatExceptionOfType(ZmqSecurityException.class)
                .isThrownBy(() -> map(properties))
                .satisfies(thrown -> refusal[0] = thrown);
        return refusal[0];
    }

    @Test
    void without_properties_there_is_no_mechanism() {
        assertThat(map()).isEqualTo(Security.none());
        assertThat(map("authenticator=judge")).isEqualTo(Security.none(BEAN));
    }

    @Test
    void who_has_a_user_name_is_the_client_of_plain_and_who_has_users_or_a_judge_is_its_server() {
        assertThat(map("mechanism=plain", "username=ann", "password=pw")).isEqualTo(Security.plainClient("ann", "pw"));
        assertThat(map("mechanism=plain", "users.ann=pw")).isInstanceOf(Security.PlainServer.class);
        assertThat(map("mechanism=plain", "authenticator=judge")).isEqualTo(Security.plainServer(BEAN));
    }

    @Test
    void who_has_the_key_of_the_server_is_the_client_of_curve() throws IOException {
        Path file = Files.writeString(directory.resolve("own.secret"), OWN.secretText() + "\n");
        String server = "server-key=" + OTHER.publicKey();

        assertThat(List.of(
                        map("mechanism=curve", server, "secret-key=" + OWN.secretText()),
                        map("mechanism=curve", server, "key-file=" + file, "public-key=" + OWN.publicKey())))
                .allSatisfy(security -> assertThat(security)
                        .isInstanceOfSatisfying(Security.CurveClient.class, client -> {
                            assertThat(client.own().current()).isEqualTo(OWN);
                            assertThat(client.serverKey()).isEqualTo(OTHER.publicKey());
                        }));
    }

    @Test
    void a_server_of_curve_knows_its_clients() throws IOException {
        Path file = Files.writeString(directory.resolve("accepted"), OTHER.publicKey() + " stock\n");
        String own = "secret-key=" + OWN.secretText();

        assertThat(map("mechanism=curve", own, "authenticator=judge"))
                .isInstanceOfSatisfying(Security.CurveServer.class, server -> {
                    assertThat(server.own().current()).isEqualTo(OWN);
                    assertThat(server.authenticator()).isSameAs(BEAN);
                });
        assertThat(map("mechanism=curve", own, "accept=" + OTHER.publicKey())).isInstanceOf(Security.CurveServer.class);
        assertThat(map("mechanism=curve", own, "accept-file=" + file)).isInstanceOf(Security.CurveServer.class);
    }

    @ParameterizedTest
    @CsvSource({"curve", "plain"})
    void a_server_without_anybody_to_accept_is_refused_with_the_way_out(String mechanism) {
        ZmqSecurityException refusal = mechanism.equals("curve")
                ? refused("mechanism=curve", "secret-key=" + OWN.secretText())
                : refused("mechanism=plain");

        assertThat(refusal.property()).isEqualTo("zmq.sockets.orders.security");
        assertThat(refusal.problem()).contains("lets in nobody");
        assertThat(refusal.wayOut())
                .contains("'zmq.sockets.orders.security.authenticator' name an Authenticator bean")
                .contains(mechanism.equals("curve") ? "security.accept'" : "security.users.<name>=<password>'");
    }

    @Test
    void what_would_be_ignored_is_refused_rather_than_believed_to_protect() {
        assertThat(refused("accept=" + OTHER.publicKey(), "secret-key=" + OWN.secretText()))
                .hasMessageContaining("without a mechanism has no use for secret-key, accept")
                .hasMessageContaining("security.mechanism', which is none");
        assertThat(refused("mechanism=plain", "username=ann", "password=pw", "users.bob=pw"))
                .hasMessageContaining("a client of PLAIN, which has a username, has no use for users");
        assertThat(refused(
                        "mechanism=curve",
                        "secret-key=" + OWN.secretText(),
                        "server-key=" + OTHER.publicKey(),
                        "accept=" + OTHER.publicKey()))
                .hasMessageContaining("a client of CURVE, which has a server-key, has no use for accept");
        assertThat(refused(
                        "mechanism=curve",
                        "secret-key=" + OWN.secretText(),
                        "accept=" + OTHER.publicKey(),
                        "authenticator=judge"))
                .hasMessageContaining("each of accept and authenticator says who may connect");
    }

    @Test
    void what_is_missing_is_named() {
        String server = "server-key=" + OTHER.publicKey();
        Path nowhere = directory.resolve("nowhere");

        assertThat(refused("mechanism=curve", server))
                .hasMessageContaining("there is none")
                .hasMessageContaining("KeyGenerator");
        assertThat(refused("mechanism=curve", server, "secret-key=" + OWN.secretText(), "key-file=" + nowhere))
                .hasMessageContaining("both a secret-key and a key-file");
        assertThat(refused("mechanism=curve", server, "key-file=" + nowhere))
                .hasMessageContaining("security.key-file: the file cannot be read: ")
                .hasMessageContaining(nowhere.toString());
        assertThat(refused("mechanism=curve", "secret-key=" + OWN.secretText(), "accept-file=" + nowhere))
                .hasMessageContaining("security.accept-file: the file cannot be read: ");
        assertThat(refused("mechanism=plain", "username=ann")).hasMessageContaining("security.password: it is missing");
        assertThat(refused("authenticator=nobody"))
                .hasMessageContaining("there is no bean 'nobody' of type io.zmqspring.security.Authenticator");
    }

    @Test
    @Tag("SP-12")
    void no_message_and_no_text_shows_a_secret() throws IOException {
        String secret = OWN.secretText();
        Path tooLong = Files.writeString(directory.resolve("long.secret"), secret + "0\n");
        String server = "server-key=" + OTHER.publicKey();

        assertThat(refused("mechanism=curve", server, "secret-key=" + secret.substring(1)))
                .hasMessageContaining("security.secret-key: secret key of 39 characters")
                .hasMessageNotContaining(secret.substring(1));
        assertThat(refused("mechanism=curve", server, "secret-key=" + secret.substring(0, 39) + "é"))
                .hasMessageContaining("is not Z85")
                .hasMessageNotContaining(secret.substring(0, 39));
        assertThat(refused("mechanism=curve", server, "key-file=" + tooLong))
                .hasMessageContaining("security.key-file: secret key of 41 characters")
                .hasMessageNotContaining(secret);
        assertThat(refused("mechanism=curve", server, "secret-key=" + secret, "public-key=" + OTHER.publicKey()))
                .hasMessageContaining("it does not belong to the secret key; " + OWN.publicKey() + " does")
                .hasMessageNotContaining(secret);
        assertThat(refused("mechanism=plain", "username=ann", "password=" + "pw".repeat(200)))
                .hasMessageNotContaining("pwpw");

        assertThat(bind("mechanism=curve", "secret-key=" + secret, "password=hush", "users.ann=hush"))
                .hasToString("ZmqSocketSecurity[mechanism=CURVE]");
        assertThat(map("mechanism=curve", server, "secret-key=" + secret).toString())
                .doesNotContain(secret);
    }
}
