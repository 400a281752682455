package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTests {

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:5555, tcp, 127.0.0.1:5555",
        "tcp://[::1]:5555, tcp, [::1]:5555",
        "ipc:///run/orders.sock, ipc, /run/orders.sock",
        "inproc://orders, inproc, orders",
        "inproc://a://b, inproc, a://b"
    })
    void hasASchemeAndAnAddress(String text, String scheme, String address) {
        Endpoint endpoint = Endpoint.parse(text);
        assertThat(endpoint).isEqualTo(new Endpoint(scheme, address));
        assertThat(endpoint).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "orders", "127.0.0.1:5555", "tcp:/127.0.0.1:5555", "tcp://", "://", "://orders"})
    void isRefusedWithTheTextTheProblemAndAnExample(String text) {
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> Endpoint.parse(text))
                .satisfies(e -> assertThat(e.endpoint()).isEqualTo(text))
                .withMessageContaining("'" + text + "'")
                .withMessageContaining("tcp://127.0.0.1:5555");
    }

    @Test
    void hasNoEmptyParts() {
        assertThatExceptionOfType(ZmqEndpointException.class).isThrownBy(() -> new Endpoint("", "a"));
        assertThatExceptionOfType(ZmqEndpointException.class).isThrownBy(() -> new Endpoint("tcp", ""));
    }

    @Test
    void knowsThePortOfTcpOnly() {
        assertThat(Endpoint.parse("tcp://127.0.0.1:5555").port()).isEqualTo(OptionalInt.of(5555));
        assertThat(Endpoint.parse("tcp://[::1]:80").port()).isEqualTo(OptionalInt.of(80));
        assertThat(Endpoint.parse("tcp://*:*").port()).isEmpty();
        assertThat(Endpoint.parse("tcp://noport").port()).isEmpty();
        assertThat(Endpoint.parse("inproc://name:80").port()).isEmpty();
    }
}
