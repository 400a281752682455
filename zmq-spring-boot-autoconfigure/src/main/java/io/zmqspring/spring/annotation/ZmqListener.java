package io.zmqspring.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.handler.annotation.MessageMapping;

/**
 * Makes a method the listener of one or more sockets, or a class whose methods are annotated with {@link ZmqHandler}. All
 * attributes may hold <code>${…}</code> placeholders and <code>#{…}</code> expressions, in which {@code __listener} is the
 * bean. It can be repeated, and stand at annotations of one's own.
 *
 * <p>Arguments: the payload, converted to the argument's type (plain or annotated with
 * {@link org.springframework.messaging.handler.annotation.Payload @Payload}, checked if annotated with {@code @Valid});
 * single headers ({@link org.springframework.messaging.handler.annotation.Header @Header}) and all of them
 * ({@link org.springframework.messaging.handler.annotation.Headers @Headers}); the whole
 * {@link org.springframework.messaging.Message}; the {@link io.zmqspring.Message} as received; the
 * {@link io.zmqspring.spring.core.ZmqDestination} that it came from. Headers that tell where a
 * message came from are named in {@link io.zmqspring.spring.support.ZmqHeaders}.
 *
 * <p>What the method returns goes back to the sender, if the socket's type can answer, as the reply if it waits for one,
 * otherwise as a message of its own: so let only one side answer plain messages, or two listeners will answer each other without end. A
 * {@link java.util.concurrent.CompletionStage} or a {@code Mono} is answered when it is done; null is not answered. With
 * {@link org.springframework.messaging.handler.annotation.SendTo @SendTo("billing")} it is sent there instead.
 *
 * <p>A message that cannot be converted, is not valid, or for which the method throws, is lost, logged and counted, and
 * given to the error handlers; the next message is handled as if nothing had happened. Messages are not delivered
 * again: ZeroMQ knows no acknowledgement.
 *
 * <p>Needs {@link EnableZmq}, which Spring Boot's auto-configuration brings.
 */
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@MessageMapping
@Repeatable(ZmqListeners.class)
public @interface ZmqListener {

    /**
     * The names of the sockets to read.
     *
     * @return alias of {@link #sockets()}
     */
    @AliasFor("sockets")
    String[] value() default {};

    /**
     * The names of the sockets to read, at least one; an element may be a list separated by commas, or an expression
     * for several.
     *
     * @return the names
     */
    @AliasFor("value")
    String[] sockets() default {};

    /**
     * What the sockets subscribe to from the start of the container to its stop: the first characters of the messages
     * wanted for SUB and XSUB, {@code ""} for all; exact groups for DISH. Refused for sockets of all other types.
     *
     * @return the topics; an element may be a list separated by commas, or an expression for several. By default those that
     *     are configured for the socket
     */
    String[] topics() default {};

    /**
     * The id of the container, under which the registry knows it.
     *
     * @return the id; by default the names of bean and method with a dot between
     */
    String id() default "";

    /**
     * How many messages of each socket are handled at once.
     *
     * @return a number; by default the container factory's
     */
    String concurrency() default "";

    /**
     * Whether a concurrency above 1 keeps the messages of one sender in order.
     *
     * @return {@code sender} or {@code none}, see {@link io.zmqspring.spring.core.Ordering}; by default the container
     *     factory's, which is {@code sender}
     */
    String ordering() default "";

    /**
     * Whether the method gets several messages at once, as a {@code List} of payloads or messages. It answers nobody: its
     * result, if any, needs {@link org.springframework.messaging.handler.annotation.SendTo @SendTo}. A message that cannot be
     * converted fails alone; what the method throws is a failure of each of them.
     *
     * @return {@code true} or {@code false}, the default
     */
    String batch() default "";

    /**
     * How many messages a batch has at most.
     *
     * @return a number; by default the container factory's, which is 100
     */
    String batchSize() default "";

    /**
     * How long a batch waits for further messages after its first one.
     *
     * @return a duration as {@code 500ms} or {@code 2s}; by default the container factory's, which is 100 ms
     */
    String batchTimeout() default "";

    /**
     * Whether the container starts with the application.
     *
     * @return {@code true} or {@code false}; by default the container factory's
     */
    String autoStartup() default "";

    /**
     * What deals with failures of this method first, and may answer the sender.
     *
     * @return the name of a {@link io.zmqspring.spring.listener.ZmqListenerErrorHandler} bean, or an expression for one
     */
    String errorHandler() default "";

    /**
     * Whether senders are told of failures that no {@link #errorHandler} answered, so that their requests fail with a
     * {@link io.zmqspring.spring.core.ZmqRemoteException} instead of a timeout.
     *
     * @return {@code true} or {@code false}; by default the container factory's, which is {@code false}
     */
    String returnExceptions() default "";

    /**
     * What changes answers before they are converted and sent.
     *
     * @return the name of a {@link org.springframework.messaging.core.MessagePostProcessor} bean, or an expression for one
     */
    String replyPostProcessor() default "";

    /**
     * The content type of answers that bring none themselves.
     *
     * @return a media type; by default the converter's
     */
    String replyContentType() default "";

    /**
     * What decides which messages the method gets.
     *
     * @return the name of a {@link io.zmqspring.spring.listener.ZmqMessageFilter} bean, or an expression for one; by
     *     default it gets all
     */
    String filter() default "";

    /**
     * What converts payloads to arguments, and results to payloads.
     *
     * @return the name of a {@link org.springframework.messaging.converter.MessageConverter} bean, or an expression for
     *     one; by default the container factory's
     */
    String messageConverter() default "";

    /**
     * Which headers pass, in and out.
     *
     * @return the name of a {@link io.zmqspring.spring.support.ZmqHeaderMapper} bean, or an expression for one; by default
     *     the container factory's
     */
    String headerMapper() default "";

    /**
     * What the receiving threads are taken from.
     *
     * @return the name of an {@link java.util.concurrent.Executor} bean that can run all of them at once, or an
     *     expression for one; by default the container factory's
     */
    String executor() default "";

    /**
     * What makes the container.
     *
     * @return the name of a {@link io.zmqspring.spring.config.ZmqListenerContainerFactory} bean, or an expression for
     *     one; by default the bean {@code zmqListenerContainerFactory}
     */
    String containerFactory() default "";
}
