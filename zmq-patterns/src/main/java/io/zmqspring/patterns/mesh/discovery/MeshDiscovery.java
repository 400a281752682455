package io.zmqspring.patterns.mesh.discovery;

/**
 * A way in which nodes find each other. One object may serve one node; whoever writes one calls {@link Sightings} from a thread of
 * its own and never from within {@link #start}.
 */
public interface MeshDiscovery {

    /**
     * Starts to look for others, and to be found by them.
     *
     * @param own who is to be found
     * @param sightings is told of others until the search is closed
     * @return the search
     * @throws io.zmqspring.ZmqException if it cannot be started, for instance because its port is taken
     */
    Search start(OwnNode own, Sightings sightings);

    /**
     * Whether it keeps telling of those that are there. If not, the node asks silent peers whether they live before it calls them
     * evasive.
     *
     * @return true by default
     */
    default boolean isContinuous() {
        return true;
    }

    /**
     * Whether it tells the public keys of nodes, which those need that speak CURVE.
     *
     * @return true by default
     */
    default boolean tellsKeys() {
        return true;
    }

    /** A running search. */
    interface Search extends AutoCloseable {
        /** Says goodbye as far as this way can, and ends. Nothing is told after it has returned. May be called again. */
        @Override
        void close();
    }
}
