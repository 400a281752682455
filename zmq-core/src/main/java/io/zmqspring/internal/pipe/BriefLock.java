package io.zmqspring.internal.pipe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock for sections of some nanoseconds that are entered millions of times a second, mostly by one thread. It costs one
 * atomic operation where {@link java.util.concurrent.locks.ReentrantLock} costs that and a full fence. Not reentrant, not
 * fair, without conditions. Nobody waits, calls back or allocates much while holding it.
 */
public final class BriefLock implements Lock {
    private static final int SPINS = 64;
    private static final int YIELDS = 64;
    private static final long NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final VarHandle HELD;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(BriefLock.class, "held", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile boolean held;

    @Override
    public void lock() {
        if (!HELD.compareAndSet(this, false, true)) {
            contend();
        }
    }

    /** The holder is about to let go, unless it lost its core: then it needs ours more than we do. */
    @SuppressWarnings("ThreadPriorityCheck") // yielding only shortens the wait: who never gets lucky sleeps
    private void contend() {
        for (int i = 0; ; i++) {
            if (!held && HELD.compareAndSet(this, false, true)) {
                return;
            }
            if (i < SPINS) {
                Thread.onSpinWait();
            } else if (i < SPINS + YIELDS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(this, NAP_NANOS);
            }
        }
    }

    @Override
    public boolean tryLock() {
        return HELD.compareAndSet(this, false, true);
    }

    @Override
    public void unlock() {
        HELD.setRelease(this, false);
    }

    @Override
    public void lockInterruptibly() {
        throw new UnsupportedOperationException("a brief lock is not waited for");
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) {
        throw new UnsupportedOperationException("a brief lock is not waited for");
    }

    @Override
    public Condition newCondition() {
        throw new UnsupportedOperationException("a brief lock has no conditions");
    }
}
