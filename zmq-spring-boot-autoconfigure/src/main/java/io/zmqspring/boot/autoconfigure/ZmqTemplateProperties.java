package io.zmqspring.boot.autoconfigure;

import io.zmqspring.spring.core.ZmqDestination;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * The properties below {@code zmq.template}. An immutable value.
 *
 * @param defaultDestination Destination of messages that name none.
 * @param replyTimeout Time to wait for the answer to a request.
 * @param observationEnabled Whether what is sent is observed, by timers and spans, if there is an observation registry.
 * @param retry How often what could not be sent is sent again: the peer's queue was full, the peer had gone, or nobody had
 *     the name. What was sent is never sent again.
 * @param typeMappings Destinations of messages that name none, by the type of their payload.
 */
public record ZmqTemplateProperties(
        @Nullable String defaultDestination,
        @DefaultValue("5s") Duration replyTimeout,
        @DefaultValue("true") boolean observationEnabled,
        @NestedConfigurationProperty @DefaultValue ZmqRetryProperties retry,
        @DefaultValue List<TypeMapping> typeMappings) {

    /** Checks the numbers. */
    public ZmqTemplateProperties {
        ZmqProperties.atLeast("zmq.template.reply-timeout in milliseconds", 1, replyTimeout.toMillis());
        ZmqProperties.atLeast("zmq.template.retry.max-retries", 0, retry.maxRetries());
    }

    /**
     * Returns the mappings of types.
     *
     * @return destinations by class
     */
    public Map<Class<?>, ZmqDestination> destinations() {
        Map<Class<?>, ZmqDestination> destinations = new LinkedHashMap<>();
        typeMappings.forEach(
                mapping -> destinations.put(mapping.messageType, ZmqDestination.parse(mapping.destination)));
        return destinations;
    }

    /**
     * Where payloads of a type go.
     *
     * @param messageType Class, superclass or interface of the payloads.
     * @param destination Where they go if nothing else says so.
     */
    public record TypeMapping(Class<?> messageType, String destination) {

        /** Checks that both are there, and that the destination is one. */
        public TypeMapping {
            if (messageType == null || !StringUtils.hasText(destination)) {
                throw new IllegalArgumentException("an entry of zmq.template.type-mappings needs a message-type and a"
                        + " destination, but has message-type=" + messageType + ", destination=" + destination);
            }
            ZmqDestination.parse(destination);
        }
    }
}
