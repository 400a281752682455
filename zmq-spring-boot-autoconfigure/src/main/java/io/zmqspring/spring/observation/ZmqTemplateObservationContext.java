package io.zmqspring.spring.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.RequestReplySenderContext;
import io.zmqspring.Message;
import io.zmqspring.SocketType;
import io.zmqspring.spring.support.ZmqWireHeaders;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a message that a template sends. The carrier is a map of headers: what tracing puts into it travels with
 * the message as far as the header mapper lets it pass, and as far as the socket's type has headers. Used by one thread at
 * a time.
 */
public final class ZmqTemplateObservationContext
        extends RequestReplySenderContext<Map<String, String>, org.springframework.messaging.Message<?>> {
    private final Operation operation;
    private final String destinationName;
    private final String destination;
    private final String socketName;
    private final SocketType socketType;
    private @Nullable Message sent;

    /** What is done with the message. */
    public enum Operation {
        /** It is sent, and that is all. */
        SEND,
        /** It is sent and its reply waited for. */
        REQUEST,
        /** It answers a message that was received. */
        REPLY;

        /**
         * Returns the name of the operation.
         *
         * @return the constant's name in lower case
         */
        public String text() {
            return switch (this) {
                case SEND -> Keys.SEND;
                case REQUEST -> "request";
                case REPLY -> "reply";
            };
        }
    }

    /**
     * Makes a context.
     *
     * @param operation what is done with the message
     * @param destinationName the configured connection that was named, otherwise the name of the socket
     * @param destination the destination as it was given
     * @param socketName the name of the socket that is sent over
     * @param socketType its type
     */
    @SuppressWarnings("this-escape")
    public ZmqTemplateObservationContext(
            Operation operation, String destinationName, String destination, String socketName, SocketType socketType) {
        super(ZmqTemplateObservationContext::put, operation == Operation.REQUEST ? Kind.CLIENT : Kind.PRODUCER);
        this.operation = operation;
        this.destinationName = destinationName;
        this.destination = destination;
        this.socketName = socketName;
        this.socketType = socketType;
        setCarrier(new HashMap<>());
        setRemoteServiceName(destinationName);
    }

    private static void put(@Nullable Map<String, String> carrier, String name, String value) {
        if (carrier != null) {
            carrier.put(name, value);
        }
    }

    /**
     * Returns what is done with the message.
     *
     * @return the operation
     */
    public Operation getOperation() {
        return operation;
    }

    /**
     * Returns the configured connection that was named, otherwise the name of the socket. There are as many as the
     * application configured.
     *
     * @return the name
     */
    public String getDestinationName() {
        return destinationName;
    }

    /**
     * Returns the destination as it was given. There may be any number of them.
     *
     * @return its text form
     */
    public String getDestination() {
        return destination;
    }

    /**
     * Returns the name of the socket that is sent over.
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
     * Returns the id that the message carries.
     *
     * @return the id; null if it has none, or is not made yet
     */
    public @Nullable String getMessageId() {
        return sent == null ? null : sent.header(ZmqWireHeaders.MESSAGE_ID);
    }

    /**
     * Returns the id of the request that a reply answers.
     *
     * @return the id; null if the request had none, or this is no reply
     */
    public @Nullable String getConversationId() {
        return sent == null ? null : sent.header(ZmqWireHeaders.IN_REPLY_TO);
    }

    /**
     * Returns how many bytes of content are sent.
     *
     * @return the number; null if the message is not made yet
     */
    public @Nullable Integer getBodySize() {
        return sent == null ? null : sent.size();
    }

    /**
     * Notes what is sent.
     *
     * @param message the message as it is given to the socket
     */
    public void setSent(Message message) {
        sent = Objects.requireNonNull(message, "message");
    }
}
