package io.zmqspring.spring.listener;

import io.zmqspring.spring.core.ZmqDestination;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A result of a listener that goes elsewhere than to the sender, which gets no answer. A listener may return one itself;
 * {@code @SendTo} makes one of each result.
 *
 * @param destinations where to, at least one
 * @param payload the payload, or a {@link org.springframework.messaging.Message} with payload and headers
 */
public record ZmqReply(List<ZmqDestination> destinations, Object payload) {

    /**
     * Checks and copies.
     *
     * @param destinations where to
     * @param payload the payload
     */
    public ZmqReply {
        destinations = List.copyOf(destinations);
        if (destinations.isEmpty()) {
            throw new IllegalArgumentException("a reply needs a destination");
        }
        Objects.requireNonNull(payload, "payload");
    }

    /**
     * Directs a result to one destination.
     *
     * @param destination its text form, for instance {@code "billing"}
     * @param payload the payload, or a message
     * @return the reply
     */
    public static ZmqReply to(String destination, Object payload) {
        return new ZmqReply(List.of(ZmqDestination.parse(destination)), payload);
    }

    /**
     * Directs whatever a listener returned.
     *
     * @param destinations where to; none leaves the result as it is
     * @param result the result, which may be null, unfinished, or directed elsewhere already
     * @return what the listener shall return instead
     */
    public static @Nullable Object direct(List<ZmqDestination> destinations, @Nullable Object result) {
        if (result == null || result instanceof ZmqReply || destinations.isEmpty()) {
            return result;
        }
        CompletionStage<?> stage = AsyncResults.stage(result);
        return stage == null
                ? new ZmqReply(destinations, result)
                : stage.thenApply(value -> direct(destinations, value));
    }
}
