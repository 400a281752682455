package io.zmqspring;

import java.time.Duration;

/**
 * How long to wait before a lost or refused connection is tried again. The wait starts at {@code delay}, doubles with
 * each failure up to {@code maxDelay}, varies by a fifth either way so that many clients do not come back at once, and
 * starts anew after a successful handshake.
 *
 * @param delay the first wait, more than zero
 * @param maxDelay the longest wait, not below the first
 */
public record Reconnect(Duration delay, Duration maxDelay) {
    /** The default: 100 ms to 2 s. */
    public static final Reconnect DEFAULT = new Reconnect(Duration.ofMillis(100), Duration.ofSeconds(2));

    /**
     * Checks the values.
     *
     * @param delay the first wait
     * @param maxDelay the longest wait
     * @throws IllegalArgumentException if the delay is not positive or the longest is shorter
     */
    public Reconnect {
        if (delay.isNegative() || delay.isZero()) {
            throw new IllegalArgumentException("reconnect delay=" + delay + " must be more than zero");
        }
        if (maxDelay.compareTo(delay) < 0) {
            throw new IllegalArgumentException(
                    "reconnect maxDelay=" + maxDelay + " < delay=" + delay + ": raise the one or lower the other");
        }
    }
}
