package io.zmqspring;

import java.util.HexFormat;

/**
 * There is no peer with that routing id: it was never given out, or the peer has gone and its queue with it
 * (RFC 51/P2P: "SHALL return an error if the queue does not exist"). The message was not accepted.
 */
public class ZmqUnroutableException extends ZmqException {
    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 32;

    /** The routing id nobody answers to; 0 if it is an identity. */
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
     * Makes an exception for a ROUTER.
     *
     * @param identity the identity that no peer has
     */
    public ZmqUnroutableException(byte[] identity) {
        super("no peer has the identity " + HexFormat.of().formatHex(identity, 0, Math.min(identity.length, SHOWN))
                + (identity.length > SHOWN ? "..." : "")
                + "; it has gone or never was: use the first frame of a message received from it, or let messages to"
                + " unknown peers be dropped by RouterOptions.LENIENT");
        this.routingId = 0;
    }

    /**
     * Returns the routing id nobody answers to.
     *
     * @return unsigned 32 bits, 0 for a ROUTER
     */
    public int routingId() {
        return routingId;
    }
}
