package io.zmqspring.security;

import java.util.Map;
import java.util.Objects;

/**
 * Whom an authenticator recognised in a peer. Unlike what a peer announces of itself, it can be relied on as far as the
 * authenticator can. Immutable.
 *
 * @param id the name, empty if the authenticator gives none
 * @param properties what else it says of the peer, unmodifiable
 */
public record User(String id, Map<String, String> properties) {

    /**
     * Copies the properties.
     *
     * @param id the name, or empty
     * @param properties the properties
     */
    public User {
        Objects.requireNonNull(id, "id");
        properties = Map.copyOf(properties);
    }

    /**
     * Names a user of whom no more is to be said.
     *
     * @param id the name
     * @return the user
     */
    public static User named(String id) {
        return new User(id, Map.of());
    }
}
