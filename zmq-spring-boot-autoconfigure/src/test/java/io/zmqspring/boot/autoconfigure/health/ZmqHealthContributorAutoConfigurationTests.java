package io.zmqspring.boot.autoconfigure.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.ZmqContext;
import io.zmqspring.boot.autoconfigure.FakePeerSocket;
import io.zmqspring.boot.autoconfigure.FakeZmqContext;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.Lifecycle;

class ZmqHealthContributorAutoConfigurationTests {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZmqAutoConfiguration.class,
                    ZmqHealthContributorAutoConfiguration.class,
                    HealthContributorAutoConfiguration.class,
                    HealthContributorRegistryAutoConfiguration.class))
            .withBean(ZmqContext.class, FakeZmqContext::new);

    private final ApplicationContextRunner twoConnections = runner.withPropertyValues(
            "zmq.sockets.orders.connect.billing=tcp://127.0.0.1:7", "zmq.sockets.orders.connect.stock=inproc://stock");

    @Test
    @Tag("SPR-99")
    void every_socket_has_its_health_below_zmq() {
        runner.withPropertyValues("zmq.sockets.a.bind=tcp://127.0.0.1:*", "zmq.sockets.b.connect.a=tcp://127.0.0.1:7")
                .run(context -> {
                    HealthContributor zmq =
                            context.getBean(HealthContributorRegistry.class).getContributor("zmq");
                    assertThat(zmq).isInstanceOf(ZmqHealthContributor.class);
                    assertThat((ZmqHealthContributor) zmq).extracting("name").containsExactly("a", "b");
                    assertThat(((CompositeHealthContributor) zmq).getContributor("c"))
                            .isNull();
                    assertThat(health(context, "a").getStatus()).isEqualTo(Status.UP);
                    assertThat(health(context, "a").getDetails())
                            .containsEntry("bound", List.of("tcp://127.0.0.1:50000"))
                            .containsEntry("connections", List.of());
                });
    }

    @Test
    @Tag("SPR-99")
    void an_absent_peer_is_a_detail() {
        twoConnections.run(context -> {
            socket(context).peer(FakePeerSocket.connecting(1, "tcp://127.0.0.1:7", "Connection refused\u001b[31m"));
            socket(context).peer(FakePeerSocket.connected(2, "inproc://stock"));

            assertThat(health(context, "orders").getStatus()).isEqualTo(Status.UP);
            assertThat(health(context, "orders").getDetails())
                    .extracting("connections")
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .containsExactly(
                            Map.of(
                                    "name", "billing",
                                    "endpoint", "tcp://127.0.0.1:7",
                                    "state", "CONNECTING",
                                    "since", "2026-01-02T03:04:05Z",
                                    "lastError", "Connection refused?[31m"),
                            Map.of(
                                    "name", "stock",
                                    "endpoint", "inproc://stock",
                                    "state", "CONNECTED",
                                    "since", "2026-01-02T03:04:05Z"));
        });
    }

    @Test
    @Tag("SPR-99")
    void an_absent_peer_is_a_failure_if_all_are_required() {
        twoConnections.withPropertyValues("zmq.health.require=all").run(context -> {
            socket(context).peer(FakePeerSocket.connected(2, "inproc://stock"));
            assertThat(health(context, "orders").getStatus()).isEqualTo(Status.DOWN);
            assertThat(health(context, "orders").getDetails())
                    .containsEntry("reason", "1 of 2 connections are up, and zmq.health.require is ALL");

            socket(context).peer(FakePeerSocket.connected(1, "tcp://127.0.0.1:7"));
            assertThat(health(context, "orders").getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void one_peer_is_enough_if_any_is_required() {
        twoConnections.withPropertyValues("zmq.health.require=any").run(context -> {
            assertThat(health(context, "orders").getStatus()).isEqualTo(Status.DOWN);

            socket(context).peer(FakePeerSocket.connected(2, "inproc://stock"));
            assertThat(health(context, "orders").getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void a_socket_that_connects_nowhere_lacks_nobody() {
        runner.withPropertyValues("zmq.health.require=any", "zmq.sockets.orders.bind=tcp://127.0.0.1:*")
                .run(context ->
                        assertThat(health(context, "orders").getStatus()).isEqualTo(Status.UP));
    }

    @Test
    void a_connection_that_was_given_up_is_shown_so() {
        twoConnections.run(context -> {
            socket(context).disconnectPeer(1);
            assertThat(health(context, "orders").getDetails().get("connections").toString())
                    .contains("GIVEN_UP");
        });
    }

    @Test
    void a_closed_socket_is_down() {
        twoConnections.run(context -> {
            socket(context).close();
            assertThat(health(context, "orders").getStatus()).isEqualTo(Status.DOWN);
            assertThat(health(context, "orders").getDetails()).containsEntry("reason", "the socket is closed");
        });
    }

    @Test
    void a_socket_that_does_not_run_as_configured_is_down() {
        runner.withPropertyValues("zmq.sockets.orders.bind=tcp://127.0.0.1:*").run(context -> {
            context.getBean("zmqSocketLifecycle", Lifecycle.class).stop();
            assertThat(health(context, "orders").getDetails())
                    .containsEntry("reason", "it listens at 0 of 1 configured endpoints");
        });
        twoConnections.run(context -> {
            context.getBean("zmqSocketLifecycle", Lifecycle.class).stop();
            assertThat(health(context, "orders").getDetails())
                    .containsEntry("reason", "it was told to connect to 0 of 2 configured endpoints");
        });
    }

    @Test
    void there_is_no_health_when_switched_off() {
        runner.withPropertyValues("management.health.zmq.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ZmqHealthContributor.class));
        runner.withPropertyValues("zmq.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ZmqHealthContributor.class));
    }

    @Test
    void an_indicator_of_the_application_replaces_ours() {
        HealthIndicator own = () -> Health.up().build();
        runner.withBean("zmqHealthIndicator", HealthIndicator.class, () -> own)
                .run(context -> assertThat(context).doesNotHaveBean(ZmqHealthContributor.class));
    }

    private static Health health(ApplicationContext context, String socket) {
        HealthContributor indicator =
                context.getBean(ZmqHealthContributor.class).getContributor(socket);
        return ((HealthIndicator) indicator).health();
    }

    private static FakePeerSocket socket(ApplicationContext context) {
        return context.getBean("orders", FakePeerSocket.class);
    }
}
