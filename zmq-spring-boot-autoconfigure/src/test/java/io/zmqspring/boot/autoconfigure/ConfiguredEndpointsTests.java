package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.PullSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.ZmqSocket;
import io.zmqspring.boot.autoconfigure.messaging.ZmqMessagingAutoConfiguration;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.NamedConnection;
import io.zmqspring.spring.core.ZmqReplyTimeoutException;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Where sockets listen and connect to, as the properties say, on real transports. */
class ConfiguredEndpointsTests {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class, ZmqMessagingAutoConfiguration.class));

    @TempDir
    private Path directory;

    static class Desk {
        @ZmqListener("desk")
        String on(String order) {
            return order + " done";
        }
    }

    private static String ask(ApplicationContext context, String destination) {
        return context.getBean(ZmqTemplate.class).convertSendAndReceive(destination, "tea", String.class, SOON);
    }

    @Test
    @Tag("SPR-6")
    @Tag("SPR-9")
    void one_socket_listens_and_connects_over_ipc_and_inproc() {
        String ipc = "ipc://" + directory.resolve("desk");
        runner.withBean(Desk.class)
                .withPropertyValues(
                        "zmq.sockets.desk.bind=" + ipc + ",inproc://desk",
                        "zmq.sockets.middle.bind=inproc://middle",
                        "zmq.sockets.middle.connect.file=" + ipc,
                        "zmq.sockets.middle.connect.inside=inproc://desk",
                        "zmq.sockets.outer.connect.middle=inproc://middle")
                .run(context -> {
                    assertThat(ask(context, "middle/file")).isEqualTo("tea done");
                    assertThat(ask(context, "middle/inside")).isEqualTo("tea done");
                    ZmqSocket middle = context.getBean("middle", ZmqSocket.class);
                    assertThat(middle.boundEndpoints()).hasSize(1);
                    await().atMost(SOON)
                            .untilAsserted(() -> assertThat(middle.peers()).hasSize(3));
                });
    }

    static class Prices {
        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @ZmqListener(sockets = "prices", topics = "eur")
        void on(String price) {
            seen.add(price);
        }
    }

    @Test
    @Tag("SPR-9")
    void udp() {
        runner.withBean(Prices.class)
                .withPropertyValues("zmq.sockets.prices.type=dish", "zmq.sockets.prices.bind=udp://127.0.0.1:*")
                .run(dish -> {
                    Endpoint at = dish.getBean("prices", ZmqSocket.class)
                            .boundEndpoints()
                            .get(0);
                    runner.withPropertyValues(
                                    "zmq.sockets.source.type=radio", "zmq.sockets.source.connect.prices=" + at)
                            .run(radio -> {
                                BlockingQueue<String> seen = dish.getBean(Prices.class).seen;
                                await().atMost(SOON)
                                        .until(
                                                () -> { // the first may come before the group is joined
                                                    radio.getBean(ZmqTemplate.class)
                                                            .convertAndSend("source:eur", "1.2");
                                                    return seen.poll(20, TimeUnit.MILLISECONDS) != null;
                                                });
                            });
                });
    }

    @Test
    @Tag("SPR-5")
    void endpoints_of_one_connection_are_taken_in_turn() {
        runner.withPropertyValues(
                        "zmq.sockets.one.type=pull",
                        "zmq.sockets.one.bind=tcp://127.0.0.1:*",
                        "zmq.sockets.two.type=pull",
                        "zmq.sockets.two.bind=tcp://127.0.0.1:*")
                .run(workers -> {
                    List<String> endpoints = List.of("one", "two").stream()
                            .map(name -> workers.getBean(name, ZmqSocket.class)
                                    .boundEndpoints()
                                    .get(0)
                                    .toString())
                            .toList();
                    runner.withPropertyValues(
                                    "zmq.sockets.tasks.type=push",
                                    "zmq.sockets.tasks.connect.workers=" + String.join(",", endpoints))
                            .run(context -> {
                                PushSocket tasks = context.getBean("tasks", PushSocket.class);
                                IntStream.range(0, 10).forEach(task -> tasks.send(Message.of("" + task)));
                                for (String worker : List.of("one", "two")) {
                                    PullSocket pull = workers.getBean(worker, PullSocket.class);
                                    Set<String> got = IntStream.range(0, 5)
                                            .mapToObj(task -> pull.receive().text())
                                            .collect(Collectors.toSet());
                                    assertThat(got).as(worker).hasSize(5);
                                }
                            });
                });
    }

    @Test
    @Tag("SPR-7")
    @Tag("SPR-8")
    @EnabledOnOs(OS.LINUX) // where all of 127.* are addresses of this machine
    void a_socket_listens_at_the_interface_it_is_told_and_at_no_other() {
        runner.withPropertyValues("zmq.sockets.desk.bind=tcp://127.0.0.2:*").run(context -> {
            int port = context.getEnvironment().getRequiredProperty("local.zmq.desk.port", Integer.class);
            try (Socket there = new Socket()) {
                there.connect(new InetSocketAddress("127.0.0.2", port));
                assertThat(there.isConnected()).isTrue();
            }
            try (Socket elsewhere = new Socket()) {
                assertThatExceptionOfType(ConnectException.class)
                        .isThrownBy(() -> elsewhere.connect(new InetSocketAddress("127.0.0.1", port)));
            }
        });
    }

    @Test
    @Tag("SPR-4")
    void sockets_come_from_environment_variables_alone() {
        runner.withBean(Desk.class)
                .withInitializer(application -> application
                        .getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                "test-systemEnvironment",
                                Map.of(
                                        "ZMQ_SOCKETS_DESK_TYPE", "rep",
                                        "ZMQ_SOCKETS_DESK_BIND", "inproc://desk",
                                        "ZMQ_SOCKETS_ASK_TYPE", "req",
                                        "ZMQ_SOCKETS_ASK_CONNECT_DESK", "inproc://desk",
                                        "ZMQ_SOCKETS_PRICES_TYPE", "pub",
                                        "ZMQ_SOCKETS_PRICES_PUBSUB_NODROP", "true"))))
                .run(context -> {
                    assertThat(ask(context, "ask")).isEqualTo("tea done");
                    assertThat(context.getBean("prices", PubSocket.class)
                                    .options()
                                    .pubSub()
                                    .noDrop())
                            .isTrue();
                });
    }

    @Test
    @Tag("SPR-4")
    void environment_variables_change_single_properties_of_sockets_with_dashes_in_their_names_too() {
        runner.withPropertyValues(
                        "zmq.sockets.first-desk.bind=tcp://127.0.0.1:1",
                        "zmq.sockets.first-desk.linger=1s",
                        "zmq.sockets.trader.connect.first-desk=tcp://127.0.0.1:1")
                .withInitializer(application -> application
                        .getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                "test-systemEnvironment",
                                Map.of(
                                        "ZMQ_SOCKETS_FIRSTDESK_BIND", "inproc://desk",
                                        "ZMQ_SOCKETS_TRADER_CONNECT_FIRSTDESK", "inproc://desk"))))
                .run(context -> {
                    ZmqSockets sockets = context.getBean(ZmqSockets.class);
                    assertThat(sockets.names()).containsExactly("first-desk", "trader");
                    ZmqSocket desk = sockets.get("first-desk");
                    assertThat(desk.boundEndpoints())
                            .extracting(Endpoint::toString)
                            .containsExactly("inproc://desk");
                    assertThat(desk.options().linger()).isEqualTo(Duration.ofSeconds(1));
                    assertThat(sockets.connections("trader"))
                            .extracting(NamedConnection::name, NamedConnection::endpoint)
                            .containsExactly(tuple("first-desk", "inproc://desk"));
                });
    }

    @Test
    @Tag("SPR-90")
    void a_message_larger_than_the_default_limit_is_not_received() {
        runner.withBean(Desk.class)
                .withPropertyValues("zmq.sockets.desk.bind=tcp://127.0.0.1:*")
                .run(desk -> runner.withPropertyValues(
                                "zmq.sockets.trader.connect.desk="
                                        + desk.getBean("desk", ZmqSocket.class)
                                                .boundEndpoints()
                                                .get(0),
                                "zmq.sockets.trader.send.queue-size=64MB")
                        .run(trader -> {
                            assertThat(ask(trader, "desk")).isEqualTo("tea done");
                            assertThatExceptionOfType(ZmqReplyTimeoutException.class)
                                    .isThrownBy(() -> trader.getBean(ZmqTemplate.class)
                                            .convertSendAndReceive(
                                                    "desk",
                                                    new byte[16 * 1024 * 1024 + 1],
                                                    String.class,
                                                    Duration.ofSeconds(1)));
                        }));
    }
}
