package io.zmqspring.spring.config;

/**
 * Adds listeners that no annotation makes, when the application starts. A bean of this type is called once, after those
 * of the annotations.
 */
@FunctionalInterface
public interface ZmqListenerConfigurer {

    /**
     * Adds listeners.
     *
     * @param registrar takes them
     */
    void configureListeners(ZmqListenerEndpointRegistrar registrar);
}
