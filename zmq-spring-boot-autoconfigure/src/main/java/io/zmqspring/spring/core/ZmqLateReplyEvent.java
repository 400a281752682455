package io.zmqspring.spring.core;

import org.jspecify.annotations.Nullable;

/**
 * A reply has come that nobody waits for any more; it was dropped and counted. Published as an application event by the
 * thread that receives, which a listener must not hold up.
 *
 * @param socket the name of the socket that received it
 * @param routingId whom it came from, unsigned 32 bits; 0 if the socket's type knows no such ids
 * @param requestId the request that it answers; null if it names none
 */
public record ZmqLateReplyEvent(
        String socket, int routingId, @Nullable String requestId) {}
