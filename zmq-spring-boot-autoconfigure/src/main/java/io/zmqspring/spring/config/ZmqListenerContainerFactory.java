package io.zmqspring.spring.config;

import io.zmqspring.spring.listener.ZmqListenerContainer;

/** Makes listener containers. */
@FunctionalInterface
public interface ZmqListenerContainerFactory {

    /**
     * Makes a container, not started.
     *
     * @param endpoint what to listen to, and how
     * @return the container
     */
    ZmqListenerContainer createContainer(ZmqListenerEndpoint endpoint);
}
