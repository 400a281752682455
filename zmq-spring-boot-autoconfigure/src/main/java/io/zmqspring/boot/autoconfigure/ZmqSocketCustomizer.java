package io.zmqspring.boot.autoconfigure;

import io.zmqspring.SocketOptionsBuilder;

/**
 * Changes the options of the sockets made from {@code zmq.sockets}, after the properties were applied. Beans of this
 * type are called in their order, once for each socket.
 */
@FunctionalInterface
public interface ZmqSocketCustomizer {

    /**
     * Changes the options of one socket.
     *
     * @param socket the socket's name
     * @param options the options so far
     */
    void customize(String socket, SocketOptionsBuilder options);
}
