package io.zmqspring.internal.engine;

import io.zmqspring.internal.concurrent.LoopConfined;

/** A task an {@link EventLoop} runs once at a given time, unless it is cancelled before. */
@LoopConfined
public final class LoopTimer implements Comparable<LoopTimer> {
    private final long deadline;
    private Runnable task;
    private boolean cancelled;

    LoopTimer(long deadline, Runnable task) {
        this.deadline = deadline;
        this.task = task;
    }

    public void cancel() {
        cancelled = true;
        task = () -> {}; // the timer stays in the queue until its time has come, what it was for does not
    }

    boolean isCancelled() {
        return cancelled;
    }

    long deadline() {
        return deadline;
    }

    void run() {
        task.run();
    }

    @Override
    public int compareTo(LoopTimer other) {
        return Long.signum(deadline - other.deadline);
    }

    /**
     * A delay up to a sixteenth longer, at whose end others of about the same length end as well: a loop with a thousand heartbeats
     * wakes up some times for all of them and not for each. What is not to end stays so.
     */
    static long together(long now, long delay) {
        if (delay == Long.MAX_VALUE) {
            return delay;
        }
        long grain = Long.highestOneBit(delay >> 4 | 1);
        return ((now + delay + grain - 1) & -grain) - now;
    }
}
