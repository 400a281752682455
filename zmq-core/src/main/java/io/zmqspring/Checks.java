package io.zmqspring;

import java.time.Duration;

/** What values of options must be, each refused with its name and value. */
final class Checks {
    private Checks() {}

    static long atLeast(String name, long least, long value) {
        if (value < least) {
            throw new IllegalArgumentException(name + "=" + value + " < " + least);
        }
        return value;
    }

    static Duration notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + "=" + value + " is negative");
        }
        return countable(value);
    }

    static Duration positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + "=" + value + " must be more than zero");
        }
        return countable(value);
    }

    /** Nanoseconds of longer times cannot be counted, and nobody would notice the difference. */
    private static Duration countable(Duration value) {
        return value.compareTo(SocketOptions.FOREVER) > 0 ? SocketOptions.FOREVER : value;
    }
}
