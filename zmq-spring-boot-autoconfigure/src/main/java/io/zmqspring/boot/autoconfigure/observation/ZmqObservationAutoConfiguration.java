package io.zmqspring.boot.autoconfigure.observation;

import io.micrometer.observation.ObservationRegistry;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.boot.autoconfigure.ZmqProperties;
import io.zmqspring.boot.autoconfigure.messaging.ZmqTemplateCustomizer;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.observation.ZmqTemplateObservationConvention;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of the observations of the template and of listeners, where there is an observation registry.
 * Switched off by {@code zmq.template.observation-enabled} and {@code zmq.listener.observation-enabled}. Conventions that
 * are beans decide about names and keys.
 */
@AutoConfiguration(
        after = ZmqAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnBean({ZmqSockets.class, ObservationRegistry.class})
public final class ZmqObservationAutoConfiguration {
    // Whether it is switched on is asked when the beans are made, so that an application that was processed ahead of
    // time
    // can still switch it off.

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ZmqTemplateCustomizer zmqTemplateObservation(
            ZmqProperties properties,
            ObservationRegistry registry,
            ObjectProvider<ZmqTemplateObservationConvention> convention) {
        return template -> {
            if (properties.template().observationEnabled()) {
                template.setObservation(registry, convention.getIfUnique());
            }
        };
    }
}
