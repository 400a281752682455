package io.zmqspring.spring.core;

import io.zmqspring.event.DisconnectReason;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.event.SocketEventListener;
import io.zmqspring.spring.core.ZmqPeerEvent.ZmqPeerConnectedEvent;
import io.zmqspring.spring.core.ZmqPeerEvent.ZmqPeerDisconnectedEvent;
import io.zmqspring.spring.core.ZmqPeerEvent.ZmqPeerHandshakeFailedEvent;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes the events of one socket's peers as application events: give it to the socket as its event listener. Used by
 * one thread at a time, as sockets do.
 */
public final class ZmqPeerEvents implements SocketEventListener {
    private final String socket;
    private final Consumer<ZmqPeerEvent> publisher;

    /**
     * Makes a listener.
     *
     * @param socket the socket's name
     * @param publisher publishes
     */
    public ZmqPeerEvents(String socket, ApplicationEventPublisher publisher) {
        this.socket = Objects.requireNonNull(socket, "socket");
        this.publisher = publisher::publishEvent;
    }

    @Override
    public void onEvent(SocketEvent event) {
        if (event instanceof SocketEvent.HandshakeSucceeded connected) {
            publisher.accept(new ZmqPeerConnectedEvent(socket, connected));
        } else if (event instanceof SocketEvent.HandshakeFailed handshake) {
            publisher.accept(new ZmqPeerHandshakeFailedEvent(socket, handshake));
        } else if (event instanceof SocketEvent.Disconnected gone
                && gone.reason() != DisconnectReason.HANDSHAKE_FAILED) {
            publisher.accept(new ZmqPeerDisconnectedEvent(socket, gone));
        }
    }
}
