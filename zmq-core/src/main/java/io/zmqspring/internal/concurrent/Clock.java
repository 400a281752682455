package io.zmqspring.internal.concurrent;

import java.time.Instant;

/** The only place that reads a clock, so that tests can own the time. */
public interface Clock {
    /** The machine's clock. */
    Clock SYSTEM = new Clock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }
    };

    /** Monotonic nanoseconds; only differences mean anything, and they may wrap. */
    long nanoTime();

    /** Wall-clock time, for people. */
    Instant now();
}
