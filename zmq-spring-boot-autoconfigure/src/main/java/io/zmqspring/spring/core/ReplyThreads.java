package io.zmqspring.spring.core;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where the futures of a template are completed unless the application says otherwise. */
final class ReplyThreads {
    private static final int IDLE_SECONDS = 10;

    private ReplyThreads() {}

    /**
     * Returns a pool of as many daemon threads as there are processors, at least two. They are started when needed and
     * end by themselves when idle, so that nobody must shut the pool down. Its queue holds no more than there are open
     * requests.
     */
    static Executor pool() {
        // Not the common pool: with two processors or fewer CompletableFuture starts a thread for each task instead.
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "zmq-async-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
