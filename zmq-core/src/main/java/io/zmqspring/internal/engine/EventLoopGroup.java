package io.zmqspring.internal.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.internal.concurrent.Clock;
import io.zmqspring.internal.concurrent.WaitingRoom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The I/O threads of a context, started when they are first needed and given out in turn. Thread-safe. */
public final class EventLoopGroup {
    private static final long STOP_MILLIS = 1000;

    private final int size;
    private final Clock clock;
    private final WaitingRoom room;
    private final BufferPool buffers = new BufferPool();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final List<EventLoop> loops = new ArrayList<>();

    @GuardedBy("lock")
    private int next;

    @GuardedBy("lock")
    private boolean stopped;

    public EventLoopGroup(int size, Clock clock, WaitingRoom room) {
        this.room = room;
        this.size = size;
        this.clock = clock;
    }

    /** The loop whose turn it is. */
    public EventLoop next() {
        lock.lock();
        try {
            if (stopped) {
                throw new ZmqClosedException("the context is closed");
            }
            if (loops.size() < size) {
                loops.add(newLoop());
            }
            return loops.get(next++ % loops.size());
        } finally {
            lock.unlock();
        }
    }

    /** The only loop of a context can be run by a thread that waits; with several, no thread knows which one to run. */
    @GuardedBy("lock")
    private EventLoop newLoop() {
        EventLoop loop = new EventLoop("zmq-io-" + loops.size(), clock, buffers, size == 1 ? room : new WaitingRoom());
        if (size == 1) {
            room.setWork(loop);
        }
        return loop;
    }

    /** Ends the threads; there are no new ones afterwards. */
    public void stop() {
        List<EventLoop> all;
        lock.lock();
        try {
            stopped = true;
            all = List.copyOf(loops);
        } finally {
            lock.unlock();
        }
        all.forEach(loop -> loop.stop(STOP_MILLIS));
    }
}
