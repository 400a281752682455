package io.zmqspring.spring.listener;

import java.time.Duration;

/**
 * An application event: a listener container has received nothing for a while, though it is not paused. It comes again
 * each time the container's idle event interval has passed.
 *
 * @param container the container
 * @param idle how long it has received nothing
 */
public record ZmqListenerIdleEvent(ZmqListenerContainer container, Duration idle) {}
