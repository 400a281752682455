package io.zmqspring.internal.mechanism;

import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.Credentials;
import io.zmqspring.security.User;
import io.zmqspring.security.Verdict;
import org.jspecify.annotations.Nullable;

/** The step of a handshake in which an authenticator is asked; the same for every mechanism that has one. */
final class Gate {
    private enum State {
        CLOSED,
        TO_ASK,
        ASKED,
        OPEN
    }

    private final Authenticator authenticator;
    private State state = State.CLOSED;
    private @Nullable Credentials credentials;
    private @Nullable User user;

    Gate(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    void show(Credentials credentials) {
        this.credentials = credentials;
        state = State.TO_ASK;
    }

    @Nullable
    Question takeQuestion() {
        Credentials shown = credentials;
        if (state != State.TO_ASK || shown == null) {
            return null;
        }
        state = State.ASKED;
        credentials = null; // passwords live no longer than they must
        return new Question(authenticator, shown);
    }

    /** Lets the peer in, or says why not; only "later" is kept from the peer (RFC 27, "Reply"). */
    void answer(Verdict verdict) throws ProtocolException {
        if (state != State.ASKED) {
            throw new IllegalStateException("an answer in state " + state);
        }
        if (verdict.status() != Verdict.Status.ACCEPTED) {
            String code = Integer.toString(verdict.status().code());
            throw new ProtocolException(
                    HandshakeFailure.NOT_AUTHENTICATED,
                    "the authenticator says " + code + " to the peer: " + verdict.reason(),
                    verdict.status() == Verdict.Status.TRY_LATER ? null : code);
        }
        user = verdict.user();
        state = State.OPEN;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    @Nullable
    User user() {
        return user;
    }
}
