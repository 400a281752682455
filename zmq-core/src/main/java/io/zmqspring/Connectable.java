package io.zmqspring;

/** A socket that connects to endpoints without giving the connections names of their own. Thread-safe. */
public interface Connectable {

    /**
     * Connects to an endpoint in the background and keeps reconnecting. A PUB, SUB, REQ or DEALER that is connected to the
     * endpoint already stays as it is; all others make one more connection.
     *
     * @param endpoint the endpoint
     * @throws ZmqEndpointException if the endpoint is malformed or has a wildcard
     * @throws ZmqStateException if the socket is a PAIR or CHANNEL and has a peer
     * @throws ZmqClosedException if the socket is closed
     */
    void connect(String endpoint);
}
