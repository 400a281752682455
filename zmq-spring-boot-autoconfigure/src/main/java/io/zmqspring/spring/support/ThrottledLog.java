package io.zmqspring.spring.support;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;

/**
 * Logs failures, each with its stack trace, but never more often than once per interval; the others are counted, and the
 * next line tells how many they were. Thread-safe.
 */
public final class ThrottledLog {
    private final Log target;
    private final long interval;
    private final LongSupplier nanoTime;
    private final AtomicLong nextAt;
    private final LongAdder suppressed = new LongAdder();

    /**
     * Makes a log that writes at most once a second.
     *
     * @param target where to write
     */
    public ThrottledLog(Log target) {
        this(target, Duration.ofSeconds(1), System::nanoTime);
    }

    ThrottledLog(Log target, Duration interval, LongSupplier nanoTime) {
        this.target = target;
        this.interval = interval.toNanos();
        this.nanoTime = nanoTime;
        this.nextAt = new AtomicLong(nanoTime.getAsLong());
    }

    /**
     * Logs a failure or counts it.
     *
     * @param message what happened, asked for only if it is logged
     * @param failure why
     */
    public void error(Supplier<String> message, Throwable failure) {
        long now = nanoTime.getAsLong();
        long due = nextAt.get();
        if (now - due >= 0 && nextAt.compareAndSet(due, now + interval)) {
            long before = suppressed.sumThenReset();
            target.error(
                    before == 0
                            ? message.get()
                            : message.get() + " (and " + before + " failures before it, not logged)",
                    failure);
        } else {
            suppressed.increment();
        }
    }

    /**
     * Tells how many failures were not logged since the last line, if any; for the end of a life.
     *
     * @param who whose failures they were
     */
    public void flush(String who) {
        long before = suppressed.sumThenReset();
        if (before > 0) {
            target.error(who + ": " + before + " more failures, not logged one by one");
        }
    }
}
