package io.zmqspring.internal.engine;

import io.zmqspring.SocketType;
import io.zmqspring.event.DisconnectReason;
import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.internal.zmtp.ZmtpConnection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection ended.
 *
 * @param reason the kind of end, null if we asked for it
 * @param handshake why the handshake failed, null if it was done
 * @param isTurnedAway whether the handshake failed after the other side had answered
 * @param detail more about it
 */
record Ending(
        @Nullable DisconnectReason reason, @Nullable HandshakeFailure handshake, boolean isTurnedAway, String detail) {

    static Ending asked() {
        return new Ending(null, null, false, "closed here");
    }

    static Ending of(DisconnectReason reason, String detail) {
        return new Ending(reason, null, false, detail);
    }

    static Ending handshake(HandshakeFailure failure, String detail) {
        return new Ending(DisconnectReason.HANDSHAKE_FAILED, failure, true, detail);
    }

    /** The handshake failed before the other side had said what it is. */
    static Ending unanswered(HandshakeFailure failure, String detail) {
        return new Ending(DisconnectReason.HANDSHAKE_FAILED, failure, false, detail);
    }

    /** A connection ended that had got so far; the reason says why, in the handshake or after it. */
    static Ending at(
            ZmtpConnection.State state, HandshakeFailure inHandshake, DisconnectReason inTraffic, String detail) {
        return switch (state) {
            case GREETING -> unanswered(inHandshake, detail);
            case HANDSHAKE -> handshake(inHandshake, detail);
            case TRAFFIC -> of(inTraffic, detail);
        };
    }

    static String words(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** The handshake was done, and then it turned out that the socket does not take the peer. */
    static Ending notWanted(SocketType type, String why) {
        return handshake(HandshakeFailure.NOT_WANTED, "this " + type + " socket does not take the peer: " + why);
    }

    /**
     * Whether connecting again would end in the same way: the other side breaks the protocol or is none we may talk to
     * (RFC 37, "Error Handling"). Everything else may pass.
     */
    boolean isPermanent() {
        if (handshake != null) {
            return switch (handshake) {
                case TIMEOUT, CROWDED_OUT, CONNECTION_LOST -> false;
                case NOT_AUTHENTICATED, CRYPTOGRAPHIC -> false; // our lists may change, and who interferes may go
                default -> true;
            };
        }
        return reason == DisconnectReason.PROTOCOL_ERROR;
    }
}
