package io.zmqspring.spring.config;

import io.zmqspring.spring.listener.ListenerContainerSettings;
import io.zmqspring.spring.listener.ZmqMessageListener;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;

/**
 * A listener that is an object, for programs that add listeners themselves.
 *
 * @param id the id of the container
 * @param sockets the names of the sockets to read
 * @param topics what they subscribe to while it listens
 * @param target what to do with messages
 * @param settings changes settings of the container
 */
public record SimpleZmqListenerEndpoint(
        String id,
        List<String> sockets,
        List<String> topics,
        ZmqMessageListener target,
        Consumer<ListenerContainerSettings> settings)
        implements ZmqListenerEndpoint {

    /**
     * Makes one of a single socket, without topics and with the container factory's settings.
     *
     * @param id the id of the container
     * @param socket the name of the socket to read
     * @param target what to do with messages
     */
    public SimpleZmqListenerEndpoint(String id, String socket, ZmqMessageListener target) {
        this(id, List.of(socket), List.of(), target, settings -> {});
    }

    @Override
    public void configure(ListenerContainerSettings container) {
        settings.accept(container);
    }

    @Override
    public ZmqMessageListener listener(MessageHandlerMethodFactory methods, MessageConverter converter) {
        return target;
    }
}
