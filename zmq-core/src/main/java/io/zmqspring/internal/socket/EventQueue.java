package io.zmqspring.internal.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.event.SocketEventListener;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings a socket's events to its listener, in order, on a thread that nothing waits for. Whoever publishes an event
 * never waits: when the listener is too far behind, the event is dropped and counted.
 */
public final class EventQueue {
    private static final System.Logger LOG = System.getLogger("io.zmqspring.event");
    private static final int CAPACITY = 4096;

    private final @Nullable SocketEventListener listener;
    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final ArrayDeque<SocketEvent> events = new ArrayDeque<>();

    @GuardedBy("lock")
    private boolean delivering;

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private long dropped;

    public EventQueue(@Nullable SocketEventListener listener, Executor executor) {
        this.listener = listener;
        this.executor = executor;
    }

    void publish(SocketEvent event) {
        if (listener == null) {
            return;
        }
        boolean start;
        lock.lock();
        try {
            SocketEvent merged = closed ? null : mergedWithLast(event);
            if (merged != null) {
                events.removeLast();
            }
            if (closed || events.size() >= CAPACITY) {
                dropped++;
                return;
            }
            events.add(merged == null ? event : merged);
            start = !delivering;
            delivering = true;
        } finally {
            lock.unlock();
        }
        if (start) {
            executor.execute(() -> deliver(listener));
        }
    }

    /** A peer that misses message after message is told of once, for as long as nobody has heard of it. */
    @GuardedBy("lock")
    private @Nullable SocketEvent mergedWithLast(SocketEvent event) {
        return event instanceof SocketEvent.Dropped next
                        && events.peekLast() instanceof SocketEvent.Dropped last
                        && last.reason() == next.reason()
                        && last.endpoint().equals(next.endpoint())
                ? new SocketEvent.Dropped(last.endpoint(), last.reason(), last.messages() + next.messages())
                : null;
    }

    private void deliver(SocketEventListener listener) {
        for (SocketEvent event = next(); event != null; event = next()) {
            try {
                listener.onEvent(event);
            } catch (Throwable e) { // the next event is delivered all the same
                LOG.log(System.Logger.Level.WARNING, "the listener of socket events failed on " + event, e);
            }
        }
    }

    private @Nullable SocketEvent next() {
        lock.lock();
        try {
            SocketEvent event = events.poll();
            delivering = event != null;
            return event;
        } finally {
            lock.unlock();
        }
    }

    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more events; those taken are still delivered. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
