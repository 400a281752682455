package io.zmqspring.internal.concurrent;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.ZmqStateException;
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
    private volatile int workers; // those that do something useful meanwhile
    private volatile int interested; // all of them and the listeners

    private final WaitingRoom room;
    private final Spin spin = new Spin();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** How many of the waiters have been called and not gone yet. */
    @GuardedBy("lock")
    private int called;

    @GuardedBy("lock")
    private Runnable[] listeners = NOBODY;

    private volatile boolean firedByLoop; // the last time that somebody was interested

    /** A signal to those in a room. */
    public Signal(WaitingRoom room) {
        this.room = room;
    }

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
        firedByLoop = room.isAtWork();
        lock.lock();
        try {
            if (all) {
                changed.signalAll();
                calling(waiters - called);
            } else {
                changed.signal();
                calling(Math.min(1, waiters - called));
            }
            told = listeners;
        } finally {
            lock.unlock();
        }
        if (workers > 0) {
            room.disturb();
        }
        for (Runnable listener : told) {
            listener.run();
        }
    }

    /** Those who are called no longer wait, even if it takes them a while to notice. */
    @GuardedBy("lock")
    private void calling(int more) {
        if (more > 0) {
            called += more;
            room.called(more);
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
        room.enter(changed.length - listeners.length);
        listeners = changed;
        count();
    }

    /**
     * Waits until something has changed since the ticket was taken, or the time is over. May also return early.
     *
     * @return the nanoseconds left, zero or less if the time is over
     */
    public long await(long ticket, long nanos) throws InterruptedException {
        long left = room.hasWork() ? work(ticket, nanos) : WaitingRoom.Work.NOT_DONE;
        return left == WaitingRoom.Work.NOT_DONE ? rest(ticket, nanos) : left;
    }

    /**
     * The same for what is likely to come soon, as the answer to what was just sent: looks for it first, if that has paid. Who waits
     * for what comes without being asked for does better to sleep, until there is more than one of it.
     */
    public long awaitAnswer(long ticket, long nanos) throws InterruptedException {
        long start = spin.now();
        if (spin.sees(() -> sequence.get() != ticket)) {
            return nanos - (spin.now() - start);
        }
        long left = await(ticket, nanos);
        if (!firedByLoop) {
            spin.sleptSince(start);
        }
        return left;
    }

    /** Waits doing something useful, if there is something to do. */
    private long work(long ticket, long nanos) throws InterruptedException {
        addWorkers(1);
        try {
            return room.work(() -> sequence.get() != ticket, nanos);
        } finally {
            addWorkers(-1);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private void addWorkers(int more) {
        lock.lock();
        try {
            workers += more;
            count();
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private long rest(long ticket, long nanos) throws InterruptedException {
        if (room.isAtWork()) {
            throw new ZmqStateException(
                    "a handler that runs on the I/O thread must not wait: use trySend and tryReceive, or"
                            + " onMessage with an executor");
        }
        lock.lockInterruptibly();
        try {
            addWaiters(1);
            room.enter(1);
            try {
                return sequence.get() == ticket ? changed.awaitNanos(nanos) : nanos;
            } finally {
                addWaiters(-1);
                leave();
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void leave() {
        if (called > 0) {
            called--;
        } else { // its time was over
            room.enter(-1);
        }
    }

    @GuardedBy("lock")
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private void addWaiters(int more) {
        waiters += more;
        count();
    }

    @GuardedBy("lock")
    private void count() {
        interested = waiters + workers + listeners.length;
    }
}
