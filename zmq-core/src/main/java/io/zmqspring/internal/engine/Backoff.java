package io.zmqspring.internal.engine;

import io.zmqspring.Reconnect;
import java.util.function.DoubleSupplier;

/** The waits between attempts to connect: doubling from the first to the longest, varied by a fifth either way. */
public final class Backoff {
    private static final double JITTER = 0.2;
    private static final int TURNED_AWAY = 4;

    private final Reconnect reconnect;
    private final DoubleSupplier random;
    private long nextNanos;

    /** Starts at the first wait; {@code random} gives numbers from 0 to 1. */
    public Backoff(Reconnect reconnect, DoubleSupplier random) {
        this.reconnect = reconnect;
        this.random = random;
        reset();
    }

    void reset() {
        nextNanos = reconnect.delay().toNanos();
    }

    /** The next wait in nanoseconds. */
    public long next() {
        long wait = nextNanos;
        nextNanos = Math.min(nextNanos * 2, reconnect.maxDelay().toNanos());
        return (long) (wait * (1 - JITTER + 2 * JITTER * random.getAsDouble()));
    }

    /** The next wait in nanoseconds after the other side had answered and not let us in: asking costs it more. */
    long nextWhenTurnedAway() {
        return TURNED_AWAY * next();
    }
}
