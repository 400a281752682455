package io.zmqspring.spring.core;

import io.zmqspring.Message;
import io.zmqspring.MessageSender;
import io.zmqspring.SocketType;
import io.zmqspring.SubSocket;
import io.zmqspring.ZmqSocket;
import io.zmqspring.spring.support.ZmqHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageHeaders;

/**
 * PUB, SUB, XPUB and XSUB: the topic is the first frame and the content follows, as ZeroMQ programs have it. A message of
 * one frame is content as a whole. What an XPUB receives are subscriptions: 1 or 0, then the topic.
 */
final class TopicDialect extends Dialect {
    private static final byte SUBSCRIBE = 1;

    private final @Nullable MessageSender sender;
    private final TopicCounts topics;

    TopicDialect(String name, ZmqSocket socket, Dialects.Kind kind) {
        super(name, socket, kind);
        this.sender = socket instanceof MessageSender sends ? sends : null;
        this.topics = new TopicCounts(this::begin, this::end);
    }

    @Override
    void send(int routingId, @Nullable String address, Message message) {
        if (sender == null) {
            throw new IllegalStateException("a " + type() + " socket sends nothing");
        }
        sender.send(address == null ? message : message.withLeading(address.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    void reply(MessageHeaders request, Message reply) {
        require(Can.ANSWER, "a reply");
    }

    @Override
    Incoming read(Message message) {
        if (message.frameCount() > 1) {
            return new Incoming(message.withoutLeading(1), Map.of(ZmqHeaders.TOPIC, text(message.frame(0))));
        }
        byte[] frame = message.frame(0);
        if (type() == SocketType.XPUB && frame.length > 0 && (frame[0] == 0 || frame[0] == SUBSCRIBE)) {
            return new Incoming(
                    message,
                    Map.of(
                            ZmqHeaders.TOPIC,
                            text(Arrays.copyOfRange(frame, 1, frame.length)),
                            ZmqHeaders.SUBSCRIBED,
                            frame[0] == SUBSCRIBE));
        }
        return new Incoming(message, Map.of());
    }

    private static String text(byte[] topic) {
        return new String(topic, StandardCharsets.UTF_8);
    }

    @Override
    void subscribe(String topic) {
        super.subscribe(topic);
        topics.add(topic);
    }

    @Override
    void unsubscribe(String topic) {
        super.unsubscribe(topic);
        topics.remove(topic);
    }

    @Override
    Set<String> topics() {
        return topics.all();
    }

    private void begin(String topic) {
        if (socket() instanceof SubSocket sub) {
            sub.subscribe(topic);
        } else {
            send(0, null, notice(SUBSCRIBE, topic));
        }
    }

    private void end(String topic) {
        if (socket() instanceof SubSocket sub) {
            sub.unsubscribe(topic);
        } else {
            send(0, null, notice((byte) 0, topic));
        }
    }

    private static Message notice(byte kind, String topic) {
        byte[] octets = topic.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[octets.length + 1];
        frame[0] = kind;
        System.arraycopy(octets, 0, frame, 1, octets.length);
        return Message.wrap(frame);
    }
}
