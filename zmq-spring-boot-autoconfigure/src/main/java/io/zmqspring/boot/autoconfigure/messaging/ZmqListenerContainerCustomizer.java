package io.zmqspring.boot.autoconfigure.messaging;

import io.zmqspring.spring.listener.DefaultZmqListenerContainer;

/**
 * Changes each listener container before it starts, after the properties and the listener's own settings were applied:
 * what should differ from listener to listener, told apart by {@link DefaultZmqListenerContainer#getId()}. Beans of this
 * type are called in their order. What is the same for all is easier set by a
 * {@link ZmqListenerContainerFactoryCustomizer}.
 */
@FunctionalInterface
public interface ZmqListenerContainerCustomizer {

    /**
     * Changes one container.
     *
     * @param container the container so far, not started
     */
    void customize(DefaultZmqListenerContainer container);
}
