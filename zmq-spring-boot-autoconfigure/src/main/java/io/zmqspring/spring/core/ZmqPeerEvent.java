package io.zmqspring.spring.core;

import io.zmqspring.event.SocketEvent;

/**
 * An application event: something happened to a connection of a socket. Published on a thread that serves the events of
 * this socket alone; a listener may block it, but not for long. Connections over inproc raise none.
 */
public sealed interface ZmqPeerEvent {

    /**
     * Returns the socket.
     *
     * @return its name
     */
    String socket();

    /**
     * Returns what the socket told.
     *
     * @return endpoint, addresses and reason
     */
    SocketEvent detail();

    /**
     * A handshake is done: messages flow.
     *
     * @param socket the name of the socket
     * @param detail who has come
     */
    record ZmqPeerConnectedEvent(String socket, SocketEvent.HandshakeSucceeded detail) implements ZmqPeerEvent {}

    /**
     * A peer that was connected has gone.
     *
     * @param socket the name of the socket
     * @param detail who has gone, and why
     */
    record ZmqPeerDisconnectedEvent(String socket, SocketEvent.Disconnected detail) implements ZmqPeerEvent {}

    /**
     * A connection ended before its handshake was done, for instance because of a wrong key.
     *
     * @param socket the name of the socket
     * @param detail who it was, and why
     */
    record ZmqPeerHandshakeFailedEvent(String socket, SocketEvent.HandshakeFailed detail) implements ZmqPeerEvent {}
}
