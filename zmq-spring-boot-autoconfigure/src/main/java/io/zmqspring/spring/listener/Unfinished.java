package io.zmqspring.spring.listener;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The futures that a listener returned and that are not done yet: how many there may be. Thread-safe. */
final class Unfinished {
    private final int most;
    private final Semaphore free;

    Unfinished(int most) {
        this.most = most;
        this.free = new Semaphore(most);
    }

    /** Waits until there are fewer than the most. */
    void enter() {
        free.acquireUninterruptibly();
    }

    void leaveWhenDone(CompletionStage<?> stage) {
        CompletionStage<?> unused = stage.whenComplete((value, failure) -> free.release());
    }

    /** Waits until there are none; returns whether that came true in time. */
    boolean awaitNone(long nanos) {
        try {
            if (!free.tryAcquire(most, nanos, TimeUnit.NANOSECONDS)) {
                return false;
            }
            free.release(most);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
