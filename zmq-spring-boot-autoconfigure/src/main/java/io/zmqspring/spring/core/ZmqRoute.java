package io.zmqspring.spring.core;

import io.zmqspring.PeerSocket;

/**
 * What a destination stands for at one moment.
 *
 * @param socketName the socket's name
 * @param socket the socket
 * @param routingId the socket's routing id of the peer, unsigned 32 bits
 */
public record ZmqRoute(String socketName, PeerSocket socket, int routingId) {}
