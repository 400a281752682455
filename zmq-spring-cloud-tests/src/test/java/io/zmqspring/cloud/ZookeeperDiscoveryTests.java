package io.zmqspring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.discovery.DiscoveredService;
import io.zmqspring.spring.discovery.ZmqDiscovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.zookeeper.discovery.ZookeeperDiscoveryProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/** Applications that know each other by a real ZooKeeper only, through Spring Cloud. */
@Timeout(120)
class ZookeeperDiscoveryTests {
    private static final Duration PATIENT = Duration.ofSeconds(40);

    private final List<ConfigurableApplicationContext> applications = new ArrayList<>();
    private TestingServer zookeeper;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Shop {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Stock {
        private final Environment environment;
        private final ZookeeperDiscoveryProperties announced;
        private final String name;

        Stock(Environment environment, ZookeeperDiscoveryProperties announced, @Value("${stock.name}") String name) {
            this.environment = environment;
            this.announced = announced;
            this.name = name;
        }

        /** A port that is known beforehand is the property spring.cloud.zookeeper.discovery.metadata.zmq.port. */
        @EventListener
        void announce(InstancePreRegisteredEvent event) {
            announced.getMetadata().put("zmq.port", environment.getRequiredProperty("local.zmq.desk.port"));
        }

        @ZmqListener(sockets = "desk")
        String answer(String question) {
            return name;
        }
    }

    @BeforeEach
    void startZookeeper() throws Exception {
        zookeeper = new TestingServer();
    }

    @AfterEach
    void close() throws Exception {
        for (int i = applications.size() - 1; i >= 0; i--) {
            applications.get(i).close();
        }
        zookeeper.close();
    }

    private ConfigurableApplicationContext start(Class<?> application, String... properties) {
        String[] all = Stream.concat(
                        Stream.of(
                                "spring.cloud.zookeeper.connect-string=" + zookeeper.getConnectString(),
                                "spring.cloud.zookeeper.discovery.instance-host=127.0.0.1",
                                "spring.main.banner-mode=off",
                                "server.port=0"),
                        Stream.of(properties))
                .map(property -> "--" + property)
                .toArray(String[]::new);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(application).run(all);
        applications.add(context);
        return context;
    }

    private ConfigurableApplicationContext stock(String name) {
        return start(
                Stock.class,
                "spring.application.name=stock",
                "stock.name=" + name,
                "zmq.sockets.desk.bind=tcp://127.0.0.1:*");
    }

    private ConfigurableApplicationContext shop(String... properties) {
        return start(
                Shop.class,
                Stream.concat(
                                Stream.of(
                                        "spring.application.name=shop",
                                        "zmq.sockets.buyer.connect.stock=discovery://stock"),
                                Stream.of(properties))
                        .toArray(String[]::new));
    }

    private static void awaitInstances(ConfigurableApplicationContext shop, int count) {
        await().atMost(PATIENT)
                .untilAsserted(() -> assertThat(found(shop).endpoints()).hasSize(count));
        await().atMost(PATIENT)
                .until(() -> shop.getBean(ZmqSockets.class).get("buyer").stats().connections() >= count);
    }

    private static DiscoveredService found(ConfigurableApplicationContext shop) {
        return shop.getBean(ZmqDiscovery.class).services("buyer").get(0);
    }

    private static String ask(ConfigurableApplicationContext shop) {
        return shop.getBean(ZmqTemplate.class).convertSendAndReceive("stock", "?", String.class);
    }

    private static Set<String> answers(ConfigurableApplicationContext shop, int times) {
        Set<String> answers = new HashSet<>();
        for (int i = 0; i < times; i++) {
            answers.add(ask(shop));
        }
        return answers;
    }

    @Test
    @Tag("SPR-21")
    void instances_that_come_and_go_are_connected_and_disconnected() {
        stock("a");
        ConfigurableApplicationContext shop = shop("zmq.discovery.interval=1h", "zmq.discovery.drain=0s");
        awaitInstances(shop, 1);
        assertThat(answers(shop, 2)).containsExactly("a");

        // No interval can help here: ZooKeeper tells of the change, and the heartbeat of Spring Cloud passes it on.
        ConfigurableApplicationContext second = stock("b");
        awaitInstances(shop, 2);
        assertThat(answers(shop, 2)).containsExactlyInAnyOrder("a", "b");

        second.close();
        awaitInstances(shop, 1);
        assertThat(answers(shop, 4)).containsExactly("a");
        await().atMost(PATIENT)
                .untilAsserted(() -> assertThat(
                                shop.getBean(ZmqSockets.class).get("buyer").peers())
                        .hasSize(1));
    }

    @Test
    @Tag("SPR-21")
    void a_dead_registry_takes_nobody_away() throws Exception {
        stock("a");
        ConfigurableApplicationContext shop = shop(
                "zmq.discovery.interval=50ms",
                "spring.cloud.zookeeper.base-sleep-time-ms=1",
                "spring.cloud.zookeeper.max-retries=0");
        awaitInstances(shop, 1);

        zookeeper.stop();

        await().atMost(PATIENT)
                .untilAsserted(() -> assertThat(found(shop).lastError()).isNotNull());
        assertThat(found(shop).endpoints()).hasSize(1);
        assertThat(ask(shop)).isEqualTo("a");

        zookeeper.restart();
        await().atMost(PATIENT)
                .untilAsserted(() -> assertThat(found(shop).lastError()).isNull());
        assertThat(Objects.requireNonNull(found(shop).lookedUp())).isNotNull();
    }

    @Test
    @Tag("SPR-21")
    void an_application_starts_before_its_peers() {
        ConfigurableApplicationContext shop = shop("zmq.discovery.interval=100ms");
        assertThat(found(shop).endpoints()).isEmpty();

        stock("late");

        awaitInstances(shop, 1);
        assertThat(ask(shop)).isEqualTo("late");
    }

    @Test
    @Tag("SPR-21")
    void equals_find_each_other_and_not_themselves() {
        ConfigurableApplicationContext first = equal("one");
        ConfigurableApplicationContext second = equal("two");

        for (ConfigurableApplicationContext equal : List.of(first, second)) {
            ZmqDiscovery discovery = equal.getBean(ZmqDiscovery.class);
            await().atMost(PATIENT)
                    .untilAsserted(
                            () -> assertThat(discovery.services("desk").get(0).endpoints())
                                    .hasSize(1));
        }
        assertThat(first.getBean(ZmqTemplate.class).convertSendAndReceive("desk/others", "?", String.class))
                .isEqualTo("two");
        assertThat(second.getBean(ZmqTemplate.class).convertSendAndReceive("desk/others", "?", String.class))
                .isEqualTo("one");
    }

    private ConfigurableApplicationContext equal(String name) {
        return start(
                Stock.class,
                "spring.application.name=stock",
                "stock.name=" + name,
                "zmq.discovery.interval=100ms",
                "zmq.sockets.desk.bind=tcp://127.0.0.1:*",
                "zmq.sockets.desk.connect.others=discovery://stock");
    }
}
