package io.zmqspring.spring.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.zmqspring.SocketType;
import io.zmqspring.spring.support.ZmqHeaders;
import io.zmqspring.spring.support.ZmqWireHeaders;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/**
 * What is known of a message that a listener handles. The carrier are its headers, those that the header mapper believes.
 * Used by one thread at a time.
 */
public final class ZmqListenerObservationContext extends ReceiverContext<Map<String, Object>> {
    private final String listenerId;
    private final String socketName;
    private final SocketType socketType;
    private final Message<byte[]> message;

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
        super(ZmqListenerObservationContext::text, Kind.CONSUMER);
        this.listenerId = listenerId;
        this.socketName = socketName;
        this.socketType = socketType;
        this.message = message;
        setCarrier(message.getHeaders());
        setRemoteServiceName(getPeerName());
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
     * Returns the message.
     *
     * @return the message as the listener gets it
     */
    public Message<byte[]> getMessage() {
        return message;
    }

    /**
     * Returns the socket's routing id of the sender.
     *
     * @return unsigned 32 bits, as text; null if the socket gives its peers none
     */
    public @Nullable String getRoutingId() {
        return message.getHeaders().get(ZmqHeaders.ROUTING_ID) instanceof Integer id
                ? Integer.toUnsignedString(id)
                : null;
    }

    /**
     * Returns the name that the sender announced.
     *
     * @return the name, a claim; null if it announced none
     */
    public @Nullable String getPeerName() {
        return text(message.getHeaders(), ZmqHeaders.PEER_NAME);
    }

    /**
     * Returns where the sender is.
     *
     * @return its IP address, or over ipc its host, user and group; null if it is not known, as over inproc
     */
    public @Nullable String getPeerAddress() {
        return message.getHeaders().get(ZmqHeaders.RAW) instanceof io.zmqspring.Message raw
                ? raw.sender().properties().get(ZmqWireHeaders.PEER_ADDRESS_PROPERTY)
                : null;
    }

    /**
     * Returns the id that the sender gave the message.
     *
     * @return the id; null if there is none
     */
    public @Nullable String getMessageId() {
        return text(message.getHeaders(), ZmqHeaders.MESSAGE_ID);
    }

    /**
     * Returns the id of a request, which the reply repeats.
     *
     * @return the id; null if there is none
     */
    public @Nullable String getConversationId() {
        return text(message.getHeaders(), ZmqHeaders.REQUEST_ID);
    }

    /**
     * Returns how many bytes of content were received.
     *
     * @return the number, of all frames together
     */
    public int getBodySize() {
        return message.getPayload().length;
    }
}
