package io.zmqspring.spring.support;

import java.io.Serial;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.GenericMessage;

/**
 * A received message whose headers are made when somebody first asks for them: most listeners want the payload alone, and
 * the headers cost more than everything else between the socket and the method. Immutable for everybody who looks.
 */
final class ReceivedMessage implements Message<byte[]>, Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final VarHandle HEADERS;

    static {
        try {
            HEADERS = MethodHandles.lookup().findVarHandle(ReceivedMessage.class, "headers", MessageHeaders.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final transient ZmqMessageMapper mapper;
    private final transient io.zmqspring.Message message;
    private final transient io.zmqspring.Message content;
    private final transient String socket;
    private final transient Map<String, Object> address;
    private transient volatile @Nullable MessageHeaders headers;

    /** Takes what {@link ZmqMessageMapper#fromWire} is given. */
    ReceivedMessage(
            ZmqMessageMapper mapper,
            io.zmqspring.Message message,
            io.zmqspring.Message content,
            String socket,
            Map<String, Object> address) {
        this.mapper = mapper;
        this.message = message;
        this.content = content;
        this.socket = socket;
        this.address = address;
    }

    /** The same message with a further header. */
    ReceivedMessage with(String header, Object value) {
        Map<String, Object> further = new HashMap<>(address);
        further.put(header, value);
        return new ReceivedMessage(mapper, message, content, socket, further);
    }

    io.zmqspring.Message content() {
        return content;
    }

    @Override
    public byte[] getPayload() {
        return content.body();
    }

    /** Of several threads that ask at once, one makes the headers for all. */
    @Override
    public MessageHeaders getHeaders() {
        MessageHeaders known = headers;
        if (known != null) {
            return known;
        }
        MessageHeaders made = mapper.headers(message, content, socket, address);
        return HEADERS.compareAndSet(this, null, made) ? made : (MessageHeaders) HEADERS.getVolatile(this);
    }

    /** The payload with its content type, unless all headers are there already or there is more than one frame. */
    Message<byte[]> contentAndType() {
        return headers == null && content.frameCount() == 1
                ? new GenericMessage<>(getPayload(), mapper.contentType(message))
                : this;
    }

    private GenericMessage<byte[]> complete() {
        return new GenericMessage<>(getPayload(), getHeaders());
    }

    @Serial
    private Object writeReplace() {
        return complete();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReceivedMessage received
                ? complete().equals(received.complete())
                : complete().equals(other);
    }

    @Override
    public int hashCode() {
        return complete().hashCode();
    }

    /** Sizes alone: what the sender wrote shall neither fill a log, in an exception for instance, nor forge its lines. */
    @Override
    public String toString() {
        return "ReceivedMessage[socket=" + socket + ", " + content + "]";
    }
}
