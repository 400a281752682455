package io.zmqspring.event;

/** Why a connection ended. */
public enum DisconnectReason {
    /** The other side closed it, or it broke on the way. */
    CONNECTION_LOST,
    /** Nothing was heard in time after a heartbeat, or within the time the other side had asked for. */
    HEARTBEAT_TIMEOUT,
    /** The handshake failed; {@link SocketEvent.HandshakeFailed} told why. */
    HANDSHAKE_FAILED,
    /** The other side broke the protocol, for instance by a message over the size limit. */
    PROTOCOL_ERROR,
    /** What arrived was not sealed by the other side of the handshake, or is not new: somebody interferes. */
    NOT_AUTHENTIC,
    /** An error of ours; the detail names it. */
    INTERNAL_ERROR
}
