package com.example.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.SocketOptions;
import io.zmqspring.StreamOptions;
import io.zmqspring.StreamSocket;
import io.zmqspring.spring.annotation.ZmqListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Component;

/** Plain TCP: no ZeroMQ at the other end. */
class StreamTests extends Example {
    @Test
    void withoutSpring() throws IOException {
        // tag::core[]
        StreamSocket echo = context.stream(
                SocketOptions.builder().stream(StreamOptions.SILENT).build()); // <1>
        Endpoint endpoint = echo.bind("tcp://127.0.0.1:*");

        try (java.net.Socket plain =
                new java.net.Socket("127.0.0.1", endpoint.port().getAsInt())) {
            plain.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
            Message octets = echo.receive();
            echo.send(octets.routingId(), octets); // <2>
            byte[] back = plain.getInputStream().readNBytes(5);
            // end::core[]
            assertThat(back).asString().isEqualTo("hello");
        }
    }

    @Test
    void withSpring() throws IOException {
        var application = start("stream", "echo", EchoListener.class);
        try (java.net.Socket plain = new java.net.Socket("127.0.0.1", port(application, "echo"))) {
            plain.setSoTimeout((int) SOON.toMillis());
            plain.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
            assertThat(plain.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
        }
    }
}

// tag::listener[]
@Component
class EchoListener {
    @ZmqListener("echo")
    byte[] on(byte[] octets) {
        return octets;
    }
}
// end::listener[]
