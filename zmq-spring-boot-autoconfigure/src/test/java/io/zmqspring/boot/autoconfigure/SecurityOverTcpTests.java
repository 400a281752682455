package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.PeerInfo;
import io.zmqspring.PeerSocket;
import io.zmqspring.boot.autoconfigure.endpoint.ZmqEndpoint;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.CurveKey;
import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.security.User;
import io.zmqspring.security.Verdict;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.support.ZmqHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.Header;

/** Applications that know each other, and strangers, over real connections. */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class SecurityOverTcpTests {
    private static final CurveKeyPair DESK = CurveKeyPair.generate();
    private static final CurveKeyPair ANN = CurveKeyPair.generate();
    private static final CurveKeyPair EVE = CurveKeyPair.generate();

    private final Applications applications = new Applications();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        applications.close();
    }

    @Configuration(proxyBeanMethods = false)
    static class Desk {
        @ZmqListener(sockets = "desk")
        String on(
                String order,
                @Header(ZmqHeaders.USER_ID) String user,
                @Header(name = ZmqHeaders.PEER_NAME, required = false) String peer) {
            return order + " for " + user + ", called " + peer;
        }

        @Bean
        @Qualifier("our-users")
        Authenticator anyUsers() {
            return Authenticator.of(credentials -> Verdict.accept(User.named("somebody")));
        }
    }

    private ConfigurableApplicationContext curveDesk(String... acceptance) {
        return desk("desk.security.mechanism=curve", "desk.security.secret-key=" + DESK.secretText(), acceptance[0]);
    }

    private ConfigurableApplicationContext desk(String... security) {
        String[] properties = new String[security.length + 2];
        System.arraycopy(security, 0, properties, 0, security.length);
        properties[security.length] = "desk.bind=tcp://127.0.0.1:*";
        properties[security.length + 1] = "management.endpoints.web.exposure.include=zmq";
        return applications.start(Desk.class, properties);
    }

    private ConfigurableApplicationContext trader(ConfigurableApplicationContext desk, CurveKeyPair own) {
        return trader(desk, own, DESK.publicKey());
    }

    private ConfigurableApplicationContext trader(
            ConfigurableApplicationContext desk, CurveKeyPair own, CurveKey serverKey) {
        return applications.start(
                "trader.connect.desk=" + Applications.endpoint(desk, "desk"),
                "trader.peer-name=the boss",
                "trader.security.mechanism=curve",
                "trader.security.server-key=" + serverKey,
                "trader.security.secret-key=" + own.secretText(),
                "zmq.template.reply-timeout=20s");
    }

    private static String ask(ConfigurableApplicationContext trader) {
        return Applications.template(trader).convertSendAndReceive("desk", "tea", String.class);
    }

    private static List<PeerInfo> peers(ConfigurableApplicationContext application, String socket) {
        return application.getBean(socket, PeerSocket.class).peers();
    }

    private static void assertTurnedAway(ConfigurableApplicationContext trader) {
        await().untilAsserted(() -> assertThat(peers(trader, "trader")).isEmpty()); // told so, it does not try again
        assertThat(trader.getBean("trader", PeerSocket.class).stats().handshakeFailures())
                .isEqualTo(1);
    }

    @Test
    @Tag("SPR-11")
    void an_accepted_key_is_served_under_its_name_and_another_is_turned_away() {
        ConfigurableApplicationContext desk = curveDesk("desk.security.accept=" + ANN.publicKey() + " ann");

        assertThat(ask(trader(desk, ANN))).isEqualTo("tea for ann, called ann");
        assertThat(desk.getBean(ZmqEndpoint.class).zmq().sockets().get("desk").peers())
                .extracting(ZmqEndpoint.PeerDescriptor::user)
                .containsExactly("ann");

        assertTurnedAway(trader(desk, EVE));
        assertThat(desk.getBean("desk", PeerSocket.class).stats().handshakeFailures())
                .isPositive();
    }

    @Test
    @Tag("SPR-12")
    @Tag("SP-16")
    void the_accept_file_is_read_again_without_dropping_anybody() throws Exception {
        Path file = Files.writeString(directory.resolve("accepted"), ANN.publicKey() + " ann\n");
        ConfigurableApplicationContext desk = curveDesk("desk.security.accept-file=" + file);
        ConfigurableApplicationContext ann = trader(desk, ANN);
        assertThat(ask(ann)).startsWith("tea for ann");
        PeerInfo before = peers(desk, "desk").get(0);

        Files.writeString(file, EVE.publicKey() + " eve, who is welcome now\n");

        assertThat(ask(trader(desk, EVE))).startsWith("tea for eve, who is welcome now");
        assertThat(ask(ann)).startsWith("tea for ann");
        assertThat(peers(desk, "desk")).anySatisfy(peer -> {
            assertThat(peer.routingId()).isEqualTo(before.routingId());
            assertThat(peer.since()).isEqualTo(before.since());
        });
        assertTurnedAway(trader(desk, ANN));
    }

    @Test
    @Tag("SPR-12")
    @Tag("SP-16")
    void the_key_file_is_read_again_without_dropping_anybody(CapturedOutput output) throws Exception {
        CurveKeyPair next = CurveKeyPair.generate();
        Path file = Files.writeString(directory.resolve("desk.secret"), DESK.secretText() + "\n");
        ConfigurableApplicationContext desk = desk(
                "desk.security.mechanism=curve",
                "desk.security.key-file=" + file,
                "desk.security.accept=" + ANN.publicKey() + " ann");
        ConfigurableApplicationContext ann = trader(desk, ANN);
        assertThat(ask(ann)).startsWith("tea for ann");
        PeerInfo before = peers(desk, "desk").get(0);

        Files.writeString(file, "half a key");
        await().until(() -> output.getAll().contains("stays in use"));
        assertThat(ask(trader(desk, ANN))).as("still by the old key").startsWith("tea for ann");

        Files.writeString(file, next.secretText() + "\n");
        await().until(() -> output.getAll().contains("Read another key"));
        assertThat(ask(trader(desk, ANN, next.publicKey()))).startsWith("tea for ann");
        assertThat(ask(ann)).startsWith("tea for ann");
        assertThat(peers(desk, "desk")).anySatisfy(peer -> {
            assertThat(peer.routingId()).isEqualTo(before.routingId());
            assertThat(peer.since()).isEqualTo(before.since());
        });
        assertThat(output.getAll()).doesNotContain(next.secretText(), DESK.secretText());
    }

    @Test
    void secrets_come_from_a_config_tree() throws Exception {
        Files.writeString(
                directory.resolve("zmq.sockets.desk.security.secret-key"), DESK.secretText() + System.lineSeparator());
        ConfigurableApplicationContext desk = desk(
                "spring.config.import=configtree:" + directory + "/",
                "desk.security.mechanism=curve",
                "desk.security.accept=" + ANN.publicKey() + " ann");

        assertThat(ask(trader(desk, ANN))).startsWith("tea for ann");
    }

    @Test
    void a_bean_decides_by_name_or_qualifier() {
        for (String bean : List.of("anyUsers", "our-users")) {
            assertThat(ask(trader(curveDesk("desk.security.authenticator=" + bean), EVE)))
                    .isEqualTo("tea for somebody, called the boss");
        }
    }

    @Test
    @Tag("SPR-11")
    void users_and_passwords() {
        ConfigurableApplicationContext desk = desk("desk.security.mechanism=plain", "desk.security.users.ann=hush");
        String[] ann = {
            "trader.connect.desk=" + Applications.endpoint(desk, "desk"),
            "trader.security.mechanism=plain",
            "trader.security.username=ann",
            "trader.security.password=hush"
        };
        assertThat(ask(applications.start(ann))).startsWith("tea for ann");

        ann[3] = "trader.security.password=wrong";
        assertTurnedAway(applications.start(ann));
    }

    @Test
    void who_has_no_key_at_all_is_turned_away() {
        ConfigurableApplicationContext desk = curveDesk("desk.security.accept=" + ANN.publicKey());

        assertTurnedAway(applications.start("trader.connect.desk=" + Applications.endpoint(desk, "desk")));
    }
}
