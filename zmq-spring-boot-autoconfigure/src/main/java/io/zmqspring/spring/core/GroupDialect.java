package io.zmqspring.spring.core;

import io.zmqspring.DishSocket;
import io.zmqspring.Message;
import io.zmqspring.RadioSocket;
import io.zmqspring.ZmqSocket;
import io.zmqspring.spring.support.ZmqHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageHeaders;

/** RADIO and DISH: each message belongs to one group, which a receiver joins by its exact name. */
final class GroupDialect extends Dialect {
    private final TopicCounts groups = new TopicCounts(this::join, this::leave);

    GroupDialect(String name, ZmqSocket socket, Dialects.Kind kind) {
        super(name, socket, kind);
    }

    @Override
    void send(int routingId, @Nullable String address, Message message) {
        if (!(socket() instanceof RadioSocket radio)) {
            throw new IllegalStateException("a " + type() + " socket sends nothing");
        }
        if (address == null) {
            throw new ZmqDestinationException(
                    name(), "a RADIO socket sends to a group; write " + name() + ":group, or ZmqDestination.topic");
        }
        radio.send(address, message);
    }

    @Override
    void reply(MessageHeaders request, Message reply) {
        require(Can.ANSWER, "a reply");
    }

    @Override
    Incoming read(Message message) {
        return new Incoming(
                message.withoutLeading(1),
                Map.of(ZmqHeaders.GROUP, new String(message.frame(0), StandardCharsets.UTF_8)));
    }

    @Override
    void subscribe(String group) {
        super.subscribe(group);
        groups.add(group);
    }

    @Override
    void unsubscribe(String group) {
        super.unsubscribe(group);
        groups.remove(group);
    }

    @Override
    Set<String> topics() {
        return groups.all();
    }

    private void join(String group) {
        ((DishSocket) socket()).join(group);
    }

    private void leave(String group) {
        ((DishSocket) socket()).leave(group);
    }
}
