package io.zmqspring;

/**
 * The ROUTER socket (RFC 28): the first frame of every message is the identity of the peer it came from or goes to. Thread-safe.
 */
public interface RouterSocket extends ZmqSocket, Connectable, MessageSender, MessageReceiver {

    /**
     * Connects to an endpoint and knows the peer under an identity of our choice, whatever it announces: messages can be
     * sent to it at once and are queued until the connection is there. This is libzmq's {@code ZMQ_CONNECT_ROUTING_ID}
     * for one call instead of the next one.
     *
     * @param endpoint the endpoint
     * @param identity 1 to 255 octets, the first not 0 (RFC 37, "Identity"); copied
     * @throws IllegalArgumentException if the identity is none
     * @throws ZmqEndpointException if the endpoint is malformed or has a wildcard
     * @throws ZmqStateException if a peer has that identity already
     * @throws ZmqClosedException if the socket is closed
     */
    void connect(String endpoint, byte[] identity);
}
