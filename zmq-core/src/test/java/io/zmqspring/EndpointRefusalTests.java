package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints nobody can use are refused at once, with what is wrong and what would be right. */
class EndpointRefusalTests {
    private static final ZmqContext CONTEXT = ZmqContext.create();

    private final PeerSocket socket = CONTEXT.peer();

    @AfterEach
    void theSocketIsAsBefore() {
        assertThat(socket.peers()).isEmpty();
        assertThat(socket.boundEndpoints()).isEmpty();
        assertThat(socket.isClosed()).isFalse();
        socket.close();
    }

    @AfterAll
    static void close() {
        CONTEXT.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"                      | it has no \"://\" between transport and address",
                "127.0.0.1:5555          | it has no \"://\" between transport and address",
                "tcp:127.0.0.1:5555      | it has no \"://\" between transport and address",
                "tcp:/127.0.0.1:5555     | it has no \"://\" between transport and address",
                "://127.0.0.1:5555       | its scheme or address is empty",
                "tcp://                  | its scheme or address is empty",
                "ipc://                  | its scheme or address is empty",
                "inproc://               | its scheme or address is empty",
                "TCP://127.0.0.1:5555    | there is no transport 'TCP'",
                "http://127.0.0.1:5555   | there is no transport 'http'",
                "udp://127.0.0.1:5555    | over udp RADIO connects, DISH and DGRAM bind",
                "pgm://lo:5555           | there is no transport 'pgm'",
                "vmci://1:5555           | there is no transport 'vmci'",
                "\" tcp://127.0.0.1:5555\" | there is no transport ' tcp'",
                "tcp://127.0.0.1         | it has no port",
                "tcp://host.example      | it has no port",
                "tcp://127.0.0.1:        | '' is no port: it must be a number from 0 to 65535",
                "tcp://127.0.0.1:http    | 'http' is no port",
                "tcp://127.0.0.1:65536   | '65536' is no port",
                "tcp://127.0.0.1:70000   | '70000' is no port",
                "tcp://127.0.0.1:-1      | '-1' is no port",
                "tcp://127.0.0.1:5555x   | '5555x' is no port",
                "\"tcp://127.0.0.1:5555 \" | '5555 ' is no port",
                "tcp://127.0.0.1:5555/   | '' is no resource",
                "tcp://127.0.0.1:5555/a//b | 'a//b' is no resource",
                "tcp://127.0.0.1/a       | it has no port",
                "tcp://;127.0.0.1:5555   | it has no port",
                "tcp://127.0.0.1:99999999999999999999 | is no port",
                "tcp://:5555             | '' is no host name or address",
                "tcp://[]:5555           | '' is no host name or address",
                "\"tcp://my host:5555\"    | 'my host' is no host name or address",
                "tcp://-host:5555        | '-host' is no host name or address",
                "tcp://[::1:5555         | '[::1' is no host name or address",
                "tcp://::1]:5555         | '::1]' is no host name or address",
                "tcp://a,b:5555          | 'a,b' is no host name or address",
                "tcp://user@host:5555    | 'user@host' is no host name or address",
                "tcp://[1:2:3]:5555      | '1:2:3' is no host name or address",
                "tcp://a:b:5555          | 'a:b' is no host name or address",
                "tcp://host:1:5555       | 'host:1' is no host name or address",
                "tcp://[::12345]:5555    | '::12345' is no host name or address",
                "ipc://@name             | Java cannot reach the abstract namespace of Linux",
                "ipc://@                 | Java cannot reach the abstract namespace of Linux"
            })
    @Tag("T-EP-01")
    @Tag("T-EP-02")
    @Tag("T-EP-03")
    @Tag("T-EP-06")
    @Tag("T-TCP-11")
    @Tag("T-TCP-12")
    @Tag("T-TCP-17")
    @Tag("T-IPC-10")
    @Tag("T-IPC-11")
    @Tag("S-PEER-09")
    @Tag("O-ERR-02")
    void bindAndConnectRefuseIt(String endpoint, String problem) {
        assertRefused(endpoint, problem, () -> socket.bind(endpoint));
        assertRefused(endpoint, problem, () -> socket.connect(endpoint));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp://*:5555      | a wildcard host can only be bound",
                "tcp://*:*         | a wildcard host can only be bound",
                "tcp://127.0.0.1:* | a wildcard port can only be bound",
                "tcp://127.0.0.1:0 | a wildcard port can only be bound",
                "ipc://*           | a wildcard can only be bound"
            })
    @Tag("T-TCP-13")
    @Tag("T-TCP-14")
    @Tag("S-PEER-09")
    void connectRefusesWildcards(String endpoint, String problem) {
        assertRefused(endpoint, problem, () -> socket.connect(endpoint));
    }

    @ParameterizedTest
    @ValueSource(ints = {107, 200, 5000})
    @Tag("T-IPC-09")
    void anIpcPathLongerThanJavaTakesIsRefused(int length) {
        String endpoint = "ipc:///" + "p".repeat(length - 1);
        String problem = "its path has " + length + " octets, and Java takes 106";
        assertRefused(endpoint, problem, () -> socket.bind(endpoint));
        assertRefused(endpoint, problem, () -> socket.connect(endpoint));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipc:///tmp/a\0b", "ipc://\0abstract"})
    @Tag("T-IPC-10")
    void anIpcPathWithANulIsRefused(String endpoint) {
        assertRefused(endpoint, "none of them NUL", () -> socket.bind(endpoint));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:5555", "ipc:///tmp/nobody-here", "inproc://nobody-here"})
    void unbindAndDisconnectRefuseWhatTheSocketDoesNotHave(String endpoint) {
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> socket.unbind(endpoint))
                .withMessageContaining("does not listen there");
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> socket.disconnect(endpoint))
                .withMessageContaining("has no connection to it");
    }

    private static void assertRefused(
            String endpoint, String problem, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.endpoint()).isEqualTo(endpoint))
                .withMessageStartingWith("endpoint '" + endpoint + "' cannot be used: ")
                .withMessageContaining(problem)
                .withMessageMatching("(?s).*(tcp://|ipc://).*"); // an example of a right one
    }
}
