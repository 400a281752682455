package io.zmqspring.spring.support;

import io.zmqspring.Message;
import io.zmqspring.security.User;
import java.io.Serial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Turns a Spring message whose payload is already bytes, or frames of bytes, into a ZeroMQ message, and a received ZeroMQ message into a
 * Spring message of bytes. Bodies are shared, not copied. Thread-safe.
 */
public final class ZmqMessageMapper {
    private final ZmqHeaderMapper headerMapper;
    private volatile @Nullable ContentType last;

    /**
     * Makes a mapper.
     *
     * @param headerMapper decides which headers pass
     */
    public ZmqMessageMapper(ZmqHeaderMapper headerMapper) {
        this.headerMapper = Objects.requireNonNull(headerMapper, "headerMapper");
    }

    /**
     * Makes a message to send.
     *
     * @param message a message of bytes
     * @param correlation further headers for the wire
     * @return the message
     * @throws MessageConversionException if the payload is neither bytes nor frames, or a header cannot travel
     */
    public Message toWire(org.springframework.messaging.Message<?> message, Map<String, String> correlation) {
        Message content = content(message.getPayload());
        if (content == null) {
            throw new MessageConversionException(
                    message,
                    "the payload is a " + message.getPayload().getClass().getName()
                            + ", but byte[] is needed on the wire; a message converter must make it so");
        }
        Map<String, String> headers = headerMapper.toWire(message.getHeaders());
        headers.putAll(correlation);
        return content.withHeaders(headers);
    }

    /**
     * Picks those of further headers that travel.
     *
     * @param headers headers that are not of the message itself, as a trace context
     * @return the headers that the header mapper lets pass, by their names on the wire
     */
    public Map<String, String> allowed(Map<String, String> headers) {
        return headerMapper.toWire(new FurtherHeaders(headers));
    }

    /** Headers without the id and the time that every message has. */
    private static final class FurtherHeaders extends MessageHeaders {
        @Serial
        private static final long serialVersionUID = 1L;

        FurtherHeaders(Map<String, String> headers) {
            super(new HashMap<>(headers), ID_VALUE_NONE, -1L);
        }
    }

    /**
     * Tells whether a payload can travel as it is.
     *
     * @param payload the payload
     * @return whether it is bytes, or several frames: a {@code List<byte[]>} or a {@link Message} of such
     */
    public static boolean isContent(Object payload) {
        return payload instanceof byte[] || isFrames(payload);
    }

    static boolean isFrames(Object payload) {
        return payload instanceof Message message
                ? message.frameCount() > 1
                : payload instanceof List<?> list
                        && !list.isEmpty()
                        && list.stream().allMatch(byte[].class::isInstance);
    }

    private static @Nullable Message content(Object payload) {
        if (payload instanceof byte[] body) {
            return Message.wrap(body);
        }
        if (payload instanceof Message message) {
            return Message.ofFrames(message.frames());
        }
        return isFrames(payload)
                ? Message.ofFrames(
                        ((List<?>) payload).stream().map(byte[].class::cast).toList())
                : null;
    }

    /**
     * Makes a Spring message of a received one.
     *
     * @param message the message as received
     * @param socket the name of the socket that received it
     * @return the message, with {@link ZmqHeaders#SOCKET}, {@link ZmqHeaders#RAW} and, where there is one,
     *     {@link ZmqHeaders#ROUTING_ID}, {@link ZmqHeaders#PEER_NAME} and {@link ZmqHeaders#USER_ID}
     */
    public org.springframework.messaging.Message<byte[]> fromWire(Message message, String socket) {
        return fromWire(message, message, socket, Map.of());
    }

    /**
     * Makes a Spring message of a received one that stands between frames which addressed it.
     *
     * @param message the message as received
     * @param content what of it is for the application
     * @param socket the name of the socket that received it
     * @param address what the other frames said, as headers
     * @return the message, as above, with {@link ZmqHeaders#FRAMES} if the content has several
     */
    public org.springframework.messaging.Message<byte[]> fromWire(
            Message message, Message content, String socket, Map<String, Object> address) {
        ReceivedMessage received = new ReceivedMessage(this, message, content, socket, address);
        if (!(headerMapper instanceof DefaultZmqHeaderMapper)) {
            received.getHeaders(); // others may refuse what they see, and do so here or never
        }
        return received;
    }

    MessageHeaders headers(Message message, Message content, String socket, Map<String, Object> address) {
        Map<String, Object> headers = headerMapper.fromWire(message.headers());
        headers.put(ZmqHeaders.SOCKET, socket);
        headers.putAll(address);
        if (message.routingId() != 0) {
            headers.put(ZmqHeaders.ROUTING_ID, message.routingId());
        }
        if (content.frameCount() > 1) {
            headers.put(ZmqHeaders.FRAMES, content.frames());
        }
        headers.put(ZmqHeaders.RAW, message);
        String peer = DefaultZmqHeaderMapper.text(message.sender().properties().get(ZmqWireHeaders.PEER_NAME_PROPERTY));
        if (peer != null && !peer.isEmpty()) {
            headers.put(ZmqHeaders.PEER_NAME, peer);
        }
        User user = message.sender().user();
        String id = user == null ? null : DefaultZmqHeaderMapper.text(user.id());
        if (id != null && !id.isEmpty()) {
            headers.put(ZmqHeaders.USER_ID, id);
        }
        return new MessageHeaders(headers);
    }

    /**
     * Returns what a converter needs of a received message: its payload and its content type.
     *
     * @param message a message as a listener gets it
     * @return a message without other headers if those have not been made yet, otherwise the message itself
     */
    public static org.springframework.messaging.Message<?> contentOnly(
            org.springframework.messaging.Message<?> message) {
        return message instanceof ReceivedMessage received ? received.contentAndType() : message;
    }

    /**
     * Says how often a message has been given to its listener, this time included.
     *
     * @param message a message as a listener gets it
     * @param attempt 1 for the first time
     * @return the message with {@link ZmqHeaders#DELIVERY_ATTEMPT}
     */
    public static org.springframework.messaging.Message<byte[]> withDeliveryAttempt(
            org.springframework.messaging.Message<byte[]> message, int attempt) {
        return message instanceof ReceivedMessage received
                ? received.with(ZmqHeaders.DELIVERY_ATTEMPT, attempt)
                : MessageBuilder.fromMessage(message)
                        .setHeader(ZmqHeaders.DELIVERY_ATTEMPT, attempt)
                        .build();
    }

    /** Headers with a content type alone; those of the last one are kept, because most messages have the same. */
    MessageHeaders contentType(Message message) {
        String wire = message.headers().get(ZmqWireHeaders.CONTENT_TYPE);
        ContentType last = this.last;
        if (last == null || !Objects.equals(wire, last.wire)) {
            last = new ContentType(wire, DefaultZmqHeaderMapper.contentType(wire));
            this.last = last;
        }
        return last.headers;
    }

    private record ContentType(@Nullable String wire, MessageHeaders headers) {}

    /**
     * Returns the frames of content of a received message, without making its headers.
     *
     * @param message a message as a listener gets it
     * @return the frames if there are several, otherwise null
     */
    public static @Nullable List<?> frames(org.springframework.messaging.Message<?> message) {
        if (message instanceof ReceivedMessage received) {
            return received.content().frameCount() > 1 ? received.content().frames() : null;
        }
        return message.getHeaders().get(ZmqHeaders.FRAMES) instanceof List<?> several ? several : null;
    }
}
