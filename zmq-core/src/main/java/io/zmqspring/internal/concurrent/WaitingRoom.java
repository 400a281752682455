package io.zmqspring.internal.concurrent;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the threads of a context wait. A thread that waits for a message may do the I/O thread's work meanwhile, if nobody
 * else does it and nobody else waits: what it waits for then reaches it without a change of threads.
 */
public final class WaitingRoom {
    /** The work of an I/O thread. */
    public interface Work {
        /** The work is in other hands. */
        long NOT_DONE = Long.MIN_VALUE;

        /** Whether {@link #run} would be of use now. */
        boolean isFree();

        /**
         * Does the work until it is over or the time is. Looks at {@code over} whenever something was done.
         *
         * @return the nanoseconds left, zero or less if the time is over; {@link #NOT_DONE} if the work is in other hands
         */
        long run(BooleanSupplier over, long nanos) throws InterruptedException;

        /** Whether the calling thread does it now. */
        boolean isMine();

        /** Somebody waits who relies on it being done. */
        void rely();

        /** Makes whoever does the work look whether it is over. */
        void disturb();
    }

    private final AtomicInteger idle = new AtomicInteger();
    private volatile int calls;
    private volatile @Nullable Work work;

    /** Sets the work that may be done here; at most once. */
    public void setWork(Work work) {
        this.work = work;
    }

    /** Whether {@link #work} would be of use now. */
    boolean hasWork() {
        Work work = this.work;
        return work != null && work.isFree();
    }

    /** Does the work; see {@link Work#run}. */
    long work(BooleanSupplier over, long nanos) throws InterruptedException {
        Work work = this.work;
        return work == null ? Work.NOT_DONE : work.run(over, nanos);
    }

    /** Whether the calling thread does the work now: it must not wait then, or nobody would. */
    boolean isAtWork() {
        Work work = this.work;
        return work != null && work.isMine();
    }

    void disturb() {
        Work work = this.work;
        if (work != null) {
            work.disturb();
        }
    }

    /** So many more, or fewer, wait without doing anything. */
    void enter(int more) {
        if (idle.addAndGet(more) > 0) {
            Work work = this.work;
            if (work != null) {
                work.rely();
            }
        }
    }

    /** How many threads and listeners wait and rely on the I/O thread. */
    public int idle() {
        return idle.get();
    }

    /** So many threads that waited have been called. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // it only has to change
    void called(int threads) {
        calls++;
        idle.addAndGet(-threads);
    }

    /** Changes when a waiting thread is called. */
    public int calls() {
        return calls;
    }
}
