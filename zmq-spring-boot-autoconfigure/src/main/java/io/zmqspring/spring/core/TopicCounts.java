package io.zmqspring.spring.core;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** How often each topic is wanted, by properties and listeners; the socket is told of the first and the last. Thread-safe. */
final class TopicCounts {
    private final Consumer<String> first;
    private final Consumer<String> last;
    private final Lock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<String, Integer> counts = new HashMap<>();

    TopicCounts(Consumer<String> first, Consumer<String> last) {
        this.first = first;
        this.last = last;
    }

    void add(String topic) {
        lock.lock();
        try {
            if (!counts.containsKey(topic)) {
                first.accept(topic);
            }
            counts.merge(topic, 1, Integer::sum);
        } finally {
            lock.unlock();
        }
    }

    /** One that is not there is ignored. */
    void remove(String topic) {
        lock.lock();
        try {
            if (counts.containsKey(topic)
                    && counts.computeIfPresent(topic, (key, n) -> n == 1 ? null : n - 1) == null) {
                last.accept(topic);
            }
        } finally {
            lock.unlock();
        }
    }

    Set<String> all() {
        lock.lock();
        try {
            return Set.copyOf(counts.keySet());
        } finally {
            lock.unlock();
        }
    }
}
