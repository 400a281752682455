package io.zmqspring.boot.autoconfigure.messaging;

import io.zmqspring.spring.config.DefaultZmqListenerContainerFactory;

/**
 * Changes the container factory of listeners after the properties were applied, for instance to set an error handler or
 * an executor: what is the same for all listeners. Beans of this type are called in their order. They also apply to a
 * factory of the application that {@link ZmqListenerContainerFactoryConfigurer} configures.
 */
@FunctionalInterface
public interface ZmqListenerContainerFactoryCustomizer {

    /**
     * Changes the factory.
     *
     * @param factory the factory so far
     */
    void customize(DefaultZmqListenerContainerFactory factory);
}
