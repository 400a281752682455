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
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqRoute;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import java.net.BindException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
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
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;

/** Applications in one JVM that talk over real connections. */
@ExtendWith(OutputCaptureExtension.class)
class ZmqOverTcpTests {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final List<ConfigurableApplicationContext> applications = new ArrayList<>();

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(SlowDesk.class)
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
        route.send(Message.of(body));
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
    @Tag("SPR-18")
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
    @Tag("SPR-17")
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
    @Tag("SPR-17")
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
    void a_request_in_hand_is_answered_while_the_application_ends() throws Exception {
        ConfigurableApplicationContext desk =
                start("spring.profiles.active=slow", "zmq.sockets.desk.bind=tcp://127.0.0.1:*");
        ConfigurableApplicationContext trader = trader(port(desk));
        SlowDesk slow = desk.getBean(SlowDesk.class);
        CompletableFuture<String> reply =
                trader.getBean(ZmqTemplate.class).convertSendAndReceiveAsync("desk", "tea", String.class);
        slow.handling.await();

        Thread ending = new Thread(desk::close);
        ending.start();
        ZmqListenerEndpointRegistry listeners = desk.getBean(ZmqListenerEndpointRegistry.class);
        await().atMost(SOON).until(() -> !listeners.isRunning());
        slow.goOn.countDown();

        assertThat(reply.get(30, TimeUnit.SECONDS)).isEqualTo("tea accepted");
        ending.join();
    }

    @Profile("slow")
    static class SlowDesk {
        private final CountDownLatch handling = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        @ZmqListener("desk")
        String on(String order) throws InterruptedException {
            handling.countDown();
            goOn.await();
            return order + " accepted";
        }
    }

    @Test
    void a_stranger_is_a_warning_the_first_time(CapturedOutput output) throws Exception {
        ConfigurableApplicationContext desk = desk();
        for (int attempt = 1; attempt <= 3; attempt++) {
            try (Socket stranger = new Socket("127.0.0.1", Integer.parseInt(port(desk)))) {
                stranger.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                stranger.getInputStream().readAllBytes();
            } catch (SocketException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
        }

        await().atMost(SOON)
                .until(() -> socket(desk, "desk").stats().handshakeFailures() == 3
                        && output.getOut().contains("handshake at"));
        assertThat(output.getOut().split("handshake at tcp://127.0.0.1:" + port(desk) + " failed", -1))
                .hasSize(2);
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
