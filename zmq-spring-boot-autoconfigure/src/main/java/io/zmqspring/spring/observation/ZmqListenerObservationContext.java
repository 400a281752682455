package io.zmqspring.spring.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.zmqspring.SocketType;
import io.zmqspring.spring.support.ZmqHeaders;
import io.zmqspring.spring.support.ZmqWireHeaders;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/**
 * What is known of a message, or of a batch of them, that a listener handles. The carrier are the headers of the message,
 * those that the header mapper believes; that of a batch is empty, because its messages may be of several traces. Used by
 * one thread at a time.
 */
public final class ZmqListenerObservationContext extends ReceiverContext<Map<String, Object>> {
    private final String listenerId;
    private final String socketName;
    private final SocketType socketType;
    private final List<Message<byte[]>> messages;
    private final boolean batch;

    /**
     * Makes a context.
     *
     * @param listenerId the id of the listener
     * @param socketName the name of the socket that received the message
     * @param socketType its type
     * @param message the message as the listener gets it
     */
    @SuppressWarnings("this-escape")
    public ZmqListenerObservationContext(
            String listenerId, String socketName, SocketType socketType, Message<byte[]> message) {
        this(listenerId, socketName, socketType, List.of(message), false);
        setCarrier(message.getHeaders());
        setRemoteServiceName(getPeerName());
    }

    /**
     * Makes a context.
     *
     * @param listenerId the id of the listener
     * @param socketName the name of the socket that received the messages
     * @param socketType its type
     * @param batch the messages as the listener gets them
     */
    @SuppressWarnings("this-escape")
    public ZmqListenerObservationContext(
            String listenerId, String socketName, SocketType socketType, List<Message<byte[]>> batch) {
        this(listenerId, socketName, socketType, List.copyOf(batch), true);
        setCarrier(Map.of());
    }

    private ZmqListenerObservationContext(
            String listenerId,
            String socketName,
            SocketType socketType,
            List<Message<byte[]>> messages,
            boolean batch) {
        super(ZmqListenerObservationContext::text, Kind.CONSUMER);
        this.listenerId = listenerId;
        this.socketName = socketName;
        this.socketType = socketType;
        this.messages = messages;
        this.batch = batch;
    }

    private static @Nullable String text(@Nullable Map<String, Object> headers, String name) {
        return headers != null && headers.get(name) instanceof String text ? text : null;
    }

    /**
     * Returns the id of the listener.
     *
     * @return the id
     */
    public String getListenerId() {
        return listenerId;
    }

    /**
     * Returns the name of the socket that received the message.
     *
     * @return the name
     */
    public String getSocketName() {
        return socketName;
    }

    /**
     * Returns the type of that socket.
     *
     * @return the type
     */
    public SocketType getSocketType() {
        return socketType;
    }

    /**
     * Returns what is handled.
     *
     * @return the messages as the listener gets them; one, unless this is a batch
     */
    public List<Message<byte[]>> getMessages() {
        return messages;
    }

    /**
     * Returns whether the messages are handled together.
     *
     * @return true for a batch, also of one message
     */
    public boolean isBatch() {
        return batch;
    }

    /**
     * Returns how many messages are handled together.
     *
     * @return the number; null if this is no batch
     */
    public @Nullable Integer getBatchSize() {
        return batch ? messages.size() : null;
    }

    private @Nullable Object header(String name) {
        return batch ? null : messages.get(0).getHeaders().get(name);
    }

    private @Nullable String text(String name) {
        return header(name) instanceof String text ? text : null;
    }

    /**
     * Returns the socket's routing id of the sender.
     *
     * @return unsigned 32 bits, as text; null of a batch, or if the socket gives its peers none
     */
    public @Nullable String getRoutingId() {
        return header(ZmqHeaders.ROUTING_ID) instanceof Integer id ? Integer.toUnsignedString(id) : null;
    }

    /**
     * Returns the name that the sender announced.
     *
     * @return the name, a claim; null of a batch, or if it announced none
     */
    public @Nullable String getPeerName() {
        return text(ZmqHeaders.PEER_NAME);
    }

    /**
     * Returns where the sender is.
     *
     * @return its IP address, or over ipc its host, user and group; null of a batch, or if it is not known, as over inproc
     */
    public @Nullable String getPeerAddress() {
        return header(ZmqHeaders.RAW) instanceof io.zmqspring.Message raw
                ? raw.sender().properties().get(ZmqWireHeaders.PEER_ADDRESS_PROPERTY)
                : null;
    }

    /**
     * Returns the id that the sender gave the message.
     *
     * @return the id; null of a batch, or if there is none
     */
    public @Nullable String getMessageId() {
        return text(ZmqHeaders.MESSAGE_ID);
    }

    /**
     * Returns the id of a request, which the reply repeats.
     *
     * @return the id; null of a batch, or if there is none
     */
    public @Nullable String getConversationId() {
        return text(ZmqHeaders.REQUEST_ID);
    }

    /**
     * Returns how many bytes of content were received.
     *
     * @return the number, of all messages together
     */
    public int getBodySize() {
        return messages.stream()
                .mapToInt(message -> message.getPayload().length)
                .sum();
    }
}
