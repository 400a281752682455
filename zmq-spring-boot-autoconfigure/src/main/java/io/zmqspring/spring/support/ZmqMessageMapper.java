package io.zmqspring.spring.support;

import io.zmqspring.Message;
import java.util.Map;
import java.util.Objects;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Turns a Spring message whose payload is already bytes into a ZeroMQ message, and a received ZeroMQ message into a
 * Spring message of bytes. Bodies are shared, not copied. Thread-safe.
 */
public final class ZmqMessageMapper {
    private final ZmqHeaderMapper headerMapper;

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
     * @throws MessageConversionException if the payload is not bytes, or a header cannot travel
     */
    public Message toWire(org.springframework.messaging.Message<?> message, Map<String, String> correlation) {
        if (!(message.getPayload() instanceof byte[] body)) {
            throw new MessageConversionException(
                    message,
                    "the payload is a " + message.getPayload().getClass().getName()
                            + ", but byte[] is needed on the wire; a message converter must make it so");
        }
        Map<String, String> headers = headerMapper.toWire(message.getHeaders());
        headers.putAll(correlation);
        return Message.wrap(body).withHeaders(headers);
    }

    /**
     * Makes a Spring message of a received one.
     *
     * @param message the message as received
     * @param socket the name of the socket that received it
     * @return the message, with {@link ZmqHeaders#SOCKET}, {@link ZmqHeaders#ROUTING_ID}, {@link ZmqHeaders#RAW} and,
     *     if announced, {@link ZmqHeaders#PEER_NAME}
     */
    public org.springframework.messaging.Message<byte[]> fromWire(Message message, String socket) {
        Map<String, Object> headers = headerMapper.fromWire(message.headers());
        headers.put(ZmqHeaders.SOCKET, socket);
        headers.put(ZmqHeaders.ROUTING_ID, message.routingId());
        headers.put(ZmqHeaders.RAW, message);
        String peer = DefaultZmqHeaderMapper.text(message.sender().properties().get(ZmqWireHeaders.PEER_NAME_PROPERTY));
        if (peer != null && !peer.isEmpty()) {
            headers.put(ZmqHeaders.PEER_NAME, peer);
        }
        return MessageBuilder.createMessage(message.body(), new MessageHeaders(headers));
    }
}
