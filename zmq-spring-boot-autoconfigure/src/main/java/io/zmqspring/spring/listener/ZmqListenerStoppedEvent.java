package io.zmqspring.spring.listener;

import org.jspecify.annotations.Nullable;

/**
 * An application event: a listener container has stopped.
 *
 * @param container the container
 * @param reason why, if it stopped by itself: an {@link Error} of the listener, or the socket was closed; null if
 *     somebody stopped it
 */
public record ZmqListenerStoppedEvent(
        ZmqListenerContainer container, @Nullable Throwable reason) {}
