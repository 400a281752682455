package io.zmqspring.boot.autoconfigure.messaging;

import io.zmqspring.spring.config.DefaultZmqListenerContainerFactory;

/**
 * Changes the container factory of listeners after the properties were applied, for instance to set an error handler or
 * an executor. Beans of this type are called in their order.
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
