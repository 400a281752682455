package io.zmqspring.boot.autoconfigure.observation;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.boot.autoconfigure.ZmqProperties;
import io.zmqspring.boot.autoconfigure.messaging.ZmqListenerContainerFactoryCustomizer;
import io.zmqspring.boot.autoconfigure.messaging.ZmqTemplateCustomizer;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.observation.ZmqListenerObservationConvention;
import io.zmqspring.spring.observation.ZmqTemplateObservationConvention;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of the observations of the template and of listeners, where there is an observation registry.
 * Switched off by {@code zmq.template.observation-enabled} and {@code zmq.listener.observation-enabled}. Conventions that
 * are beans decide about names and keys.
 */
@AutoConfiguration(
        after = ZmqAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration"
        })
@ConditionalOnBean({ZmqSockets.class, ObservationRegistry.class})
public final class ZmqObservationAutoConfiguration {
    /** Spring Boot's handler of everything that is received has the order 1000; the first that fits is taken. */
    private static final int BEFORE_BOOT = 900;

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

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ZmqListenerContainerFactoryCustomizer zmqListenerObservation(
            ZmqProperties properties,
            ObservationRegistry registry,
            ObjectProvider<ZmqListenerObservationConvention> convention,
            ObjectProvider<ZmqTemplateObservationConvention> replyConvention) {
        return factory -> {
            if (properties.listener().observationEnabled()) {
                factory.setObservation(registry, convention.getIfUnique());
                factory.setReplyObservationConvention(replyConvention.getIfUnique());
            }
        };
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Tracer.class)
    @ConditionalOnBean({Tracer.class, Propagator.class})
    static class Tracing {

        @Bean
        @Order(BEFORE_BOOT)
        BatchLinks zmqBatchLinks(Tracer tracer, Propagator propagator) {
            return new BatchLinks(tracer, propagator);
        }
    }
}
