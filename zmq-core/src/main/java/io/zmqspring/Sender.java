package io.zmqspring;

import java.util.Map;
import java.util.Objects;

/**
 * Where a received message came from.
 *
 * @param routingId the receiving socket's own id for the connection, unsigned 32 bits and never 0 for socket types
 *     that route by id (PEER); 0 for all others
 * @param properties what the other side announced in its handshake, by name in any case, unmodifiable: the standard
 *     properties and those that begin with {@code X-}. They are claims: only a security mechanism can vouch for them.
 *     {@code Peer-Address} alone is what we see ourselves: over tcp its IP address or, through a proxy, the host that the
 *     proxy was asked for; over ipc {@code localhost:user:group}; none over inproc
 */
public record Sender(int routingId, Map<String, String> properties) {

    /** The sender of a message that was made here and not received. */
    public static final Sender LOCAL = new Sender(0, Map.of());

    /**
     * Keeps an unmodifiable view of the properties.
     *
     * @param routingId the routing id, or 0
     * @param properties the announced properties
     */
    public Sender {
        Objects.requireNonNull(properties, "properties");
    }
}
