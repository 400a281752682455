package io.zmqspring.internal.pattern;

import org.jspecify.annotations.Nullable;

/** A pattern that sends to the peers that asked for a message. */
public interface Publishing extends Pattern {

    /**
     * Counts the peers that get something.
     *
     * @param topic the first octets of a message (PUB) or its group (RADIO): counts who gets it; null counts everybody who
     *     gets anything
     */
    int subscribers(byte @Nullable [] topic);

    /** How many different topics or groups the peers have asked for. */
    int topics();
}
