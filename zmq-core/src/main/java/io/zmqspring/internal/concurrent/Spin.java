package io.zmqspring.internal.concurrent;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Looks for a change for some microseconds before a thread goes to sleep, where that has paid: two threads of a process
 * that answer each other then need no help of the system. Never on the only processor, and never on the last one free of
 * spinning.
 *
 * <p>Any thread may call it. Two that write at once may lose one of the two writes, which costs time and nothing else.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // see above
final class Spin {
    private static final long LONGEST_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long SHORT_SLEEP_NANOS =
            TimeUnit.MICROSECONDS.toNanos(150); // two threads woken from deep sleep
    private static final int MOST_DOUBT = 1023;
    private static final int TURNS_PER_LOOK_AT_THE_CLOCK = 32;
    private static final Semaphore PLACES = new Semaphore(Runtime.getRuntime().availableProcessors() - 1);

    private final Clock clock;
    private final Semaphore places;
    private volatile int shortSleeps; // since it was last tried in vain
    private volatile int doubt; // so many short sleeps are to be seen first

    Spin() {
        this(Clock.SYSTEM, PLACES);
    }

    /** For tests: one that shares the right to spin with nobody else. */
    Spin(Clock clock, Semaphore places) {
        this.clock = clock;
        this.places = places;
    }

    /** What {@link #sleptSince} wants to be told of a sleep's beginning. */
    long now() {
        return clock.nanoTime();
    }

    /** Looks whether there was a change, if it is worth trying. */
    boolean sees(BooleanSupplier change) {
        if (shortSleeps <= doubt || !places.tryAcquire()) {
            return false;
        }
        boolean seen;
        try {
            seen = look(change);
        } finally {
            places.release();
        }
        if (seen) {
            doubt = 0;
        } else {
            doubt = Math.min(MOST_DOUBT, 2 * doubt + 1);
            shortSleeps = 0;
        }
        return seen;
    }

    private boolean look(BooleanSupplier change) {
        long start = clock.nanoTime();
        do {
            for (int i = 0; i < TURNS_PER_LOOK_AT_THE_CLOCK; i++) {
                if (change.getAsBoolean()) {
                    return true;
                }
                Thread.onSpinWait();
            }
        } while (clock.nanoTime() - start < LONGEST_NANOS);
        return false;
    }

    /** A thread has slept until an application's thread called it. */
    void sleptSince(long beginning) {
        if (clock.nanoTime() - beginning < SHORT_SLEEP_NANOS && shortSleeps <= MOST_DOUBT) {
            shortSleeps++;
        }
    }
}
