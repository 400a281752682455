package io.zmqspring.benchmarks.spring;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what one thread handles, and is read by another one. */
final class Meter {
    private final AtomicLong count = new AtomicLong();

    /** To be called by one thread. */
    void mark() {
        count.lazySet(count.getPlain() + 1);
    }

    /** Waits for the first one, lets it warm up, and reports how many there are a second. */
    void report(long warmMillis, long countedMillis) throws InterruptedException {
        while (count.get() == 0) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        TimeUnit.MILLISECONDS.sleep(warmMillis);
        long first = count.get();
        long start = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(countedMillis);
        long counted = count.get() - first;
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "result rate=%.6f%n", counted / seconds / 1e6);
    }
}
