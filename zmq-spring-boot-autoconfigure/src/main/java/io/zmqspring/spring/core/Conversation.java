package io.zmqspring.spring.core;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The open requests to one routing id, in the order they were sent. A peer with envelope names the request that it
 * answers; the messages of a bare one answer the oldest. A request to a bare peer that timed out keeps its place for a
 * while, so that its late reply is not taken for the next one's.
 */
final class Conversation {
    /** Held while a request to a bare peer is added and sent, so that the line has the order of the wire. May be held for long. */
    private final ReentrantLock sending = new ReentrantLock();

    /** Guards the line; held for moments only. Taken after {@link #sending}, never before. */
    private final Lock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<String, PendingReply> line = new LinkedHashMap<>();

    @GuardedBy("lock")
    private boolean ended;

    ReentrantLock sending() {
        return sending;
    }

    /** Returns false if the conversation has ended, so that a new one is needed. */
    boolean add(PendingReply pending) {
        lock.lock();
        try {
            if (!ended) {
                line.put(pending.requestId(), pending);
            }
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    PendingReply remove(String requestId) {
        lock.lock();
        try {
            PendingReply pending = line.remove(requestId);
            return pending == null || pending.isAbandoned() ? null : pending;
        } finally {
            lock.unlock();
        }
    }

    /** Removes the request that a bare message answers: null if there is none at all. */
    @Nullable
    PendingReply removeOldest(long now) {
        lock.lock();
        try {
            purge(now);
            Iterator<PendingReply> oldest = line.values().iterator();
            if (!oldest.hasNext()) {
                return null;
            }
            PendingReply pending = oldest.next();
            oldest.remove();
            return pending;
        } finally {
            lock.unlock();
        }
    }

    /** Returns false if the request is no longer open, because its reply has just come. */
    boolean abandon(PendingReply pending, long until) {
        lock.lock();
        try {
            if (!line.containsKey(pending.requestId())) {
                return false;
            }
            pending.abandon(until);
            return true;
        } finally {
            lock.unlock();
        }
    }

    List<PendingReply> removeAll() {
        lock.lock();
        try {
            List<PendingReply> all = new ArrayList<>(line.values());
            line.clear();
            ended = true;
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the conversation if nothing is open any more; then it can be forgotten. */
    boolean endIfEmpty(long now) {
        lock.lock();
        try {
            purge(now);
            ended |= line.isEmpty();
            return ended;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void purge(long now) {
        Iterator<PendingReply> oldest = line.values().iterator();
        while (oldest.hasNext() && oldest.next().isExpired(now)) {
            oldest.remove();
        }
    }
}
