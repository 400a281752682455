package io.zmqspring.internal.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.DropReason;
import io.zmqspring.Traffic;
import io.zmqspring.internal.pipe.Pipe;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A socket's counters. Traffic is counted by the pipes' queues anyway, so nothing is added to the hot path; pipes that
 * have ended are kept only as long as received messages wait in them, and as a sum afterwards.
 */
final class SocketMetrics {
    private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);
    private final AtomicLong reconnects = new AtomicLong();
    private final AtomicLong handshakeFailures = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Set<Pipe> ended = new HashSet<>();

    @GuardedBy("lock")
    private Traffic settled = Traffic.NONE;

    SocketMetrics() {
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, new LongAdder());
        }
    }

    void dropped(DropReason reason, long messages) {
        Objects.requireNonNull(dropped.get(reason)).add(messages);
    }

    void reconnected() {
        reconnects.incrementAndGet();
    }

    long reconnects() {
        return reconnects.get();
    }

    void handshakeFailed() {
        handshakeFailures.incrementAndGet();
    }

    long handshakeFailures() {
        return handshakeFailures.get();
    }

    Map<DropReason, Long> dropped() {
        Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);
        dropped.forEach((reason, counter) -> {
            if (counter.sum() > 0) {
                counts.put(reason, counter.sum());
            }
        });
        return Map.copyOf(counts);
    }

    /** The pipe has ended; its counters stay part of the totals. It stops being a live one in the same moment. */
    void ended(Pipe pipe, Consumer<Pipe> leave) {
        lock.lock();
        try {
            settleDrained();
            ended.add(pipe);
            leave.accept(pipe);
        } finally {
            lock.unlock();
        }
    }

    /** The pipes that have ended and whose received messages nobody has read yet. */
    List<Pipe> unread() {
        lock.lock();
        try {
            return List.copyOf(ended);
        } finally {
            lock.unlock();
        }
    }

    /** The totals of the pipes that live and of those that have ended. */
    Traffic total(Supplier<List<Pipe>> live) {
        lock.lock();
        try {
            settleDrained();
            Traffic total = settled;
            for (Pipe pipe : ended) {
                total = total.plus(pipe.traffic());
            }
            for (Pipe pipe : live.get()) {
                total = total.plus(pipe.traffic());
            }
            return total;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void settleDrained() {
        for (Iterator<Pipe> pipes = ended.iterator(); pipes.hasNext(); ) {
            Traffic traffic = pipes.next().traffic();
            if (traffic.incomingQueue() == 0) {
                settled = settled.plus(traffic);
                pipes.remove();
            }
        }
    }
}
