package io.zmqspring.patterns.mesh.discovery;

import java.net.InetAddress;
import java.util.UUID;

/** What a search tells its node. Thread-safe; never blocks for long. The node's own id is ignored. */
public interface Sightings {

    /**
     * A node is there: at the first time it is greeted, later this is a sign of its life.
     *
     * @param other who and where
     */
    void seen(Sighting other);

    /**
     * Somebody may be there, of whom nothing but the endpoint is known: is greeted, and known once it answers. May be told again and
     * again.
     *
     * @param endpoint a tcp endpoint with a numeric address
     */
    void reachable(String endpoint);

    /**
     * A node has said goodbye.
     *
     * @param id who
     */
    void left(UUID id);

    /**
     * Our own host can be reached at another address from now on.
     *
     * @param own the address
     */
    void moved(InetAddress own);
}
