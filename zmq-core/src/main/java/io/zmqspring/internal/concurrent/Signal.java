package io.zmqspring.internal.concurrent;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets threads wait until something may have changed, without holding a lock while they look.
 *
 * <p>A waiter takes a ticket, looks at the state, and waits with the ticket if it is not yet as it should be; a change
 * that happened in between makes the wait return at once.
 */
public final class Signal {
    // A firing thread writes the sequence and then reads the waiters; a waiter writes the waiters and then reads the
    // sequence. Both are volatile, so one of the two always sees the other.
    private final AtomicLong sequence = new AtomicLong();
    private volatile int waiters;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** A ticket for the state as it is now, to be taken before looking at it. */
    public long ticket() {
        return sequence.get();
    }

    /** Tells whether anybody waits, cheaply enough to be asked for each message. */
    public boolean hasWaiters() {
        return waiters > 0;
    }

    /** Something changed that one waiter can make use of. */
    public void fireOne() {
        sequence.incrementAndGet();
        if (waiters > 0) {
            lock.lock();
            try {
                changed.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Something changed that all waiters must look at. */
    public void fireAll() {
        sequence.incrementAndGet();
        if (waiters > 0) {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Waits until something has changed since the ticket was taken, or the time is over. May also return early.
     *
     * @return the nanoseconds left, zero or less if the time is over
     */
    @SuppressWarnings({"NonAtomicVolatileUpdate", "WaitNotInLoop"}) // written under the lock; the caller loops
    public long await(long ticket, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            waiters++;
            try {
                return sequence.get() == ticket ? changed.awaitNanos(nanos) : nanos;
            } finally {
                waiters--;
            }
        } finally {
            lock.unlock();
        }
    }
}
