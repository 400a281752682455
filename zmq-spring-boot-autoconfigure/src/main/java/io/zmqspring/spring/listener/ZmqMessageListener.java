package io.zmqspring.spring.listener;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/** Handles the messages of a listener container. */
@FunctionalInterface
public interface ZmqMessageListener {

    /**
     * Handles a message. Called by several threads at once if the container's concurrency is above 1.
     *
     * @param message the message, of bytes
     * @return the reply to the sender: a payload, a {@link Message}, a
     *     {@link java.util.concurrent.CompletionStage} of either, or null for none
     * @throws Exception if it fails; this costs the message, never the container
     */
    @Nullable
    Object onMessage(Message<byte[]> message) throws Exception;
}
