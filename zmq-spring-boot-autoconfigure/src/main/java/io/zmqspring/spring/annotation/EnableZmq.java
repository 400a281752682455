package io.zmqspring.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/**
 * Makes {@link ZmqListener} methods work, on a configuration class. Needs a
 * {@link io.zmqspring.spring.core.ZmqSockets} bean. A bean {@code zmqListenerContainerFactory} of type
 * {@link io.zmqspring.spring.config.ZmqListenerContainerFactory} sets the containers' defaults; without one they are
 * those of {@link io.zmqspring.spring.config.DefaultZmqListenerContainerFactory}. Spring Boot applications with the
 * starter need not write it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Import(ZmqBootstrapConfiguration.class)
public @interface EnableZmq {}
