package io.zmqspring.boot.autoconfigure.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.boot.autoconfigure.messaging.ZmqMessagingAutoConfiguration;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.spring.core.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

class ListenerHealthTests {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZmqAutoConfiguration.class,
                    ZmqMessagingAutoConfiguration.class,
                    ZmqHealthContributorAutoConfiguration.class))
            .withBean(Desk.class)
            .withPropertyValues("zmq.sockets.desk.bind=inproc://desk", "zmq.sockets.trader.connect.desk=inproc://desk");

    static class Desk {
        @ZmqListener(id = "orders", sockets = "desk")
        void on(String order) {
            if (order.equals("break")) {
                throw new LinkageError("broken");
            }
            throw new IllegalStateException("this order only");
        }
    }

    @Test
    @Tag("SPR-99")
    @Tag("SPR-54")
    void a_listener_that_somebody_stopped_is_a_detail() {
        runner.run(context -> {
            ZmqListenerEndpointRegistry registry = context.getBean(ZmqListenerEndpointRegistry.class);
            assertThat(listeners(context)).isEqualTo(List.of(Map.of("id", "orders", "state", "RUNNING")));

            registry.pause("orders");
            assertThat(listeners(context)).isEqualTo(List.of(Map.of("id", "orders", "state", "PAUSED")));

            registry.stop("orders");
            assertThat(listeners(context)).isEqualTo(List.of(Map.of("id", "orders", "state", "STOPPED")));
            assertThat(health(context, "desk").getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    @Tag("SPR-99")
    @Tag("SPR-54")
    @Tag("SPR-66")
    void a_listener_that_breaks_down_is_a_failure_of_its_socket_alone() {
        runner.run(context -> {
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            template.convertAndSend("desk", "no good");
            template.convertAndSend("desk", "break");

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() ->
                            assertThat(health(context, "desk").getStatus()).isEqualTo(Status.DOWN));
            assertThat(health(context, "desk").getDetails())
                    .containsEntry("reason", "listener 'orders' has stopped by itself: java.lang.LinkageError: broken");
            assertThat(health(context, "trader").getStatus()).isEqualTo(Status.UP);

            context.getBean(ZmqListenerEndpointRegistry.class).start("orders");
            assertThat(health(context, "desk").getStatus()).isEqualTo(Status.UP);
        });
    }

    private static Object listeners(ApplicationContext context) {
        return health(context, "desk").getDetails().get("listeners");
    }

    private static Health health(ApplicationContext context, String socket) {
        return ((HealthIndicator) context.getBean(ZmqHealthContributor.class).getContributor(socket)).health();
    }
}
