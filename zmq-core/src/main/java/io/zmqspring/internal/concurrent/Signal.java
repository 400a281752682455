package io.zmqspring.internal.concurrent;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets threads wait until something may have changed, without holding a lock while they look.
 *
 * <p>A waiter takes a ticket, looks at the state, and waits with the ticket if it is not yet as it should be; a change
 * that happened in between makes the wait return at once. Who cannot wait listens: a listener is told of every change, by
 * the thread that made it, so it only takes note and returns.
 */
public final class Signal {
    private static final Runnable[] NOBODY = new Runnable[0];

    // A firing thread writes the sequence and then reads who is interested; a waiter or listener makes itself known and
    // then reads the sequence or the state. All are volatile, so one of the two always sees the other.
    private final AtomicLong sequence = new AtomicLong();
    private volatile int waiters;
    private volatile int interested; // the waiters and the listeners

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private Runnable[] listeners = NOBODY;

    /** A ticket for the state as it is now, to be taken before looking at it. */
    public long ticket() {
        return sequence.get();
    }

    /** Tells whether any thread waits, cheaply enough to be asked for each message. */
    public boolean hasWaiters() {
        return waiters > 0;
    }

    /** Something changed that one waiter can make use of. */
    public void fireOne() {
        sequence.incrementAndGet();
        if (interested > 0) {
            fire(false);
        }
    }

    /** Something changed that all waiters must look at. */
    public void fireAll() {
        sequence.incrementAndGet();
        if (interested > 0) {
            fire(true);
        }
    }

    private void fire(boolean all) {
        Runnable[] told;
        lock.lock();
        try {
            if (all) {
                changed.signalAll();
            } else {
                changed.signal();
            }
            told = listeners;
        } finally {
            lock.unlock();
        }
        for (Runnable listener : told) {
            listener.run();
        }
    }

    /** Has every change told to a listener from now on; what changed before, it looks at by itself. */
    public void listen(Runnable listener) {
        lock.lock();
        try {
            Runnable[] more = Arrays.copyOf(listeners, listeners.length + 1);
            more[listeners.length] = listener;
            setListeners(more);
        } finally {
            lock.unlock();
        }
    }

    /** Tells a listener no more; it may still be told of a change that is happening now. */
    public void unlisten(Runnable listener) {
        lock.lock();
        try {
            setListeners(Arrays.stream(listeners).filter(one -> one != listener).toArray(Runnable[]::new));
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock") // an array that was seen is never written again
    private void setListeners(Runnable[] changed) {
        listeners = changed;
        interested = waiters + changed.length;
    }

    /**
     * Waits until something has changed since the ticket was taken, or the time is over. May also return early.
     *
     * @return the nanoseconds left, zero or less if the time is over
     */
    @SuppressWarnings("WaitNotInLoop") // the caller loops
    public long await(long ticket, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            setWaiters(waiters + 1);
            try {
                return sequence.get() == ticket ? changed.awaitNanos(nanos) : nanos;
            } finally {
                setWaiters(waiters - 1);
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void setWaiters(int count) {
        waiters = count;
        interested = count + listeners.length;
    }
}
