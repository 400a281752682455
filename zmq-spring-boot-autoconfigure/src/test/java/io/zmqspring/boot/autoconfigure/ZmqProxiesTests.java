package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.Message;
import io.zmqspring.PullSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqProxy;
import io.zmqspring.boot.autoconfigure.endpoint.ZmqEndpoint;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqSocketTakenException;
import io.zmqspring.spring.core.ZmqUnknownSocketException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.MessageBuilder;

@Timeout(60)
class ZmqProxiesTests {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String[] BROKER = {
        "clients.type=router", "clients.bind=tcp://127.0.0.1:*",
        "workers.type=dealer", "workers.bind=tcp://127.0.0.1:*",
        "zmq.proxies.broker.frontend=clients", "zmq.proxies.broker.backend=workers",
        "management.endpoints.jmx.exposure.include=*", "spring.jmx.enabled=true"
    };

    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
    }

    static class Worker {
        @ZmqListener("desk")
        String on(String order) {
            return order + "!";
        }
    }

    @Test
    @Tag("SPR-110")
    void a_broker_passes_requests_and_replies_and_shows_how_many() {
        ConfigurableApplicationContext broker = applications.start(
                with(BROKER, "zmq.proxies.broker.capture=copies", "copies.type=push", "copies.bind=tcp://127.0.0.1:*"));
        applications.start(
                Worker.class, "desk.type=rep", "desk.connect.broker=" + Applications.endpoint(broker, "workers"));
        ConfigurableApplicationContext client =
                applications.start("desk.type=req", "desk.connect.broker=" + Applications.endpoint(broker, "clients"));

        try (ZmqContext plain = ZmqContext.create()) {
            PullSocket copies =
                    plain.pull(SocketOptions.builder().receiveTimeout(SOON).build());
            copies.connect(Applications.endpoint(broker, "copies"));
            copies.awaitPeers(1, SOON);
            assertThat(Applications.template(client).convertSendAndReceive("desk", "tea", String.class, SOON))
                    .isEqualTo("tea!");
            assertThat(copies.receive().text()).isEqualTo("tea");
            assertThat(copies.receive().text()).isEqualTo("tea!");
        }
        ZmqProxy proxy = broker.getBean(ZmqProxies.class).get("broker").orElseThrow();
        assertThat(proxy.statistics().forwardMessages()).isEqualTo(1);
        assertThat(proxy.statistics().backwardMessages()).isEqualTo(1);
        assertThat(broker.getBean(ZmqEndpoint.class)
                        .zmq()
                        .proxies()
                        .get("broker")
                        .statistics())
                .isEqualTo(proxy.statistics());
        assertThat(health(broker)).isEqualTo(Status.UP);

        proxy.close();
        assertThat(health(broker)).isEqualTo(Status.DOWN);
    }

    private static Status health(ConfigurableApplicationContext broker) {
        return broker.getBean(HealthEndpoint.class)
                .healthForPath("zmq", "broker")
                .getStatus();
    }

    @Test
    @Tag("SPR-110")
    void proxies_stop_and_start_with_the_application() {
        ConfigurableApplicationContext broker = applications.start(BROKER);
        ZmqProxies proxies = broker.getBean(ZmqProxies.class);
        ZmqProxy first = proxies.get("broker").orElseThrow();

        broker.stop();
        assertThat(first.isRunning()).isFalse();
        broker.start();
        assertThat(proxies.get("broker"))
                .get()
                .isNotSameAs(first)
                .extracting(ZmqProxy::isRunning)
                .isEqualTo(true);
    }

    @Configuration(proxyBeanMethods = false)
    static class Control {
        @Bean
        IntegrationFlow control() {
            return flow -> flow.controlBus();
        }
    }

    @Test
    @Tag("SPR-110")
    @Tag("SPR-108")
    void the_control_bus_pauses_and_resumes_a_proxy() {
        ConfigurableApplicationContext broker = applications.start(
                Control.class,
                "in.type=pull",
                "in.bind=tcp://127.0.0.1:*",
                "out.type=push",
                "out.bind=tcp://127.0.0.1:*",
                "zmq.proxies.streamer.frontend=in",
                "zmq.proxies.streamer.backend=out");
        try (ZmqContext plain = ZmqContext.create()) {
            PullSocket pull =
                    plain.pull(SocketOptions.builder().receiveTimeout(SOON).build());
            pull.connect(Applications.endpoint(broker, "out"));
            PushSocket push = plain.push();
            push.connect(Applications.endpoint(broker, "in"));

            command(broker, "zmqProxies.pause", "streamer");
            push.send(Message.of("waits"));
            assertThat(pull.tryReceive(Duration.ofMillis(150))).isNull();
            command(broker, "zmqProxies.resume", "streamer");
            assertThat(pull.receive().text()).isEqualTo("waits");
        }
        assertThatThrownBy(() -> command(broker, "zmqProxies.pause", "stream"))
                .hasStackTraceContaining("no proxy 'stream' was started; there are [streamer]");
    }

    private static void command(ConfigurableApplicationContext broker, String command, String proxy) {
        broker.getBean("control.input", MessageChannel.class)
                .send(MessageBuilder.withPayload(command)
                        .setHeader(IntegrationMessageHeaderAccessor.CONTROL_BUS_ARGUMENTS, List.of(proxy))
                        .build());
    }

    @Test
    @Tag("SPR-110")
    void a_pair_that_nothing_can_pass_stops_the_start() {
        assertThatThrownBy(() -> applications.start(
                        "a.type=pull", "b.type=pull", "zmq.proxies.p.frontend=a", "zmq.proxies.p.backend=b"))
                .rootCause()
                .hasMessageContaining("no message can pass between PULL and PULL");
        assertThatThrownBy(() ->
                        applications.start("a.type=pull", "zmq.proxies.p.frontend=a", "zmq.proxies.p.backend=nobody"))
                .hasRootCauseInstanceOf(ZmqUnknownSocketException.class);
        assertThatThrownBy(() -> applications.start(with(BROKER, "zmq.proxies.broker.capture=sink", "sink.type=pull")))
                .rootCause()
                .hasMessageContaining("the capture socket 'sink' is of type PULL");
        assertThatThrownBy(
                        () -> applications.start("p.type=pull", "zmq.proxies.p.frontend=p", "zmq.proxies.p.backend=p"))
                .rootCause()
                .hasMessageContaining("a socket has the same name");
    }

    @Test
    void a_socket_of_a_proxy_has_no_listener() {
        assertThatThrownBy(() -> applications.start(
                        Worker.class,
                        "desk.type=router",
                        "b.type=dealer",
                        "zmq.proxies.p.frontend=desk",
                        "zmq.proxies.p.backend=b"))
                .rootCause()
                .isInstanceOf(ZmqSocketTakenException.class)
                .hasMessageContaining("is read by proxy 'p' (frontend)");
    }

    private static String[] with(String[] first, String... more) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
    }
}
