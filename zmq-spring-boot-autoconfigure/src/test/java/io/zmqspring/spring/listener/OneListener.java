package io.zmqspring.spring.listener;

import io.zmqspring.EnvelopeMode;
import io.zmqspring.Message;
import io.zmqspring.PeerState;
import io.zmqspring.SocketOptions;
import io.zmqspring.spring.core.FakePeerSocket;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A container that reads the socket "orders", whose peer 7 has an envelope. */
final class OneListener implements AutoCloseable {
    static final int PEER = 7;

    final FakePeerSocket socket = new FakePeerSocket(
                    SocketOptions.builder().envelope(EnvelopeMode.AUTO).build())
            .peer(PEER, PeerState.CONNECTED, FakePeerSocket.ENVELOPE);
    final ZmqSockets sockets = new ZmqSockets();
    final DefaultZmqListenerContainer container;

    OneListener(ZmqMessageListener listener) {
        sockets.add("orders", socket);
        container = new DefaultZmqListenerContainer(
                "orders", sockets, List.of("orders"), listener, new ZmqTemplate(sockets));
    }

    OneListener start(Consumer<ListenerContainerSettings> settings) {
        settings.accept(container);
        container.start();
        return this;
    }

    void arrive(String... bodies) {
        for (String body : bodies) {
            socket.arrive(PEER, Message.of(body));
        }
    }

    void request(String id, String body) {
        socket.arrive(PEER, Message.of(body).withHeaders(Map.of("request-id", id)));
    }

    static String text(org.springframework.messaging.Message<byte[]> message) {
        return new String(message.getPayload(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        container.stop();
        sockets.close();
        socket.close();
    }
}
