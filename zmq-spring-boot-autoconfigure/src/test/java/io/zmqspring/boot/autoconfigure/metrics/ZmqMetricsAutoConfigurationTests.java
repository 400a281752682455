package io.zmqspring.boot.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zmqspring.DropReason;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketStats;
import io.zmqspring.Traffic;
import io.zmqspring.ZmqContext;
import io.zmqspring.boot.autoconfigure.FakePeerSocket;
import io.zmqspring.boot.autoconfigure.FakeZmqContext;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.boot.autoconfigure.endpoint.ZmqEndpoint;
import io.zmqspring.boot.autoconfigure.messaging.ZmqMessagingAutoConfiguration;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqReplyTimeoutException;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class ZmqMetricsAutoConfigurationTests {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZmqAutoConfiguration.class,
                    ZmqMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class))
            .withBean(ZmqContext.class, FakeZmqContext::new)
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withPropertyValues("zmq.sockets.orders.type=peer");

    @Test
    @Tag("SPR-92")
    void the_counters_of_a_socket_are_meters() {
        runner.run(context -> {
            context.getBean("orders", FakePeerSocket.class)
                    .stats(new SocketStats(
                            new Traffic(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
                            Map.of(DropReason.PEER_GONE, 11L),
                            12,
                            13,
                            14,
                            15));
            MeterRegistry meters = context.getBean(MeterRegistry.class);

            assertThat(value(meters, "zmq.messages.sent")).isEqualTo(3);
            assertThat(value(meters, "zmq.bytes.sent")).isEqualTo(4);
            assertThat(value(meters, "zmq.messages.received")).isEqualTo(5);
            assertThat(value(meters, "zmq.bytes.received")).isEqualTo(6);
            assertThat(value(meters, "zmq.queue.size", "direction", "outgoing")).isEqualTo(9);
            assertThat(value(meters, "zmq.queue.size", "direction", "incoming")).isEqualTo(10);
            assertThat(value(meters, "zmq.messages.dropped", "reason", "peer_gone"))
                    .isEqualTo(11);
            assertThat(value(meters, "zmq.messages.dropped", "reason", "multipart"))
                    .isZero();
            assertThat(value(meters, "zmq.messages.dropped", "reason", "late_reply"))
                    .isZero();
            assertThat(value(meters, "zmq.messages.dropped", "reason", "no_listener"))
                    .isZero();
            assertThat(value(meters, "zmq.connections")).isEqualTo(12);
            assertThat(value(meters, "zmq.reconnects")).isEqualTo(13);
            assertThat(value(meters, "zmq.handshake.failures")).isEqualTo(14);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class SlowDesk {
        final CountDownLatch tooLate = new CountDownLatch(1);

        @ZmqListener("desk")
        String on(String order) throws InterruptedException {
            assertThat(tooLate.await(20, TimeUnit.SECONDS)).isTrue();
            return "accepted";
        }
    }

    @Test
    @Tag("SPR-92")
    void replies_that_come_too_late_and_strangers_are_counted() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        ZmqAutoConfiguration.class,
                        ZmqMessagingAutoConfiguration.class,
                        ZmqMetricsAutoConfiguration.class,
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withUserConfiguration(SlowDesk.class)
                .withPropertyValues(
                        "zmq.sockets.desk.bind[0]=inproc://slow-desk",
                        "zmq.sockets.desk.bind[1]=tcp://127.0.0.1:*",
                        "zmq.sockets.trader.connect.desk=inproc://slow-desk",
                        "zmq.template.reply-timeout=20ms")
                .run(context -> {
                    assertThatThrownBy(() -> context.getBean(ZmqTemplate.class)
                                    .convertSendAndReceive("desk", "tea", String.class))
                            .isInstanceOf(ZmqReplyTimeoutException.class);
                    context.getBean(SlowDesk.class).tooLate.countDown();
                    try (Socket stranger = new Socket(
                            "127.0.0.1",
                            context.getEnvironment().getRequiredProperty("local.zmq.desk.port", Integer.class))) {
                        stranger.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes());
                        MeterRegistry meters = context.getBean(MeterRegistry.class);
                        await().untilAsserted(() -> {
                            assertThat(meters.get("zmq.messages.dropped")
                                            .tags("socket", "trader", "reason", "late_reply")
                                            .functionCounter()
                                            .count())
                                    .isOne();
                            assertThat(meters.get("zmq.handshake.failures")
                                            .tags("socket", "desk")
                                            .functionCounter()
                                            .count())
                                    .isOne();
                        });
                    }
                });
    }

    @Test
    @Tag("SPR-101")
    void a_peer_that_comes_and_goes_is_in_the_meter_and_in_the_endpoint() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        ZmqAutoConfiguration.class,
                        ZmqMetricsAutoConfiguration.class,
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues("zmq.sockets.orders.bind=tcp://127.0.0.1:*")
                .run(context -> {
                    ZmqEndpoint endpoint = new ZmqEndpoint(context.getBean(ZmqSockets.class), List::of, Map::of);
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    String bound = endpoint.socket("orders").bound().get(0);
                    try (ZmqContext other = ZmqContext.create()) {
                        other.peer(SocketOptions.builder()
                                        .property("X-Peer-Name", "trader")
                                        .build())
                                .connect(bound);
                        await().untilAsserted(() -> {
                            assertThat(value(meters, "zmq.connections")).isOne();
                            assertThat(endpoint.socket("orders").peers())
                                    .singleElement()
                                    .satisfies(peer ->
                                            assertThat(peer.properties()).containsEntry("X-Peer-Name", "trader"));
                        });
                    }
                    await().untilAsserted(() -> {
                        assertThat(value(meters, "zmq.connections")).isZero();
                        assertThat(endpoint.socket("orders").peers()).isEmpty();
                    });
                });
    }

    @Test
    @Tag("A-22")
    void no_meter_is_added_for_a_peer() {
        runner.run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            int before = meters.getMeters().size();
            FakePeerSocket orders = context.getBean("orders", FakePeerSocket.class);
            for (int routingId = 1; routingId <= 1000; routingId++) {
                orders.peer(FakePeerSocket.connected(routingId, "tcp://127.0.0.1:" + routingId));
            }

            value(meters, "zmq.connections");
            assertThat(meters.getMeters()).hasSize(before);
        });
    }

    @Test
    void no_tag_grows_with_the_number_of_peers() {
        runner.run(context -> {
            Set<String> tags = context.getBean(MeterRegistry.class).getMeters().stream()
                    .map(Meter::getId)
                    .filter(id -> id.getName().startsWith("zmq."))
                    .flatMap(id -> id.getTags().stream())
                    .map(io.micrometer.core.instrument.Tag::getKey)
                    .collect(Collectors.toSet());
            assertThat(tags).containsExactlyInAnyOrder("socket", "type", "reason", "direction");
        });
    }

    @Test
    void there_are_no_meters_without_a_registry() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class, ZmqMetricsAutoConfiguration.class))
                .withBean(ZmqContext.class, FakeZmqContext::new)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ZmqMetrics.class));
    }

    @Test
    void there_are_no_meters_when_the_sockets_are_switched_off() {
        runner.withPropertyValues("zmq.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ZmqMetrics.class));
    }

    @Test
    void a_binder_of_the_application_replaces_ours() {
        ZmqMetrics own = new ZmqMetrics(new ZmqSockets());
        runner.withBean("own", ZmqMetrics.class, () -> own)
                .run(context -> assertThat(context).getBean(ZmqMetrics.class).isSameAs(own));
    }

    private static double value(MeterRegistry meters, String name, String... tags) {
        return meters.get(name)
                .tags(tags)
                .tags("socket", "orders", "type", "peer")
                .meter()
                .measure()
                .iterator()
                .next()
                .getValue();
    }
}
