package io.zmqspring.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Threads of a test. What one of them throws fails the test, and one that does not end in time fails it with its stack;
 * none is left behind.
 */
public final class Workers implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(45);

    private final List<Worker> workers = new ArrayList<>();

    /** What a thread of a test does. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /** A started thread. */
    public static final class Worker {
        private final FutureTask<Void> task;
        private final Thread thread;

        private Worker(String name, Work work) {
            task = new FutureTask<>(() -> {
                work.run();
                return null;
            });
            thread = new Thread(task, "test " + name);
            thread.setDaemon(true);
        }

        public Thread thread() {
            return thread;
        }

        /** Whether it has come to wait in a socket: parked, or running the I/O loop meanwhile. */
        public boolean isWaiting() {
            return thread.getState() == Thread.State.TIMED_WAITING
                    || Arrays.stream(thread.getStackTrace())
                            .anyMatch(frame -> frame.getMethodName().equals("select"));
        }

        /** Waits for its end. */
        public void join() {
            join(DEADLINE);
        }

        /** Waits for its end, at most that long. */
        public void join(Duration time) {
            try {
                task.get(time.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                AssertionError error = new AssertionError(thread.getName() + " has not ended after " + time);
                error.setStackTrace(thread.getStackTrace());
                throw error;
            } catch (ExecutionException e) {
                throw new AssertionError(thread.getName() + " failed: " + e.getCause(), e.getCause());
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted while waiting for " + thread.getName(), e);
            }
        }

        public boolean isDone() {
            return task.isDone();
        }
    }

    /** Starts a thread. */
    public Worker run(String name, Work work) {
        Worker worker = new Worker(name, work);
        workers.add(worker);
        worker.thread.start();
        return worker;
    }

    /** Waits for all of them; the first that failed fails the test at once. */
    public void join() {
        long end = System.nanoTime() + DEADLINE.toNanos();
        List<Worker> left = new ArrayList<>(workers);
        while (!left.isEmpty()) {
            Worker one = left.stream().filter(Worker::isDone).findFirst().orElse(null);
            if (one != null) {
                left.remove(one);
                one.join();
            } else if (System.nanoTime() - end > 0) {
                left.get(0).join(Duration.ZERO);
            } else {
                waitFor(left.get(0));
            }
        }
    }

    private static void waitFor(Worker worker) {
        try {
            worker.thread.join(10);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for " + worker.thread.getName(), e);
        }
    }

    /** Ends what still runs, which it only does after a failure. */
    @Override
    public void close() {
        workers.forEach(worker -> worker.thread.interrupt());
    }
}
