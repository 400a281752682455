package io.zmqspring.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.messaging.handler.annotation.MessageMapping;

/**
 * One of several methods of a class annotated with {@link ZmqListener}: each message goes to the method whose payload
 * fits.
 *
 * <p>Methods for text ({@code String}), bytes ({@code byte[]}) and several frames ({@code List<byte[]>} or
 * {@link io.zmqspring.Message}) are told apart by the message's content type and frames. All others must have a type in
 * common, an interface or superclass, to which messages are converted; the method of the closest type is called. For
 * JSON the common type says by Jackson's {@code @JsonTypeInfo} how its subtypes are told apart. No names of classes
 * travel.
 *
 * <p>Arguments and results are those of {@link ZmqListener} methods;
 * {@link org.springframework.messaging.handler.annotation.SendTo @SendTo} stands at each method.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@MessageMapping
public @interface ZmqHandler {

    /**
     * Whether this method gets the messages that no other takes.
     *
     * @return default false: such messages are failures; at most one method of a class may say true
     */
    boolean isDefault() default false;
}
