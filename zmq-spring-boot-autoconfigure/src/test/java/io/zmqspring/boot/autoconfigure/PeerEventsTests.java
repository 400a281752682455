package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.Endpoint;
import io.zmqspring.PeerSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.spring.core.ZmqPeerEvent;
import io.zmqspring.spring.core.ZmqPeerEvent.ZmqPeerConnectedEvent;
import io.zmqspring.spring.core.ZmqPeerEvent.ZmqPeerDisconnectedEvent;
import io.zmqspring.spring.core.ZmqPeerEvent.ZmqPeerHandshakeFailedEvent;
import io.zmqspring.spring.core.ZmqSockets;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;

@Timeout(60)
class PeerEventsTests {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class))
            .withBean(Witness.class)
            .withPropertyValues("zmq.sockets.desk.bind=tcp://127.0.0.1:*");

    static class Witness {
        final List<ZmqPeerEvent> all = new CopyOnWriteArrayList<>();
        final List<ZmqPeerDisconnectedEvent> gone = new CopyOnWriteArrayList<>();

        @EventListener
        void on(ZmqPeerEvent event) {
            all.add(event);
        }

        @EventListener
        void gone(ZmqPeerDisconnectedEvent event) {
            gone.add(event);
        }
    }

    private static Endpoint desk(ApplicationContext context) {
        return context.getBean(ZmqSockets.class).get("desk").boundEndpoints().get(0);
    }

    @Test
    @Tag("SPR-53")
    void a_peer_that_comes_and_goes_is_two_events() {
        runner.run(context -> {
            Witness witness = context.getBean(Witness.class);
            try (ZmqContext other = ZmqContext.create();
                    PeerSocket peer = other.peer()) {
                peer.connect(desk(context).toString());
                await().untilAsserted(() -> assertThat(witness.all).hasSize(1));
            }

            await().untilAsserted(() -> assertThat(witness.gone).hasSize(1));
            assertThat(witness.all).hasSize(2).allMatch(event -> event.socket().equals("desk"));
            assertThat(witness.all.get(0)).isInstanceOf(ZmqPeerConnectedEvent.class);
            SocketEvent.HandshakeSucceeded connected = ((ZmqPeerConnectedEvent) witness.all.get(0)).detail();
            assertThat(connected.accepted()).isTrue();
            assertThat(connected.routingId()).isNotZero();
            assertThat(witness.gone.get(0).detail().remoteAddress()).isEqualTo(connected.remoteAddress());
        });
    }

    @Test
    @Tag("SPR-53")
    void a_stranger_is_one_event_and_no_disconnected_peer() {
        runner.run(context -> {
            Witness witness = context.getBean(Witness.class);
            speakNonsense(desk(context));

            await().untilAsserted(() ->
                    assertThat(witness.all).singleElement().isInstanceOf(ZmqPeerHandshakeFailedEvent.class));
            try (ZmqContext other = ZmqContext.create();
                    PeerSocket peer = other.peer()) {
                peer.connect(desk(context).toString());
                await().untilAsserted(() -> assertThat(witness.all).hasSize(2));
            }
            assertThat(witness.all.get(1)).isInstanceOf(ZmqPeerConnectedEvent.class);
        });
    }

    private static void speakNonsense(Endpoint endpoint) throws IOException {
        String address = endpoint.toString();
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            while (socket.getInputStream().read() >= 0) {
                // until the desk has had enough
            }
        } catch (SocketException cutOff) {
            // another way of saying so
        }
    }
}
