package io.zmqspring.spring.core;

import io.zmqspring.Message;
import io.zmqspring.MessageSender;
import io.zmqspring.ZmqSocket;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageHeaders;

/** PUSH, PULL, PAIR and their like: frames are content, and the socket itself knows whom they go to. */
final class PlainDialect extends Dialect {
    private final @Nullable MessageSender sender;

    PlainDialect(String name, ZmqSocket socket, Dialects.Kind kind) {
        super(name, socket, kind);
        this.sender = socket instanceof MessageSender sends ? sends : null;
    }

    @Override
    void send(int routingId, @Nullable String address, Message message) {
        if (sender == null) {
            throw new IllegalStateException("a " + type() + " socket sends nothing");
        }
        sender.send(message);
    }

    @Override
    boolean trySend(int routingId, @Nullable String address, Message message) {
        return sender != null && sender.trySend(message);
    }

    @Override
    void reply(MessageHeaders request, Message reply) {
        send(0, null, reply);
    }
}
