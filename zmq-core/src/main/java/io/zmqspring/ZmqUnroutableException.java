package io.zmqspring;

/**
 * There is no peer with that routing id: it was never given out, or the peer has gone and its queue with it
 * (RFC 51/P2P: "SHALL return an error if the queue does not exist"). The message was not accepted.
 */
public class ZmqUnroutableException extends ZmqException {
    private static final long serialVersionUID = 1L;

    /** The routing id nobody answers to. */
    private final int routingId;

    /**
     * Makes an exception.
     *
     * @param routingId the unknown routing id
     */
    public ZmqUnroutableException(int routingId) {
        super("no peer has the routing id " + Integer.toUnsignedString(routingId)
                + (routingId == 0
                        ? "; 0 is never a routing id: use the one that connect() or a received message gave"
                        : "; it has gone or never was: use an id from connect(), a received message or peers()"));
        this.routingId = routingId;
    }

    /**
     * Returns the routing id nobody answers to.
     *
     * @return unsigned 32 bits
     */
    public int routingId() {
        return routingId;
    }
}
