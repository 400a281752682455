package io.zmqspring.spring.listener;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/**
 * A message in hand.
 *
 * @param message the message, as the listener gets it
 * @param raw the message as received
 * @param source where it came from
 * @param observed what is told of it, null if nobody observes
 */
record Handling(
        Message<byte[]> message,
        io.zmqspring.Message raw,
        MessageSource source,
        ListenerObserver.@Nullable Observed observed) {

    /** The same with what an interceptor made of the message. */
    Handling with(Message<byte[]> changed) {
        return changed == message ? this : new Handling(changed, raw, source, observed);
    }

    /** A socket that takes turns must know that no answer comes. */
    void unanswered() {
        source.noReply(raw);
    }

    Handling observedBy(ListenerObserver.Observed observer) {
        return new Handling(message, raw, source, observer);
    }

    /** Tells who observes that the handling goes on when this part of it is over. */
    void goesOn() {
        if (observed != null) {
            observed.expect();
        }
    }

    /** Does what {@link #goesOn} announced. */
    <T> T goOn(Supplier<T> part) {
        return observed == null ? part.get() : observed.call(part);
    }

    void failed(Throwable failure) {
        if (observed != null) {
            observed.failed(failure);
        }
    }
}
