package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.EnvelopeMode;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

class ZmqPropertiesTests {

    @Test
    void everything_has_a_default() {
        ZmqProperties properties = bind(Map.of());

        assertThat(properties.enabled()).isTrue();
        assertThat(properties.ioThreads()).isEqualTo(1);
        assertThat(properties.peerName()).isNull();
        assertThat(properties.sockets()).isEmpty();
        assertThat(properties.headers().allow()).isEmpty();
        assertThat(properties.health().require()).isEqualTo(ZmqProperties.Health.Require.NONE);
        assertThat(properties.listener().concurrency()).isEqualTo(1);
        assertThat(properties.listener().autoStartup()).isTrue();
        assertThat(properties.listener().retry().enabled()).isFalse();
        assertThat(properties.template().defaultDestination()).isNull();
        assertThat(properties.template().replyTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void a_socket_with_one_property_has_defaults_for_the_others() {
        ZmqProperties.Socket orders = bind(Map.of("zmq.sockets.orders.bind", "tcp://127.0.0.1:5555"))
                .sockets()
                .get("orders");

        assertThat(orders.type()).isEqualTo(SocketType.PEER);
        assertThat(orders.bind()).containsExactly("tcp://127.0.0.1:5555");
        assertThat(orders.connect()).isEmpty();
        assertThat(orders.send().highWaterMark()).isEqualTo(1000);
        assertThat(orders.send().queueSize()).isEqualTo(DataSize.ofMegabytes(16));
        assertThat(orders.send().timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(orders.receive().highWaterMark()).isEqualTo(1000);
        assertThat(orders.maxMessageSize()).isEqualTo(new ZmqLimit(16 << 20));
        assertThat(orders.heartbeat().interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(orders.reconnect().maxDelay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(orders.linger()).isEqualTo(Duration.ofSeconds(5));
        assertThat(orders.envelope()).isEqualTo(EnvelopeMode.AUTO);
        assertThat(orders.peerName()).isNull();
        assertThat(orders.properties()).isEmpty();
    }

    @Test
    void binds_take_one_endpoint_or_a_list() {
        assertThat(bind(Map.of("zmq.sockets.a.bind", "tcp://127.0.0.1:1,inproc://a"))
                        .sockets()
                        .get("a")
                        .bind())
                .containsExactly("tcp://127.0.0.1:1", "inproc://a");
        assertThat(bind(Map.of("zmq.sockets.a.bind[0]", "tcp://127.0.0.1:1", "zmq.sockets.a.bind[1]", "inproc://a"))
                        .sockets()
                        .get("a")
                        .bind())
                .containsExactly("tcp://127.0.0.1:1", "inproc://a");
    }

    @Test
    @Tag("SPR-5")
    void connections_have_names_and_one_endpoint_or_several() {
        Map<String, List<String>> connect = bind(Map.of(
                        "zmq.sockets.a.connect.billing", "tcp://127.0.0.1:1",
                        "zmq.sockets.a.connect.stock-1[0]", "tcp://127.0.0.1:2",
                        "zmq.sockets.a.connect.stock-1[1]", "tcp://[::1]:3"))
                .sockets()
                .get("a")
                .connect();

        assertThat(connect)
                .containsOnlyKeys("billing", "stock-1")
                .containsEntry("billing", List.of("tcp://127.0.0.1:1"))
                .containsEntry("stock-1", List.of("tcp://127.0.0.1:2", "tcp://[::1]:3"));
    }

    @Test
    void an_empty_value_takes_an_endpoint_back() {
        ZmqProperties.Socket socket = bind(Map.of("zmq.sockets.a.bind", "", "zmq.sockets.a.connect.billing", ""))
                .sockets()
                .get("a");

        assertThat(socket.bind()).isEmpty();
        assertThat(socket.connect()).containsEntry("billing", List.of());
    }

    @Test
    @Tag("SPR-4")
    void environment_variables_make_sockets() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        "test-systemEnvironment",
                        Map.of(
                                "ZMQ_SOCKETS_ORDERS_BIND", "tcp://127.0.0.1:1",
                                "ZMQ_SOCKETS_ORDERS_CONNECT_BILLING", "tcp://127.0.0.1:2",
                                "ZMQ_SOCKETS_ORDERS_SEND_HIGHWATERMARK", "5")));
        ZmqProperties.Socket orders = Binder.get(environment)
                .bindOrCreate("zmq", ZmqProperties.class)
                .sockets()
                .get("orders");

        assertThat(orders.bind()).containsExactly("tcp://127.0.0.1:1");
        assertThat(orders.connect()).containsEntry("billing", List.of("tcp://127.0.0.1:2"));
        assertThat(orders.send().highWaterMark()).isEqualTo(5);
    }

    @Test
    void a_socket_may_have_no_properties_at_all() {
        assertThat(bind(Map.of("zmq.sockets.orders", ""))
                        .sockets()
                        .get("orders")
                        .type())
                .isEqualTo(SocketType.PEER);
    }

    @Test
    void an_unknown_socket_type_names_the_property() {
        assertThatThrownBy(() -> bind(Map.of("zmq.sockets.a.type", "telephone")))
                .isInstanceOf(BindException.class)
                .rootCause()
                .hasMessageContaining("telephone");
    }

    @ParameterizedTest
    @Tag("SPR-15")
    @ValueSource(
            strings = {
                "zmq.io-threads",
                "zmq.listener.concurrency",
                "zmq.listener.hand-over",
                "zmq.listener.batch.size",
                "zmq.listener.batch.timeout",
                "zmq.listener.idle-event-interval",
                "zmq.listener.shutdown.grace-period",
                "zmq.listener.retry.max-retries",
                "zmq.template.reply-timeout"
            })
    void a_value_that_is_too_small_names_the_property(String property) {
        assertThatThrownBy(() -> bind(Map.of(property, "-1")))
                .isInstanceOf(BindException.class)
                .rootCause()
                .hasMessageContaining(property)
                .hasMessageContaining("=-1 is too small");
    }

    @Test
    @Tag("SPR-15")
    void a_limit_is_a_size_or_a_number_of_any_kind_or_unlimited() {
        assertThat(maxMessageSize("16MB")).isEqualTo(16 << 20);
        assertThat(maxMessageSize("1000")).isEqualTo(1000);
        assertThat(maxMessageSize(1000)).as("from YAML").isEqualTo(1000);
        assertThat(maxMessageSize(5_000_000_000L)).as("from YAML").isEqualTo(5_000_000_000L);
        assertThat(maxMessageSize("unlimited")).isEqualTo(SocketOptions.UNLIMITED);
        assertThat(maxMessageSize("UNLIMITED ")).isEqualTo(SocketOptions.UNLIMITED);
        assertThat(ZmqLimit.of("unlimited")).hasToString("unlimited");
        assertThat(ZmqLimit.of("1KB")).hasToString("1024");
    }

    private static long maxMessageSize(Object value) {
        return bind(Map.of("zmq.sockets.a.max-message-size", value))
                .sockets()
                .get("a")
                .maxMessageSize()
                .value();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "none"})
    void what_other_libraries_take_for_no_limit_is_refused(String value) {
        assertThatThrownBy(() -> maxMessageSize(value))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("zmq.sockets.a.max-message-size")
                .hasStackTraceContaining(value.equals("none") ? "is not a valid data size" : "or 'unlimited'");
    }

    private static ZmqProperties bind(Map<String, ?> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("zmq", ZmqProperties.class);
    }
}
