package io.zmqspring;

/**
 * How a ROUTER socket treats peers and messages (RFC 28).
 *
 * @param mandatory whether a message to an unknown identity is {@link ZmqUnroutableException} and one to a full queue
 *     waits; otherwise both are dropped, as RFC 28 has it
 * @param handover whether a new peer with an identity in use takes it over and the former is disconnected; otherwise the
 *     new one is turned away
 * @param notifyConnect whether the identity and an empty frame are received when a peer's handshake is done; not over
 *     inproc, which has none
 * @param notifyDisconnect whether the same is received when the connection of such a peer has ended, after everything
 *     it sent, unless the end was asked for here
 */
public record RouterOptions(boolean mandatory, boolean handover, boolean notifyConnect, boolean notifyDisconnect) {
    /** Nothing is dropped in silence, and identities cannot be taken over: the default, safer than libzmq's. */
    public static final RouterOptions MANDATORY = new RouterOptions(true, false);

    /**
     * Options without notices of peers that come and go.
     *
     * @param mandatory see above
     * @param handover see above
     */
    public RouterOptions(boolean mandatory, boolean handover) {
        this(mandatory, handover, false, false);
    }

    /** Unroutable messages are dropped, as in RFC 28 and libzmq's default. */
    public static final RouterOptions LENIENT = new RouterOptions(false, false);
}
