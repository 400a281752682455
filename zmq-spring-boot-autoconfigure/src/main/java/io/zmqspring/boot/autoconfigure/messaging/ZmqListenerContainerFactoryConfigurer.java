package io.zmqspring.boot.autoconfigure.messaging;

import io.zmqspring.spring.config.DefaultZmqListenerContainerFactory;
import java.util.function.Consumer;

/**
 * Gives a container factory what the auto-configured one has: converter, header mapper, the properties below
 * {@code zmq.listener}, and all customizers. An application that makes a factory of its own, beside ours or instead of it,
 * lets this bean configure it first and then changes what it wants otherwise.
 *
 * <pre>{@code
 * @Bean
 * DefaultZmqListenerContainerFactory slowListeners(ZmqSockets sockets, ZmqListenerContainerFactoryConfigurer configurer) {
 *     DefaultZmqListenerContainerFactory factory = new DefaultZmqListenerContainerFactory(sockets);
 *     configurer.configure(factory);
 *     factory.setConcurrency(1);
 *     return factory;
 * }
 * }</pre>
 */
public final class ZmqListenerContainerFactoryConfigurer {
    private final Consumer<DefaultZmqListenerContainerFactory> settings;

    ZmqListenerContainerFactoryConfigurer(Consumer<DefaultZmqListenerContainerFactory> settings) {
        this.settings = settings;
    }

    /**
     * Configures a factory, which has made no container yet.
     *
     * @param factory the factory
     */
    public void configure(DefaultZmqListenerContainerFactory factory) {
        settings.accept(factory);
    }
}
