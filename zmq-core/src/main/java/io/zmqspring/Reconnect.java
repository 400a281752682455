package io.zmqspring;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * How long to wait before a lost or refused connection is tried again. The wait starts at {@code delay}, doubles with
 * each failure up to {@code maxDelay}, varies by a fifth either way so that many clients do not come back at once, and
 * starts anew once a connection has lasted, from the end of its handshake, as long as the longest wait: who is let in and
 * put out again at once does not come back faster for it.
 *
 * <p>A peer that answers and breaks the handshake off is asked less often: after it the wait is four times as long, with
 * the defaults 400 ms to 8 s. So a client with a wrong server key, which CURVE meets with nothing but the end of the
 * connection, makes five attempts in the first ten seconds. One that is refused in words makes one (RFC 37, "Error
 * Handling").
 *
 * <p>A peer that breaks the protocol or is none we may talk to is never tried again, see
 * {@link io.zmqspring.event.SocketEvent.Closed}.
 *
 * @param delay the first wait, more than zero
 * @param maxDelay the longest wait, not below the first, but after a handshake that was broken off
 * @param stopOn after which failures it is not tried again either: then the endpoint is gone, as after disconnect, and
 *     {@code Closed} says why. Empty by default
 */
public record Reconnect(Duration delay, Duration maxDelay, Set<Failure> stopOn) {
    /** The default: 100 ms to 2 s, for ever. */
    public static final Reconnect DEFAULT = new Reconnect(Duration.ofMillis(100), Duration.ofSeconds(2));

    /** One attempt, and no other after any failure. */
    public static final Reconnect NEVER = new Reconnect(DEFAULT.delay, DEFAULT.maxDelay, EnumSet.allOf(Failure.class));

    /** What may go wrong with a connection that passes. */
    public enum Failure {
        /** Nobody listens there. */
        REFUSED,
        /** The name is unknown, nobody answers in time, a proxy does not help, or the system cannot connect. */
        UNREACHABLE,
        /** The connection was made and ended, or took too long, before the handshake was done. */
        HANDSHAKE,
        /** The connection was lost, or silent for too long, after its handshake. */
        LOST
    }

    /**
     * Checks the values.
     *
     * @param delay the first wait
     * @param maxDelay the longest wait
     * @param stopOn after which failures it is not tried again
     * @throws IllegalArgumentException if the delay is not positive or the longest is shorter
     */
    public Reconnect {
        if (delay.isNegative() || delay.isZero()) {
            throw new IllegalArgumentException(
                    "reconnect delay=" + delay + " must be more than zero; Reconnect.NEVER does not reconnect");
        }
        if (maxDelay.compareTo(delay) < 0) {
            throw new IllegalArgumentException(
                    "reconnect maxDelay=" + maxDelay + " < delay=" + delay + ": raise the one or lower the other");
        }
        stopOn = Set.copyOf(stopOn);
    }

    /**
     * Waits without an end.
     *
     * @param delay the first wait, more than zero
     * @param maxDelay the longest wait, not below the first
     */
    public Reconnect(Duration delay, Duration maxDelay) {
        this(delay, maxDelay, Set.of());
    }

    /**
     * Returns the same waits with an end after some failures.
     *
     * @param failures after which it is not tried again
     * @return the new waits
     */
    public Reconnect withStopOn(Failure... failures) {
        return new Reconnect(delay, maxDelay, Set.of(failures));
    }
}
