package io.zmqspring;

/** The state of the connection behind a {@link PeerInfo}. */
public enum PeerState {
    /** We are connecting, or waiting before the next attempt. */
    CONNECTING,
    /** Handshake done; messages flow. */
    CONNECTED,
    /** Being closed; what is queued is still sent within the linger. */
    CLOSING
}
