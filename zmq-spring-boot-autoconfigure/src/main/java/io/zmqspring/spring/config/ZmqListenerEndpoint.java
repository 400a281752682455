package io.zmqspring.spring.config;

import io.zmqspring.spring.listener.ListenerContainerSettings;
import io.zmqspring.spring.listener.ZmqMessageListener;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.converter.MessageConverter;
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
     * Changes the settings of its container where they are not those that the container factory gives to all.
     *
     * @param settings the container's settings
     */
    default void configure(ListenerContainerSettings settings) {}

    /**
     * Returns what converts the payloads of this listener.
     *
     * @return the converter; null for the container factory's
     */
    default @Nullable MessageConverter messageConverter() {
        return null;
    }

    /**
     * Makes the listener.
     *
     * @param methods makes calls of handler methods, with the converter and the container factory's validator
     * @param converter converts payloads: the endpoint's own, or the container factory's
     * @return the listener
     */
    ZmqMessageListener listener(MessageHandlerMethodFactory methods, MessageConverter converter);
}
