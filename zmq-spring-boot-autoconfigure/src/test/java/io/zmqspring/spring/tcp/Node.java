package io.zmqspring.spring.tcp;

import static org.awaitility.Awaitility.await;

import io.zmqspring.EnvelopeMode;
import io.zmqspring.PeerSocket;
import io.zmqspring.PeerState;
import io.zmqspring.Reconnect;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketOptionsBuilder;
import io.zmqspring.ZmqContext;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.listener.DefaultZmqListenerContainer;
import io.zmqspring.spring.listener.ZmqMessageListener;
import io.zmqspring.spring.support.DefaultZmqHeaderMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** One application with one socket, on a context of its own, so that everything goes over TCP. */
final class Node implements AutoCloseable {
    final ZmqContext context = ZmqContext.create();
    final ZmqSockets sockets = new ZmqSockets();
    final ZmqTemplate template = new ZmqTemplate(sockets);
    final String name;
    final PeerSocket socket;
    private final List<DefaultZmqListenerContainer> containers = new ArrayList<>();

    Node(String name) {
        this(name, options -> options);
    }

    Node(String name, UnaryOperator<SocketOptionsBuilder> options) {
        this.name = name;
        this.socket = context.peer(options.apply(SocketOptions.builder()
                        .envelope(EnvelopeMode.AUTO)
                        .property("X-Peer-Name", name)
                        .sendTimeout(Duration.ofSeconds(2))
                        .reconnect(new Reconnect(Duration.ofMillis(20), Duration.ofMillis(100))))
                .build());
        sockets.add(name, socket);
    }

    /** A node that speaks plain ZeroMQ. */
    static Node bare(String name) {
        return new Node(name, options -> options.envelope(EnvelopeMode.NEVER));
    }

    Node allow(String... headers) {
        template.setHeaderMapper(new DefaultZmqHeaderMapper(Set.of(headers)));
        return this;
    }

    String bind() {
        return socket.bind("tcp://127.0.0.1:*").toString();
    }

    /** Connects under a name and waits until messages can flow. */
    int connect(String connection, String endpoint) {
        int id = socket.connect(endpoint);
        sockets.addConnection(name, connection, endpoint, id);
        await().until(() -> socket.peer(id).orElseThrow().state() == PeerState.CONNECTED);
        return id;
    }

    DefaultZmqListenerContainer listener(ZmqMessageListener listener, String... allowed) {
        ZmqTemplate replies = new ZmqTemplate(sockets);
        replies.setHeaderMapper(new DefaultZmqHeaderMapper(Set.of(allowed)));
        DefaultZmqListenerContainer container =
                new DefaultZmqListenerContainer(name + "-listener", sockets, List.of(name), listener, replies);
        container.setHeaderMapper(new DefaultZmqHeaderMapper(Set.of(allowed)));
        containers.add(container);
        return container;
    }

    Node listen(ZmqMessageListener listener, String... allowed) {
        listener(listener, allowed).start();
        return this;
    }

    @Override
    public void close() {
        containers.forEach(DefaultZmqListenerContainer::stop);
        sockets.close();
        context.close(Duration.ZERO);
    }
}
