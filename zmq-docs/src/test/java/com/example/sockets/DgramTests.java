package com.example.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.DgramSocket;
import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.support.ZmqHeaders;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

/** Datagrams: UDP, no ZeroMQ at the other end. */
class DgramTests extends Example {
    @Test
    void withoutSpring() throws IOException {
        // tag::core[]
        DgramSocket echo = context.dgram();
        Endpoint endpoint = echo.bind("udp://127.0.0.1:*");

        try (DatagramSocket plain = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
            plain.send(new DatagramPacket(
                    hello,
                    hello.length,
                    plain.getLocalAddress(),
                    endpoint.port().getAsInt()));
            Message datagram = echo.receive(); // <1>
            echo.send(datagram);
            DatagramPacket back = new DatagramPacket(new byte[100], 100);
            plain.receive(back);
            // end::core[]
            assertThat(new String(back.getData(), 0, back.getLength(), StandardCharsets.UTF_8))
                    .isEqualTo("hello");
        }
    }

    @Test
    void withSpring() throws IOException {
        var application = start("dgram", "echo", DatagramListener.class);
        int port = application
                .getBean("echo", DgramSocket.class)
                .boundEndpoints()
                .get(0)
                .port()
                .getAsInt();
        try (DatagramSocket plain = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            plain.setSoTimeout((int) SOON.toMillis());
            byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
            plain.send(new DatagramPacket(hello, hello.length, plain.getLocalAddress(), port));
            DatagramPacket back = new DatagramPacket(new byte[100], 100);
            plain.receive(back);
            assertThat(back.getLength()).isEqualTo(5);
        }
    }
}

// tag::listener[]
@Component
class DatagramListener {
    @ZmqListener("echo")
    byte[] on(byte[] datagram, @Header(ZmqHeaders.IDENTITY) String address) {
        return datagram;
    }
}
// end::listener[]
