package io.zmqspring.boot.test.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InprocNameTests {

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:5555, inproc://tcp/localhost:5555",
        "tcp://localhost:5555, inproc://tcp/localhost:5555",
        "tcp://LocalHost:5555, inproc://tcp/localhost:5555",
        "tcp://*:5555, inproc://tcp/localhost:5555",
        "tcp://0.0.0.0:5555, inproc://tcp/localhost:5555",
        "tcp://[::]:5555, inproc://tcp/localhost:5555",
        "tcp://[::1]:5555, inproc://tcp/localhost:5555",
        "tcp://[::ffff:127.0.0.1]:5555, inproc://tcp/localhost:5555",
        "tcp://eth0:0;127.0.0.1:5555, inproc://tcp/localhost:5555",
        "tcp://stock.example:5555, inproc://tcp/stock.example:5555",
        "tcp://[2001:db8::7]:5555, inproc://tcp/[2001:db8::7]:5555",
        "tcp://127.0.0.1:5555/orders, inproc://tcp/localhost:5555/orders",
        "udp://eth0;239.0.0.7:5555, inproc://udp/239.0.0.7:5555",
        "udp://239.0.0.7:5555, inproc://udp/239.0.0.7:5555",
        "ipc:///run/orders.sock, inproc://ipc//run/orders.sock",
        "ipc:///run/x;y:5, inproc://ipc//run/x;y:5",
        "discovery://stock-service, inproc://discovery/stock-service",
        "inproc://orders, inproc://orders"
    })
    void isTheSameForEndpointsThatMeet(String endpoint, String name) {
        assertThat(InprocName.of(endpoint)).isEqualTo(name);
        assertThat(InprocName.ofBound(endpoint, "desk-0")).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:*, inproc://tcp/desk-0",
        "tcp://*:0, inproc://tcp/desk-0",
        "udp://*:*, inproc://udp/desk-0",
        "ipc://*, inproc://ipc/desk-0"
    })
    void isOfItsOwnWhereTheSystemChooses(String endpoint, String name) {
        assertThat(InprocName.ofBound(endpoint, "desk-0")).isEqualTo(name);
    }

    @Test
    void differsByPort() {
        assertThat(InprocName.of("tcp://127.0.0.1:5555")).isNotEqualTo(InprocName.of("tcp://127.0.0.1:5556"));
    }
}
