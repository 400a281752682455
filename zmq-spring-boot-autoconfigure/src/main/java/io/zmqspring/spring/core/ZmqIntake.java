package io.zmqspring.spring.core;

import java.time.Duration;
import java.util.Objects;

/**
 * How a consumer takes the messages of a socket.
 *
 * @param concurrency how many threads handle messages at once
 * @param ordering in what order they do
 * @param handOver with {@link Ordering#SENDER}, how many messages may wait for earlier ones of their senders, before no
 *     more are received and the peers are held back
 * @param batchSize how many messages are handled together at most; 1 for single messages
 * @param batchTimeout how long a batch waits for further messages after its first one
 */
public record ZmqIntake(int concurrency, Ordering ordering, int handOver, int batchSize, Duration batchTimeout) {
    /** How many messages wait for earlier ones of their senders by default. */
    public static final int DEFAULT_HAND_OVER = 100;

    /**
     * Checks the numbers.
     *
     * @param concurrency how many threads
     * @param ordering in what order
     * @param handOver how many messages wait
     * @param batchSize how many messages are handled together
     * @param batchTimeout how long a batch waits
     */
    public ZmqIntake {
        atLeastOne("concurrency", concurrency);
        atLeastOne("handOver", handOver);
        atLeastOne("batchSize", batchSize);
        Objects.requireNonNull(ordering, "ordering");
        Objects.requireNonNull(batchTimeout, "batchTimeout");
        if (batchSize > 1 && concurrency > 1 && ordering == Ordering.SENDER) {
            throw new IllegalArgumentException("concurrency=" + concurrency
                    + " with batches cannot keep the order of senders, whose messages would be in several batches at"
                    + " once; use a concurrency of 1 or the ordering NONE");
        }
    }

    /**
     * Single messages, in no order if there are several threads.
     *
     * @param concurrency how many threads
     * @return the intake
     */
    public static ZmqIntake of(int concurrency) {
        return of(concurrency, Ordering.NONE, DEFAULT_HAND_OVER);
    }

    /**
     * Single messages.
     *
     * @param concurrency how many threads
     * @param ordering in what order
     * @param handOver how many messages may wait for earlier ones of their senders
     * @return the intake
     */
    public static ZmqIntake of(int concurrency, Ordering ordering, int handOver) {
        return new ZmqIntake(concurrency, ordering, handOver, 1, Duration.ZERO);
    }

    boolean keepsOrder() {
        return concurrency > 1 && ordering == Ordering.SENDER;
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + "=" + value + " < 1");
        }
    }
}
