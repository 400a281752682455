package io.zmqspring.internal.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.CloseReport;
import io.zmqspring.SocketType;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.internal.concurrent.Clock;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.Pipe;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Open, closing, closed: which pipes a socket has, when its close began, and when the last pipe has ended. A pipe
 * enters when it is made and leaves when its transport has ended it. A close also waits for calls that are making
 * something it has to close.
 */
final class ClosingState {
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

    private final SocketType type;
    private final Clock clock;
    private final Runnable onClosed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private volatile boolean begun;

    @GuardedBy("lock")
    private final Set<Pipe> pipes = new LinkedHashSet<>();

    @GuardedBy("lock")
    private int calls;

    @GuardedBy("lock")
    private long deadline;

    @GuardedBy("lock")
    private boolean ended;

    @GuardedBy("lock")
    private CloseReport report = CloseReport.CLEAN;

    ClosingState(SocketType type, Clock clock, Runnable onClosed) {
        this.type = type;
        this.clock = clock;
        this.onClosed = onClosed;
    }

    boolean hasBegun() {
        return begun;
    }

    void ensureOpen() {
        if (begun) {
            throw new ZmqClosedException("the " + type + " socket is closed");
        }
    }

    /** The pipe belongs to the socket from now on; false if the socket takes none any more. */
    boolean enter(Pipe pipe) {
        lock.lock();
        try {
            return !begun && pipes.add(pipe);
        } finally {
            lock.unlock();
        }
    }

    void leave(Pipe pipe) {
        lock.lock();
        try {
            pipes.remove(pipe);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A call begins that makes something to be closed; false if the socket is closing. */
    boolean beginCall() {
        lock.lock();
        try {
            if (!begun) {
                calls++;
            }
            return !begun;
        } finally {
            lock.unlock();
        }
    }

    void endCall() {
        lock.lock();
        try {
            calls--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    List<Pipe> pipes() {
        lock.lock();
        try {
            return List.copyOf(pipes);
        } finally {
            lock.unlock();
        }
    }

    boolean begin(long lingerNanos) {
        lock.lock();
        try {
            if (begun) {
                return false;
            }
            begun = true;
            // A linger without end is cut at a century, so that the sum below cannot overflow.
            this.deadline = clock.nanoTime() + Math.min(lingerNanos, TimeUnit.DAYS.toNanos(36_500)) + GRACE_NANOS;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void undelivered(MessageQueue.Count count) {
        lock.lock();
        try {
            if (begun) {
                report = report.plus(new CloseReport(count.messages(), count.bytes()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the last pipe and call; a transport that does not answer in time is not waited for. */
    CloseReport await() {
        boolean first;
        CloseReport result;
        lock.lock();
        try {
            awaitPipes();
            first = !ended;
            if (first) {
                ended = true;
                countAbandoned();
                changed.signalAll();
            }
            result = report;
        } finally {
            lock.unlock();
        }
        if (first) {
            onClosed.run();
        }
        return result;
    }

    @GuardedBy("lock")
    private void awaitPipes() {
        long left = deadline - clock.nanoTime();
        while ((!pipes.isEmpty() || calls > 0) && !ended && left > 0) {
            awaitUninterruptibly(left);
            left = deadline - clock.nanoTime();
        }
    }

    @GuardedBy("lock")
    private void countAbandoned() {
        for (Pipe pipe : pipes) {
            MessageQueue.Count queued = pipe.outbound().counts().queued();
            report = report.plus(new CloseReport(queued.messages(), queued.bytes()));
        }
    }

    @SuppressWarnings("WaitNotInLoop") // awaitPipes loops
    private void awaitUninterruptibly(long nanos) {
        boolean interrupted = Thread.interrupted();
        try {
            changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
