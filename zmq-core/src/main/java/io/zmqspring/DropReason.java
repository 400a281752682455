package io.zmqspring;

/** Why a message was dropped. Nothing is dropped without being counted under one of these. */
public enum DropReason {
    /** Queued for a peer that went before it could be sent; its queue went with it (RFC 51/P2P). */
    PEER_GONE,
    /** Given to a connection that broke before the last octet of the message was written, or to a network that refused it. */
    CONNECTION_LOST,
    /** Received as a multipart message by a socket type that has none (RFC 51/P2P). */
    MULTIPART,
    /** Received, but its envelope could not be read. */
    BAD_ENVELOPE,
    /** Received as a datagram that is no message, or that is larger than {@link UdpOptions#maxDatagram()}. */
    BAD_DATAGRAM,
    /** Received as a datagram while the incoming queue was full: over udp nobody can be asked to wait. */
    QUEUE_FULL,
    /**
     * Received, and not read before the socket was closed or the peer was disconnected here, or before its connection
     * broke for the second time while the incoming queue was full.
     */
    UNREAD,
    /**
     * Sent to a peer whose queue was full, by a socket type that does not wait: a message of PUB, XPUB, XSUB or RADIO to that one
     * peer, the reply of a REP, a message of a ROUTER that is not mandatory. It was never accepted for that peer.
     */
    NO_ROOM,
    /**
     * Sent where nobody is: by a ROUTER that is not mandatory to an unknown identity, which no event tells of, or to an
     * identity alone with nothing behind it; the reply of a REP to a peer that has gone.
     */
    UNROUTABLE,
    /**
     * Received by a socket type that has no use for it: anything by PUSH, SCATTER, RADIO or PUB, a request without an envelope
     * by REP, what is no reply to the present request by REQ.
     */
    UNEXPECTED,
    /** Queued, and replaced by a newer one, as {@link SocketOptions#conflate()} asks for; counted without an event. */
    REPLACED,
    /** Still queued when the socket was closed and its linger was over. */
    SOCKET_CLOSED
}
