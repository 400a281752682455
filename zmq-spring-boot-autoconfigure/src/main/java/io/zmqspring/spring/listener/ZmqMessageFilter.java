package io.zmqspring.spring.listener;

import org.springframework.messaging.Message;

/** Decides which messages a listener gets. */
@FunctionalInterface
public interface ZmqMessageFilter {

    /**
     * Looks at a message before it is converted. What this throws is a failure of the message as if the listener had
     * thrown it. Called by several threads at once if the container's concurrency is above 1.
     *
     * @param message the message, of bytes
     * @return whether the listener gets it
     */
    boolean accepts(Message<byte[]> message);
}
