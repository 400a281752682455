package io.zmqspring.spring.core;

/**
 * A connection of a socket under the name it was configured with.
 *
 * @param name the name; several connections of a socket may share it
 * @param endpoint the endpoint as given to connect
 * @param routingId the socket's routing id for it, unsigned 32 bits; 0 if connect gave none
 */
public record NamedConnection(String name, String endpoint, int routingId) {}
