package io.zmqspring.spring.core;

/** In what order messages are handled that several threads handle at once. */
public enum Ordering {
    /**
     * Those of one sender one after another, as they came; those of different senders at once. A sender is a peer where
     * the socket tells peers apart by routing id, otherwise a connection.
     */
    SENDER,
    /** None: as many at once as there are threads, whoever sent them. */
    NONE
}
