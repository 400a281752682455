package io.zmqspring.spring.config;

import io.zmqspring.spring.listener.ZmqListenerErrorHandler;
import io.zmqspring.spring.listener.ZmqMessageListener;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;

/** Describes a listener from which a container can be made. */
public interface ZmqListenerEndpoint {

    /**
     * Returns the id under which the container is registered.
     *
     * @return the id, unique in the application
     */
    String id();

    /**
     * Returns what logs and exceptions call the listener.
     *
     * @return for instance {@code listener 'orders' (OrderService.on)}
     */
    default String description() {
        return "listener '" + id() + "'";
    }

    /**
     * Returns the sockets to read.
     *
     * @return their names, at least one
     */
    List<String> sockets();

    /**
     * Returns what its sockets subscribe to while it listens.
     *
     * @return prefixes of messages for SUB and XSUB, exact groups for DISH; none for all other types
     */
    default List<String> topics() {
        return List.of();
    }

    /**
     * Tells whether the listener means to answer, so that a socket which cannot is refused at the start.
     *
     * @return default false
     */
    default boolean isAnswering() {
        return false;
    }

    /**
     * Returns how many messages of each socket are handled at once.
     *
     * @return at least 1; null for the container factory's default
     */
    default @Nullable Integer concurrency() {
        return null;
    }

    /**
     * Returns whether the container starts with the application.
     *
     * @return null for the container factory's default
     */
    default @Nullable Boolean autoStartup() {
        return null;
    }

    /**
     * Returns what deals with failures of this listener first.
     *
     * @return the handler, or null
     */
    default @Nullable ZmqListenerErrorHandler errorHandler() {
        return null;
    }

    /**
     * Makes the listener.
     *
     * @param methods makes calls of handler methods, with the container factory's converter and validator
     * @return the listener
     */
    ZmqMessageListener listener(MessageHandlerMethodFactory methods);
}
