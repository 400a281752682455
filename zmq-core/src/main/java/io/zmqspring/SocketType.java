package io.zmqspring;

/**
 * The ZeroMQ socket types this library offers, under the names that ZMTP puts on the wire
 * (RFC 37/ZMTP 3.1, property {@code Socket-Type}).
 */
public enum SocketType {
    /** Thread-safe, single-frame messages, each routed by a local routing id (RFC 51/P2P). */
    PEER;

    /**
     * Tells whether sockets of the two types may talk (RFC 37/ZMTP 3.1, "Socket-Type").
     *
     * @param wireName the other side's type as it stands on the wire, upper case
     * @return whether a connection to it is legal
     */
    public boolean accepts(String wireName) {
        return switch (this) {
            case PEER -> wireName.equals("PEER");
        };
    }
}
