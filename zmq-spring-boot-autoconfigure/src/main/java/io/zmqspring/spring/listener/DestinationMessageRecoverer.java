package io.zmqspring.spring.listener;

import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.support.LogText;
import io.zmqspring.spring.support.ZmqHeaders;
import io.zmqspring.spring.support.ZmqWireHeaders;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Sends failed messages to another socket or peer, as their bytes were received. The header
 * {@link ZmqWireHeaders#ERROR} tells what happened, where messages carry headers. Thread-safe.
 */
public final class DestinationMessageRecoverer implements ZmqMessageRecoverer {
    private static final int MOST_TEXT = 1024;

    private final ZmqOperations operations;
    private final Function<Message<?>, ZmqDestination> destination;

    /**
     * Makes a recoverer.
     *
     * @param operations sends
     * @param destination where to, in text form, for instance {@code "failed-orders"}
     */
    public DestinationMessageRecoverer(ZmqOperations operations, String destination) {
        this(operations, always(ZmqDestination.parse(destination)));
    }

    /**
     * Makes a recoverer.
     *
     * @param operations sends
     * @param destination where to, for each message
     */
    public DestinationMessageRecoverer(ZmqOperations operations, Function<Message<?>, ZmqDestination> destination) {
        this.operations = Objects.requireNonNull(operations, "operations");
        this.destination = Objects.requireNonNull(destination, "destination");
    }

    private static Function<Message<?>, ZmqDestination> always(ZmqDestination destination) {
        return message -> destination;
    }

    @Override
    public void recover(Message<?> message, ZmqListenerException failure) {
        Object frames = message.getHeaders().get(ZmqHeaders.FRAMES);
        Throwable cause = failure.getCause() != null ? failure.getCause() : failure;
        operations.send(
                destination.apply(message),
                MessageBuilder.withPayload(frames != null ? frames : message.getPayload())
                        .copyHeadersIfAbsent(message.getHeaders())
                        .setHeader(ZmqWireHeaders.ERROR, LogText.printable(cause.toString(), MOST_TEXT))
                        .build());
    }
}
