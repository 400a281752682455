package io.zmqspring.spring.config;

/** Names of the beans that listeners need. */
public final class ZmqListenerConfigUtils {
    /** The bean that looks for listener methods. */
    public static final String ANNOTATION_PROCESSOR_BEAN =
            "io.zmqspring.spring.config.internalZmqListenerAnnotationProcessor";

    /** The bean of type {@link ZmqListenerEndpointRegistry}. */
    public static final String REGISTRY_BEAN = "io.zmqspring.spring.config.internalZmqListenerEndpointRegistry";

    /** The {@link ZmqListenerContainerFactory} of listeners that name none. */
    public static final String CONTAINER_FACTORY_BEAN = "zmqListenerContainerFactory";

    private ZmqListenerConfigUtils() {}
}
