package io.zmqspring.internal.codec;

import io.zmqspring.event.HandshakeFailure;
import org.jspecify.annotations.Nullable;

/** The other side broke the protocol or is none we may talk to. It costs that connection and nothing else. */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    private final HandshakeFailure reason;
    private final @Nullable String errorReason;

    public ProtocolException(String message) {
        this(HandshakeFailure.PROTOCOL_ERROR, message);
    }

    public ProtocolException(HandshakeFailure reason, String message) {
        this(reason, message, null);
    }

    /**
     * @param reason the kind of failure, when it happens in a handshake
     * @param message what was received and what is allowed
     * @param errorReason what the other side shall be told in an ERROR command, or null for none
     */
    public ProtocolException(HandshakeFailure reason, String message, @Nullable String errorReason) {
        super(message, null, false, false); // the fault is the peer's: a stack trace of ours says nothing
        this.reason = reason;
        this.errorReason = errorReason;
    }

    public HandshakeFailure reason() {
        return reason;
    }

    public @Nullable String errorReason() {
        return errorReason;
    }
}
