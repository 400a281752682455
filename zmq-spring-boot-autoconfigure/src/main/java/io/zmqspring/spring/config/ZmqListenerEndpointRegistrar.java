package io.zmqspring.spring.config;

import io.zmqspring.spring.listener.ZmqListenerContainer;

/** Takes the listeners of {@link ZmqListenerConfigurer}s. */
public final class ZmqListenerEndpointRegistrar {
    private final ZmqListenerEndpointRegistry registry;
    private final ZmqListenerContainerFactory defaultFactory;

    /**
     * Makes a registrar.
     *
     * @param registry where containers are kept
     * @param defaultFactory makes those of listeners that come without a factory
     */
    public ZmqListenerEndpointRegistrar(
            ZmqListenerEndpointRegistry registry, ZmqListenerContainerFactory defaultFactory) {
        this.registry = registry;
        this.defaultFactory = defaultFactory;
    }

    /**
     * Adds a listener whose container the default factory makes.
     *
     * @param endpoint what to listen to, and how
     * @return the container
     * @throws IllegalStateException if there is one of that id
     */
    public ZmqListenerContainer registerEndpoint(ZmqListenerEndpoint endpoint) {
        return registerEndpoint(endpoint, defaultFactory);
    }

    /**
     * Adds a listener.
     *
     * @param endpoint what to listen to, and how
     * @param factory makes its container
     * @return the container
     * @throws IllegalStateException if there is one of that id
     */
    public ZmqListenerContainer registerEndpoint(ZmqListenerEndpoint endpoint, ZmqListenerContainerFactory factory) {
        return registry.registerListenerContainer(endpoint, factory);
    }
}
