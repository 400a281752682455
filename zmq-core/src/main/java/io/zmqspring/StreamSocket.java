package io.zmqspring;

/**
 * The STREAM socket: talks raw tcp (or a plain Unix domain socket) with peers that know nothing of ZeroMQ, as a web browser
 * or a device. There is no greeting, no frame and no heartbeat: octets go out as they are sent and come in as they arrive.
 *
 * <p>Each connection has a routing id: given by {@link #connect(String)} for one we make, where it stays valid while the
 * connection is down and comes back, and with the first message of one we accept, where it ends with the connection.
 * {@link #peer(int)} tells the address of the other end.
 *
 * <p>A received message holds octets of one connection, never more than 32 KiB or
 * {@link SocketOptions#maxMessageSize()}. Where one message ends and the next begins means nothing; it is for the
 * application to find what belongs together.
 *
 * <p><b>Empty messages.</b> Unless {@link StreamOptions#notices()} is off, an empty message is received when a connection
 * has been made and again when it has ended and we did not end it ourselves. Sending an empty message ends the connection, as
 * {@link #disconnectPeer(int)} does: what was sent before it still goes out within the linger.
 *
 * <p>What is queued for a connection we make is sent on the one that takes its place after it broke. Security,
 * {@link SocketOptions#handshakeTimeout()} and {@link SocketOptions#heartbeat()} do not apply. Thread-safe, as
 * {@link RoutedSocket}. After {@code zmq_socket(3)}, "ZMQ_STREAM".
 */
public interface StreamSocket extends RoutedSocket {

    /**
     * Connects to an endpoint in the background and keeps reconnecting. Messages can be sent to the id at once. Connecting
     * twice to one endpoint makes two connections.
     *
     * @param endpoint a tcp or ipc endpoint
     * @return the routing id of the new connection, valid at once
     * @throws ZmqEndpointException if the endpoint is malformed, has a wildcard or is of another transport
     * @throws ZmqClosedException if the socket is closed
     */
    int connect(String endpoint);
}
