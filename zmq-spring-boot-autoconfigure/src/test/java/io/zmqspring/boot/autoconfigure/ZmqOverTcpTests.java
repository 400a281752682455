package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zmqspring.Message;
import io.zmqspring.PeerSocket;
import io.zmqspring.ZmqBindException;
import io.zmqspring.boot.autoconfigure.endpoint.ZmqEndpoint;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqRoute;
import io.zmqspring.spring.core.ZmqSockets;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Applications in one JVM that talk over real connections. */
@ExtendWith(OutputCaptureExtension.class)
class ZmqOverTcpTests {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final List<ConfigurableApplicationContext> applications = new ArrayList<>();

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        MeterRegistry meterRegistry() {
            return new SimpleMeterRegistry();
        }
    }

    @AfterEach
    void close() {
        applications.forEach(ConfigurableApplicationContext::close);
    }

    private ConfigurableApplicationContext start(String... properties) {
        ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties("management.endpoints.jmx.exposure.include=*", "spring.jmx.enabled=true")
                .properties("spring.jmx.unique-names=true", "spring.main.banner-mode=off")
                .run(Stream.of(properties).map(property -> "--" + property).toArray(String[]::new));
        applications.add(application);
        return application;
    }

    private ConfigurableApplicationContext desk(String... properties) {
        return start(Stream.concat(
                        Stream.of("spring.application.name=shop", "zmq.sockets.desk.bind=tcp://127.0.0.1:*"),
                        Stream.of(properties))
                .toArray(String[]::new));
    }

    private ConfigurableApplicationContext trader(Object port, String... properties) {
        return start(Stream.concat(
                        Stream.of(
                                "spring.application.name=alice",
                                "zmq.sockets.trader.connect.desk=tcp://127.0.0.1:" + port),
                        Stream.of(properties))
                .toArray(String[]::new));
    }

    private static String port(ConfigurableApplicationContext desk) {
        return desk.getEnvironment().getRequiredProperty("local.zmq.desk.port");
    }

    private static PeerSocket socket(ConfigurableApplicationContext application, String name) {
        return application.getBean(name, PeerSocket.class);
    }

    private static void send(ConfigurableApplicationContext application, String destination, String body) {
        ZmqRoute route = application.getBean(ZmqSockets.class).route(ZmqDestination.parse(destination));
        route.socket().send(route.routingId(), Message.of(body));
    }

    private static HealthDescriptor health(ConfigurableApplicationContext application, String socket) {
        return application.getBean(HealthEndpoint.class).healthForPath("zmq", socket);
    }

    @Test
    void applications_reach_each_other_by_name() {
        ConfigurableApplicationContext desk = desk();
        ConfigurableApplicationContext trader = trader(port(desk));

        send(trader, "desk", "order");
        assertThat(socket(desk, "desk").receive().text()).isEqualTo("order");
        send(desk, "alice", "receipt");
        assertThat(socket(trader, "trader").receive().text()).isEqualTo("receipt");
    }

    @Test
    void what_is_going_on_is_shown() {
        ConfigurableApplicationContext desk = desk();
        ConfigurableApplicationContext trader = trader(port(desk));
        send(trader, "desk", "order");
        socket(desk, "desk").receive();

        ZmqEndpoint.SocketDescriptor shown = desk.getBean(ZmqEndpoint.class).socket("desk");
        assertThat(shown.bound()).containsExactly("tcp://127.0.0.1:" + port(desk));
        assertThat(shown.connections()).isEqualTo(1);
        assertThat(shown.traffic().receivedMessages()).isEqualTo(1);
        assertThat(shown.peers().get(0).properties())
                .containsEntry("X-Peer-Name", "alice")
                .containsEntry("Socket-Type", "PEER");
        assertThat(desk.getBean(MeterRegistry.class)
                        .get("zmq.messages.received")
                        .tag("socket", "desk")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(health(trader, "trader").getStatus()).isEqualTo(Status.UP);
        assertThat(health(trader, "trader")).extracting("details").asString().contains("state=CONNECTED");
    }

    @Test
    void an_application_starts_without_its_peers_and_finds_them_later() {
        ConfigurableApplicationContext first = desk();
        String port = port(first);
        first.close();

        ConfigurableApplicationContext trader = trader(port, "zmq.health.require=all");
        assertThat(health(trader, "trader").getStatus()).isEqualTo(Status.DOWN);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(health(trader, "trader"))
                        .extracting("details")
                        .asString()
                        .contains("lastError="));
        send(trader, "desk", "early");

        ConfigurableApplicationContext second = desk("zmq.sockets.desk.bind=tcp://127.0.0.1:" + port);
        assertThat(socket(second, "desk").tryReceive(SOON).text()).isEqualTo("early");
        assertThat(health(trader, "trader").getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void a_port_in_use_is_explained(CapturedOutput output) {
        String port = port(desk());

        assertThatThrownBy(() -> desk("zmq.sockets.desk.bind=tcp://127.0.0.1:" + port))
                .hasRootCauseInstanceOf(BindException.class)
                .hasStackTraceContaining(ZmqBindException.class.getName());

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("A socket could not listen at tcp://127.0.0.1:" + port
                        + ", which the property 'zmq.sockets.desk.bind' asks for: the address is in use.");
    }

    @Test
    void a_bad_endpoint_is_explained(CapturedOutput output) {
        assertThatThrownBy(() -> trader("port")).isInstanceOf(RuntimeException.class);

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("It is the value of the property 'zmq.sockets.trader.connect.desk'.");
    }

    @Test
    void what_was_sent_before_the_end_still_arrives() {
        ConfigurableApplicationContext desk = desk();
        ConfigurableApplicationContext trader = trader(port(desk));
        for (int number = 1; number <= 1000; number++) {
            send(trader, "desk", "order " + number);
        }
        trader.close();

        for (int number = 1; number <= 1000; number++) {
            assertThat(socket(desk, "desk").tryReceive(SOON).text()).isEqualTo("order " + number);
        }
    }

    @Test
    void a_context_that_is_stopped_and_started_listens_and_connects_again() {
        ConfigurableApplicationContext desk = desk();
        ConfigurableApplicationContext trader = trader(port(desk));
        send(trader, "desk", "order");
        assertThat(socket(desk, "desk").tryReceive(SOON).text()).isEqualTo("order");

        trader.stop();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(socket(desk, "desk").peers()).isEmpty());
        trader.start();
        send(trader, "desk", "another order");
        assertThat(socket(desk, "desk").tryReceive(SOON).text()).isEqualTo("another order");

        desk.stop();
        assertThat(socket(desk, "desk").boundEndpoints()).isEmpty();
        desk.start();
        send(trader(port(desk)), "desk", "an order elsewhere");
        assertThat(socket(desk, "desk").tryReceive(SOON).text()).isEqualTo("an order elsewhere");
    }

    @Test
    void no_thread_of_ours_outlives_the_application() {
        trader(port(desk()));
        close();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("zmq-")));
    }
}
