package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.ZmqBindException;
import io.zmqspring.ZmqSocket;
import io.zmqspring.boot.autoconfigure.health.ZmqHealthContributorAutoConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Somebody listens at the address already, and leaves it or does not. */
@Tag("SPR-18")
class StartupFailurePolicyTests {
    private static final Duration SOON = Duration.ofSeconds(30);

    private ServerSocket other;
    private ApplicationContextRunner runner;

    @BeforeEach
    void somebodyListensAlready() throws IOException {
        other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        runner = new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(ZmqAutoConfiguration.class, ZmqHealthContributorAutoConfiguration.class))
                .withPropertyValues(
                        "zmq.sockets.orders.bind=inproc://orders,tcp://127.0.0.1:" + other.getLocalPort(),
                        "zmq.sockets.stock.bind=inproc://stock",
                        "zmq.startup.retry-delay=5ms",
                        "zmq.startup.retry-max-delay=20ms");
    }

    @AfterEach
    void leave() throws IOException {
        other.close();
    }

    private static int bound(ApplicationContext context, String socket) {
        return context.getBean(socket, ZmqSocket.class).boundEndpoints().size();
    }

    private static Status health(ApplicationContext context) {
        var sockets = (CompositeHealthContributor) context.getBean("zmqHealthContributor", HealthContributor.class);
        return ((HealthIndicator) sockets.getContributor("orders")).health().getStatus();
    }

    @Test
    void by_default_the_application_does_not_start() {
        runner.run(context ->
                assertThat(context).hasFailed().getFailure().hasStackTraceContaining(ZmqBindException.class.getName()));
    }

    @Test
    void it_goes_on_without_if_told_so() {
        runner.withPropertyValues("zmq.startup.on-bind-failure=continue").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(bound(context, "orders")).isEqualTo(1);
            assertThat(bound(context, "stock")).isEqualTo(1);
            assertThat(health(context)).isEqualTo(Status.DOWN);
        });
    }

    @Test
    void it_tries_again_until_it_succeeds_if_told_so() {
        runner.withPropertyValues("zmq.startup.on-bind-failure=retry").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(health(context)).isEqualTo(Status.DOWN);
            int port = other.getLocalPort();
            other.close();

            await().atMost(SOON).until(() -> bound(context, "orders") == 2);
            assertThat(health(context)).isEqualTo(Status.UP);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    context.getEnvironment().getProperty("local.zmq.orders.port", Integer.class))
                            .isEqualTo(port));
            await().atMost(SOON).until(StartupFailurePolicyTests::nobodyTries);
        });
    }

    @Test
    void it_tries_no_more_when_it_ends() {
        runner.withPropertyValues("zmq.startup.on-bind-failure=retry")
                .run(context -> assertThat(nobodyTries()).isFalse());

        await().atMost(SOON).until(StartupFailurePolicyTests::nobodyTries);
    }

    private static boolean nobodyTries() {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("zmq-bind"));
    }

    @Test
    void what_can_never_be_bound_stops_the_start_all_the_same() {
        for (String endpoint : new String[] {"tcp://nowhere", "tcp://*:5555"}) {
            runner.withPropertyValues("zmq.startup.on-bind-failure=retry", "zmq.sockets.stock.bind=" + endpoint)
                    .run(context -> assertThat(context).hasFailed());
        }
    }

    @Test
    @Tag("SPR-18")
    void connecting_to_nobody_starts() {
        int port = other.getLocalPort();
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class))
                .withPropertyValues("zmq.sockets.orders.connect.desk=tcp://127.0.0.1:" + port)
                .run(context -> assertThat(context).hasNotFailed());
    }
}
