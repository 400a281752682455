package io.zmqspring.internal.context;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads for work that may block; they exist while there is such work. */
final class WorkerThreads implements Executor {
    private static final long KEEP_ALIVE_SECONDS = 5;

    private final ThreadPoolExecutor pool;

    /** Makes no thread yet, and never more than {@code most}; more work waits for them. */
    WorkerThreads(String name, int most) {
        AtomicInteger number = new AtomicInteger();
        boolean unbounded = most == Integer.MAX_VALUE;
        pool = new ThreadPoolExecutor(
                unbounded ? 0 : most,
                most,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                unbounded ? new SynchronousQueue<>() : new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, name + "-" + number.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Takes no more work; what has begun is not waited for. */
    void stop() {
        pool.shutdown();
    }
}
