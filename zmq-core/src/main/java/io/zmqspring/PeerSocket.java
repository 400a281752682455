package io.zmqspring;

/**
 * The PEER socket (RFC 51/P2P): talks to any number of PEER sockets, each outgoing message routed by a routing id.
 *
 * <p>A routing id is an unsigned 32-bit number, never 0, given out by this socket and unknown to the other side: by
 * {@link #connect(String)} for a connection we make, where it stays valid while the connection is down and comes
 * back, and with the first message of a connection we accept, where it ends with the connection. Each id has its own
 * queue in each direction, bounded by {@link SocketOptions}. Incoming messages are taken from the peers in turn.
 *
 * <p>Thread-safe: any number of threads may send and receive at once. An interrupt ends the waiting call with
 * {@link ZmqInterruptedException} and does nothing else. A received multipart message is discarded whole and counted
 * as {@link DropReason#MULTIPART}.
 */
public interface PeerSocket extends RoutedSocket {

    /**
     * Connects to an endpoint in the background and keeps reconnecting. Messages can be sent to the id at once.
     * Connecting twice to one endpoint makes two connections.
     *
     * @param endpoint the endpoint
     * @return the routing id of the new connection, valid at once
     * @throws ZmqEndpointException if the endpoint is malformed or has a wildcard
     * @throws ZmqClosedException if the socket is closed
     */
    int connect(String endpoint);
}
