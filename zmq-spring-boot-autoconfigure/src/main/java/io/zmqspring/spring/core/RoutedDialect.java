package io.zmqspring.spring.core;

import io.zmqspring.Message;
import io.zmqspring.RoutedSocket;
import io.zmqspring.ZmqSocket;
import io.zmqspring.spring.support.ZmqHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageHeaders;

/** PEER, SERVER and STREAM: each message goes to the peer with a routing id; content and nothing else travels in its one frame. */
final class RoutedDialect extends Dialect {
    private final RoutedSocket socket;

    RoutedDialect(String name, ZmqSocket socket, Dialects.Kind kind) {
        super(name, socket, kind);
        this.socket = (RoutedSocket) socket;
    }

    @Override
    void send(int routingId, @Nullable String address, Message message) {
        socket.send(routingId, message);
    }

    @Override
    boolean trySend(int routingId, @Nullable String address, Message message) {
        return socket.trySend(routingId, message);
    }

    @Override
    void reply(MessageHeaders request, Message reply) {
        if (!(request.get(ZmqHeaders.ROUTING_ID) instanceof Integer routingId)) {
            throw new IllegalArgumentException("the message has no header " + ZmqHeaders.ROUTING_ID
                    + " (Integer); only received messages can be answered");
        }
        socket.send(routingId, reply);
    }

    @Override
    boolean namesRequests(int routingId) {
        return socket.peer(routingId)
                .map(peer -> namesRequests(peer.properties()))
                .orElse(true);
    }

    @Override
    boolean answersInOrder(int routingId) {
        return socket.peer(routingId)
                .map(peer -> !namesRequests(peer.properties()))
                .orElse(true);
    }
}
