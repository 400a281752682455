package io.zmqspring.spring.listener;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/**
 * Sees each message before and after its listener, on the same thread, however often the listener is called again. What
 * a method throws is a failure of the message as if the listener had thrown it. Several threads call at once if the
 * container's concurrency is above 1.
 */
public interface ZmqMessageInterceptor {

    /**
     * Called before the listener.
     *
     * @param message the message, of bytes
     * @return the message to go on with; null if the listener shall not get it
     */
    default @Nullable Message<byte[]> before(Message<byte[]> message) {
        return message;
    }

    /**
     * Called when the listener has returned or, after all retries, thrown. A future that it returned may be unfinished.
     *
     * @param message the message as {@link #before} returned it
     * @param failure what was thrown, or null
     */
    default void after(Message<byte[]> message, @Nullable Throwable failure) {}
}
