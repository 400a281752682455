package io.zmqspring.spring.core;

import io.zmqspring.DgramSocket;
import io.zmqspring.Message;
import io.zmqspring.ZmqSocket;
import io.zmqspring.spring.support.ZmqHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageHeaders;

/** DGRAM: each datagram has the address of the other side, as text, in front. */
final class DatagramDialect extends Dialect {
    private final DgramSocket socket;

    DatagramDialect(String name, ZmqSocket socket, Dialects.Kind kind) {
        super(name, socket, kind);
        this.socket = (DgramSocket) socket;
    }

    @Override
    void send(int routingId, @Nullable String address, Message message) {
        if (address == null) {
            throw new ZmqDestinationException(
                    name(), "a DGRAM socket sends to an address; write " + name() + "/127.0.0.1:5555");
        }
        socket.send(message.withLeading(address.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    void reply(MessageHeaders request, Message reply) {
        if (!(request.get(ZmqHeaders.IDENTITY) instanceof String address)) {
            throw new IllegalArgumentException("the message has no header " + ZmqHeaders.IDENTITY
                    + " (String); only received messages can be answered");
        }
        send(0, address, reply);
    }

    @Override
    Incoming read(Message message) {
        return new Incoming(
                message.withoutLeading(1),
                Map.of(ZmqHeaders.IDENTITY, new String(message.frame(0), StandardCharsets.UTF_8)));
    }
}
