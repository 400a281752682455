package io.zmqspring.event;

/** Why a handshake failed. */
public enum HandshakeFailure {
    /** It was not done within {@link io.zmqspring.SocketOptions#handshakeTimeout()}. */
    TIMEOUT,
    /** It had to make room: its source has more than its share of {@link io.zmqspring.HandshakeLimits}. */
    CROWDED_OUT,
    /** The other side closed the connection or it broke. */
    CONNECTION_LOST,
    /** The other side does not speak ZMTP, or a version we do not speak. */
    VERSION,
    /** The other side announced another security mechanism. */
    MECHANISM_MISMATCH,
    /** The other side sent another command than the one that was due, or a message. */
    UNEXPECTED_COMMAND,
    /** The other side sent a command that ends before it is whole. */
    MALFORMED_COMMAND,
    /** What the other side announced of itself cannot be read. */
    INVALID_METADATA,
    /** The other side broke another rule of the handshake, for instance its size. */
    PROTOCOL_ERROR,
    /** The other side is of a socket type that ours may not talk to. */
    INCOMPATIBLE_SOCKET_TYPE,
    /** The other side sent an ERROR command. */
    REJECTED_BY_PEER,
    /** Our {@link io.zmqspring.security.Authenticator} turned the other side away, or could not judge it. */
    NOT_AUTHENTICATED,
    /** What the other side sent was not made with the keys it must have: it has others, or somebody interferes. */
    CRYPTOGRAPHIC,
    /** This socket does not take the peer: a PAIR that has one, a ROUTER that has one of that identity. */
    NOT_WANTED
}
