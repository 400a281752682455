package io.zmqspring.testkit;

import java.util.SplittableRandom;

/**
 * How long the stress tests run and on which random numbers. {@code -Dzmq.test.scale=20} makes them twenty times as
 * long; {@code -Dzmq.test.seed=…} repeats a run whose seed was printed.
 */
public final class Scale {
    private static final double FACTOR = Double.parseDouble(System.getProperty("zmq.test.scale", "1"));

    private Scale() {}

    /** A number of rounds or messages. */
    public static int of(int count) {
        return Math.max(1, (int) (count * FACTOR));
    }

    /** The seed of a test, printed so that a failure can be repeated. */
    public static long seed(String test) {
        long seed = Long.getLong("zmq.test.seed", 20_201_123L);
        System.out.println(test + ": seed " + seed);
        return seed;
    }

    /** Random numbers from {@link #seed}. */
    public static SplittableRandom random(String test) {
        return new SplittableRandom(seed(test));
    }
}
