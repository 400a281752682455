package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.PeerSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqEndpointException;
import io.zmqspring.spring.core.NamedConnection;
import io.zmqspring.spring.core.ZmqSockets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class ZmqAutoConfigurationTests {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class))
            .withUserConfiguration(FakeContext.class);

    @Configuration(proxyBeanMethods = false)
    static class FakeContext {
        @Bean
        ZmqContext fakeContext() {
            return new FakeZmqContext();
        }
    }

    @Test
    void without_sockets_there_is_a_context_and_an_empty_directory() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(ZmqContext.class).doesNotHaveBean(PeerSocket.class);
            assertThat(context.getBean(ZmqSockets.class).names()).isEmpty();
        });
    }

    @Test
    @Tag("SPR-22")
    void nothing_is_made_when_switched_off() {
        runner.withPropertyValues("zmq.enabled=false", "zmq.sockets.orders.bind=tcp://127.0.0.1:*")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(ZmqSockets.class)
                        .doesNotHaveBean(PeerSocket.class)
                        .doesNotHaveBean(ZmqSocketLifecycle.class));
    }

    @Test
    @Tag("SPR-5")
    @Tag("SPR-4")
    void each_socket_is_a_bean_bound_and_connected_as_configured() {
        runner.withPropertyValues(
                        "zmq.sockets.orders.bind=tcp://127.0.0.1:*,inproc://orders",
                        "zmq.sockets.orders.connect.billing=tcp://127.0.0.1:7",
                        "zmq.sockets.trader-1.connect.desk[0]=tcp://127.0.0.1:8",
                        "zmq.sockets.trader-1.connect.desk[1]=tcp://127.0.0.1:9")
                .run(context -> {
                    assertThat(context).getBeans(PeerSocket.class).containsOnlyKeys("orders", "trader-1");
                    PeerSocket orders = context.getBean("orders", PeerSocket.class);
                    assertThat(orders.boundEndpoints())
                            .extracting(Object::toString)
                            .containsExactly("tcp://127.0.0.1:50000", "inproc://orders");
                    ZmqSockets sockets = context.getBean(ZmqSockets.class);
                    assertThat(sockets.names()).containsExactly("orders", "trader-1");
                    assertThat(sockets.get("orders")).isSameAs(orders);
                    assertThat(sockets.connections("orders"))
                            .containsExactly(new NamedConnection("billing", "tcp://127.0.0.1:7", 1));
                    assertThat(sockets.connections("trader-1"))
                            .containsExactly(
                                    new NamedConnection("desk", "tcp://127.0.0.1:8", 1),
                                    new NamedConnection("desk", "tcp://127.0.0.1:9", 2));
                });
    }

    @Test
    void all_sockets_are_bound_before_the_first_connects() {
        runner.withPropertyValues("zmq.sockets.a.connect.b=inproc://b", "zmq.sockets.b.bind=" + FakePeerSocket.IN_USE)
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(context.getStartupFailure())
                            .rootCause()
                            .hasMessageContaining("cannot bind tcp://127.0.0.1:1");
                });
    }

    @Test
    @Tag("SPR-18")
    void a_bind_that_fails_stops_the_start_and_names_the_property() {
        runner.withPropertyValues("zmq.sockets.orders.bind=" + FakePeerSocket.IN_USE)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasStackTraceContaining("zmq.sockets.orders.bind: cannot bind tcp://127.0.0.1:1"));
    }

    @Test
    void a_bad_endpoint_to_connect_to_stops_the_start_and_names_the_property() {
        runner.withPropertyValues("zmq.sockets.orders.connect.billing=localhost:5555")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasRootCauseInstanceOf(ZmqEndpointException.class)
                        .hasStackTraceContaining("zmq.sockets.orders.connect.billing"));
    }

    @Test
    void options_that_cannot_be_stop_the_start_and_name_the_socket() {
        runner.withPropertyValues("zmq.sockets.orders.linger=-1s")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("linger"));
    }

    @Test
    void the_application_name_is_announced() {
        runner.withPropertyValues("spring.application.name=shop", "zmq.sockets.orders.type=peer")
                .run(context -> assertThat(options(context.getBean("orders", PeerSocket.class)))
                        .containsEntry("X-Peer-Name", "shop"));
        runner.withPropertyValues("spring.application.name=shop", "zmq.peer-name=", "zmq.sockets.orders.type=peer")
                .run(context -> assertThat(options(context.getBean("orders", PeerSocket.class)))
                        .isEmpty());
    }

    private static Map<String, String> options(PeerSocket socket) {
        return socket.options().properties();
    }

    @Test
    @Tag("SPR-7")
    void the_bound_port_is_a_property() {
        runner.withPropertyValues("zmq.sockets.orders.bind=inproc://orders,tcp://127.0.0.1:*")
                .run(context -> assertThat(context.getEnvironment().getProperty("local.zmq.orders.port", Integer.class))
                        .isEqualTo(50_001));
    }

    @Test
    void stopping_undoes_and_starting_again_does_it_all_once_more() {
        runner.withPropertyValues(
                        "zmq.sockets.orders.bind=tcp://127.0.0.1:*",
                        "zmq.sockets.orders.connect.billing=tcp://127.0.0.1:7")
                .run(context -> {
                    PeerSocket orders = context.getBean("orders", PeerSocket.class);
                    ZmqSockets sockets = context.getBean(ZmqSockets.class);
                    ZmqSocketLifecycle lifecycle = context.getBean(ZmqSocketLifecycle.class);

                    lifecycle.stop();

                    assertThat(lifecycle.isRunning()).isFalse();
                    assertThat(orders.boundEndpoints()).isEmpty();
                    assertThat(orders.peers()).isEmpty();
                    assertThat(sockets.connections("orders")).isEmpty();
                    assertThat(context.getEnvironment().containsProperty("local.zmq.orders.port"))
                            .isFalse();

                    lifecycle.start();

                    assertThat(lifecycle.isRunning()).isTrue();
                    assertThat(orders.boundEndpoints()).hasSize(1);
                    assertThat(sockets.connections("orders")).hasSize(1);
                    assertThat(context.getEnvironment().containsProperty("local.zmq.orders.port"))
                            .isTrue();
                });
    }

    @Test
    void sockets_start_before_the_web_server_and_stop_after_it() {
        assertThat(ZmqSocketLifecycle.PHASE).isLessThan(Integer.MAX_VALUE - 2048);
    }

    @Test
    void ending_the_application_closes_every_socket_and_leaves_its_connections_to_the_linger() {
        FakeZmqContext[] zmq = new FakeZmqContext[1];
        runner.withPropertyValues("zmq.sockets.a.bind=tcp://127.0.0.1:*", "zmq.sockets.b.connect.a=tcp://127.0.0.1:7")
                .run(context -> zmq[0] = (FakeZmqContext) context.getBean(ZmqContext.class));

        assertThat(zmq[0].isClosed()).isTrue();
        assertThat(zmq[0].sockets()).hasSize(2).allMatch(FakePeerSocket::isClosed);
        assertThat(zmq[0].sockets()).anyMatch(socket -> !socket.boundEndpoints().isEmpty());
        assertThat(zmq[0].sockets()).anyMatch(socket -> !socket.peers().isEmpty());
    }

    @Test
    void a_socket_of_the_application_takes_the_place_of_ours() {
        PeerSocket own = new FakePeerSocket(SocketOptions.defaults());
        runner.withBean("orders", PeerSocket.class, () -> own)
                .withPropertyValues("zmq.sockets.orders.bind=tcp://127.0.0.1:*")
                .run(context -> {
                    assertThat(context).getBean("orders").isSameAs(own);
                    assertThat(context.getBean(ZmqSockets.class).get("orders")).isSameAs(own);
                    assertThat(own.boundEndpoints()).hasSize(1);
                });
    }

    @Test
    void a_socket_of_the_application_is_in_the_directory_under_its_bean_name() {
        PeerSocket own = new FakePeerSocket(SocketOptions.defaults());
        runner.withBean("mine", PeerSocket.class, () -> own)
                .withPropertyValues("zmq.sockets.orders.bind=tcp://127.0.0.1:*")
                .run(context ->
                        assertThat(context.getBean(ZmqSockets.class).names()).containsExactly("mine", "orders"));
    }

    @Test
    void a_bean_of_another_kind_with_the_name_of_a_socket_is_refused() {
        runner.withUserConfiguration(Clash.class)
                .withPropertyValues("zmq.sockets.orders.bind=tcp://127.0.0.1:*")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .isInstanceOf(ZmqSocketNameException.class)
                        .hasMessageContaining("'orders' is already a bean of type java.lang.String, defined in ")
                        .hasMessageContaining("Clash"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Clash {
        @Bean
        String orders() {
            return "not a socket";
        }
    }

    @Test
    @Tag("SPR-10")
    void connection_details_of_the_application_go_before_the_properties() {
        runner.withBean(ZmqConnectionDetails.class, () -> new ZmqConnectionDetails() {
                    @Override
                    public List<String> bind(String socket) {
                        return List.of("inproc://" + socket);
                    }

                    @Override
                    public Map<String, List<String>> connect(String socket) {
                        return Map.of();
                    }
                })
                .withPropertyValues("zmq.sockets.orders.bind=tcp://127.0.0.1:*")
                .run(context -> {
                    assertThat(context).hasSingleBean(ZmqConnectionDetails.class);
                    assertThat(context.getBean("orders", PeerSocket.class).boundEndpoints())
                            .extracting(Object::toString)
                            .containsExactly("inproc://orders");
                });
    }

    @Test
    void a_directory_of_the_application_replaces_ours() {
        ZmqSockets own = new ZmqSockets();
        runner.withBean(ZmqSockets.class, () -> own)
                .run(context -> assertThat(context).getBean(ZmqSockets.class).isSameAs(own));
    }

    @Test
    @Tag("SPR-13")
    void customizers_change_options_in_their_order() {
        runner.withUserConfiguration(Customizers.class)
                .withPropertyValues("zmq.sockets.orders.linger=3s")
                .run(context -> assertThat(context.getBean("orders", PeerSocket.class)
                                .options()
                                .linger())
                        .isEqualTo(Duration.ofSeconds(2)));
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {
        @Bean
        @Order(2)
        ZmqSocketCustomizer second() {
            return (socket, options) -> options.linger(Duration.ofSeconds(2));
        }

        @Bean
        @Order(1)
        ZmqSocketCustomizer first() {
            return (socket, options) -> options.linger(Duration.ofSeconds(1));
        }
    }
}
