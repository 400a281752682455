package io.zmqspring;

/** Why a message was dropped. Nothing is dropped without being counted under one of these. */
public enum DropReason {
    /** Queued for a peer that went before it could be sent; its queue went with it (RFC 51/P2P). */
    PEER_GONE,
    /** Given to a connection that broke before the last octet of the message was written. */
    CONNECTION_LOST,
    /** Received as a multipart message by a socket type that has none (RFC 51/P2P). */
    MULTIPART,
    /** Received, but its envelope could not be read. */
    BAD_ENVELOPE,
    /**
     * Received, and not read before the socket was closed or the peer was disconnected here, or before its connection
     * broke for the second time while the incoming queue was full.
     */
    UNREAD,
    /** Queued, and replaced by a newer one, as {@link SocketOptions#conflate()} asks for; counted without an event. */
    REPLACED,
    /** Still queued when the socket was closed and its linger was over. */
    SOCKET_CLOSED
}
