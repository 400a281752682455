package io.zmqspring;

import io.zmqspring.security.User;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a received message came from.
 *
 * @param routingId the receiving socket's own id for the connection, unsigned 32 bits and never 0 for socket types
 *     that route by id (PEER); 0 for all others
 * @param properties what the other side announced in its handshake, by name in any case, unmodifiable: the standard
 *     properties and those that begin with {@code X-}. They are claims. What an authenticator says of the peer replaces claims of
 *     the same name, and {@code User-Id} is there only if an authenticator gave it.
 *     {@code Peer-Address} alone is what we see ourselves: over tcp its IP address or, through a proxy, the host that the
 *     proxy was asked for; over ipc {@code localhost:user:group}; none over inproc
 * @param user whom our {@link io.zmqspring.security.Authenticator} recognised in the other side, null if nobody: no claim
 */
public record Sender(
        int routingId,
        Map<String, String> properties,
        @Nullable User user) {

    /** The sender of a message that was made here and not received. */
    public static final Sender LOCAL = new Sender(0, Map.of());

    /**
     * Keeps an unmodifiable view of the properties.
     *
     * @param routingId the routing id, or 0
     * @param properties the announced properties
     * @param user the user, or null
     */
    public Sender {
        Objects.requireNonNull(properties, "properties");
    }

    /**
     * Makes a sender whom no authenticator recognised.
     *
     * @param routingId the routing id, or 0
     * @param properties the announced properties
     */
    public Sender(int routingId, Map<String, String> properties) {
        this(routingId, properties, null);
    }
}
