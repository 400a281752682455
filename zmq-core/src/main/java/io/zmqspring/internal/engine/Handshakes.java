package io.zmqspring.internal.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.HandshakeLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The handshakes under way at one endpoint, and who makes room when there are too many. They begin on the acceptor's loop and
 * end on any, so this is thread-safe.
 */
final class Handshakes {
    /** Even across the world a peer that means it is done by then, and so is a crowd that comes all at once. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private record Begun(String source, long at) {}

    private final HandshakeLimits limits;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<AcceptedPeer, Begun> oldestFirst = new LinkedHashMap<>();

    @GuardedBy("lock")
    private final Map<String, Integer> bySource = new HashMap<>();

    Handshakes(HandshakeLimits limits) {
        this.limits = limits;
    }

    boolean hasRoom() {
        lock.lock();
        try {
            return oldestFirst.size() < limits.atOnce();
        } finally {
            lock.unlock();
        }
    }

    void begun(AcceptedPeer peer, String source, long now) {
        lock.lock();
        try {
            oldestFirst.put(peer, new Begun(source, now));
            bySource.merge(source, 1, Integer::sum);
        } finally {
            lock.unlock();
        }
    }

    /** Done or failed; it may be told twice. */
    void over(AcceptedPeer peer) {
        lock.lock();
        try {
            Begun begun = oldestFirst.remove(peer);
            if (begun != null) {
                forget(begun.source);
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void forget(String source) {
        bySource.merge(source, -1, (count, less) -> count + less == 0 ? null : count + less);
    }

    /**
     * Takes out those that make room, a quarter of all at most: the oldest of each source that has more than its share, and
     * only those that have had some time.
     */
    List<AcceptedPeer> crowdedOut(long now) {
        List<AcceptedPeer> out = new ArrayList<>();
        lock.lock();
        try {
            int most = oldestFirst.size() / 4 + 1;
            Iterator<Map.Entry<AcceptedPeer, Begun>> each =
                    oldestFirst.entrySet().iterator();
            while (each.hasNext() && out.size() < most) {
                Map.Entry<AcceptedPeer, Begun> next = each.next();
                Begun begun = next.getValue();
                if (now - begun.at < PATIENCE_NANOS) {
                    break;
                }
                if (bySource.getOrDefault(begun.source, 0) > limits.perSource()) {
                    out.add(next.getKey());
                    each.remove();
                    forget(begun.source);
                }
            }
        } finally {
            lock.unlock();
        }
        return out;
    }

    List<AcceptedPeer> all() {
        lock.lock();
        try {
            return List.copyOf(oldestFirst.keySet());
        } finally {
            lock.unlock();
        }
    }
}
