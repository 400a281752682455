package io.zmqspring.security;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Authenticator} says of a peer. Immutable.
 *
 * @param status the kind, as of RFC 27
 * @param reason why, for our own events; the peer is told the status alone
 * @param user whom it recognised; null if nobody in particular, and if the peer is not accepted
 */
public record Verdict(
        Status status, String reason, @Nullable User user) {
    private static final Verdict ACCEPTED = new Verdict(Status.ACCEPTED, "", null);

    /** The kinds of verdict (RFC 27, "Reply"). */
    public enum Status {
        /** The peer may talk to us. */
        ACCEPTED(200),
        /** Not now: the connection ends without a word, and the peer may try again. */
        TRY_LATER(300),
        /** No: the peer is told so and does not try again with the same credentials. */
        REFUSED(400),
        /** It could not be found out: the peer is told so and does not try again. */
        FAILED(500);

        private final int code;

        Status(int code) {
            this.code = code;
        }

        /** {@return the three digits of RFC 27} */
        public int code() {
            return code;
        }
    }

    /**
     * Makes a verdict.
     *
     * @param status the kind
     * @param reason why, without secrets
     * @param user the user, or null
     */
    public Verdict {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(reason, "reason");
        if (user != null && status != Status.ACCEPTED) {
            throw new IllegalArgumentException("a verdict " + status + " with a user: only who is accepted has a name");
        }
    }

    /** {@return a verdict that lets the peer in without a name} */
    public static Verdict accept() {
        return ACCEPTED;
    }

    /**
     * Lets the peer in.
     *
     * @param user who it is
     * @return the verdict
     */
    public static Verdict accept(User user) {
        return new Verdict(Status.ACCEPTED, "", Objects.requireNonNull(user, "user"));
    }

    /**
     * Turns the peer away for good.
     *
     * @param reason why, without secrets
     * @return the verdict
     */
    public static Verdict refuse(String reason) {
        return new Verdict(Status.REFUSED, reason, null);
    }

    /**
     * Turns the peer away for now.
     *
     * @param reason why, without secrets
     * @return the verdict
     */
    public static Verdict tryLater(String reason) {
        return new Verdict(Status.TRY_LATER, reason, null);
    }

    /**
     * Turns the peer away because it cannot be judged.
     *
     * @param reason why, without secrets
     * @return the verdict
     */
    public static Verdict fail(String reason) {
        return new Verdict(Status.FAILED, reason, null);
    }
}
