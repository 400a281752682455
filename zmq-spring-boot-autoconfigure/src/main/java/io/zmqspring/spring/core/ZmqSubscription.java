package io.zmqspring.spring.core;

import io.zmqspring.Message;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** A {@link ZmqConsumer}'s right to the messages of one socket. Thread-safe. */
public final class ZmqSubscription {
    private static final Log logger = LogFactory.getLog(ZmqSubscription.class);

    private final ZmqConsumer consumer;
    private final ReceiveTurns turns;
    private final Runnable release;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final CountDownLatch workers;
    private volatile boolean active = true;
    private volatile boolean paused;
    private volatile @Nullable Throwable failure;

    ZmqSubscription(ZmqConsumer consumer, int concurrency, ReceiveTurns turns, Runnable release) {
        this.consumer = consumer;
        this.workers = new CountDownLatch(concurrency);
        this.turns = turns;
        this.release = release;
    }

    ZmqConsumer consumer() {
        return consumer;
    }

    void start(Executor executor) {
        long count = workers.getCount();
        for (long i = 0; i < count; i++) {
            executor.execute(this::work);
        }
    }

    private void work() {
        threads.add(Thread.currentThread());
        try {
            Message message = turns.take(this);
            while (message != null) {
                handle(message);
                message = turns.take(this);
            }
            Throwable closed = turns.closed();
            if (closed != null) {
                fail(closed);
            }
        } finally {
            threads.remove(Thread.currentThread());
            workers.countDown();
        }
    }

    private void handle(Message message) {
        try {
            consumer.onMessage(message);
        } catch (Exception escaped) {
            logger.error(
                    "a message of " + message.size() + " bytes was lost: " + consumer.description()
                            + " let an exception out",
                    escaped);
        } catch (Error fatal) {
            fail(fatal);
        }
    }

    private void fail(Throwable reason) {
        boolean[] first = new boolean[1];
        turns.change(() -> {
            first[0] = active;
            if (active) {
                failure = reason;
                active = false;
            }
        });
        if (first[0]) {
            release.run();
            consumer.onFailure(reason);
        }
    }

    /** Takes no more messages until resumed; the peers are slowed down as the queues fill. Messages in hand are finished. */
    public void pause() {
        turns.change(() -> paused = true);
    }

    /** Goes on after {@link #pause()}. */
    public void resume() {
        turns.change(() -> paused = false);
    }

    /**
     * Tells whether it is paused.
     *
     * @return whether no messages are taken for now
     */
    public boolean isPaused() {
        return paused;
    }

    /**
     * Tells whether messages are, or after a pause will be, taken.
     *
     * @return false after {@link #cancel()} and after a failure
     */
    public boolean isActive() {
        return active;
    }

    /**
     * Returns why the subscription ended by itself.
     *
     * @return the reason, or null
     */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Takes no more messages, ever. Messages in hand are finished; see {@link #awaitEnd(Duration)}. */
    public void cancel() {
        turns.change(() -> active = false);
        release.run();
    }

    /**
     * Waits until the messages in hand are finished after {@link #cancel()}. Called by a thread that handles one of
     * them, it does not wait.
     *
     * @param timeout how long to wait
     * @return whether they are finished, as far as that could be waited for
     */
    public boolean awaitEnd(Duration timeout) {
        if (threads.contains(Thread.currentThread())) {
            return true;
        }
        try {
            return workers.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
