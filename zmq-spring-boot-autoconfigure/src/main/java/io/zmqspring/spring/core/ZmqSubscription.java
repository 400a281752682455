package io.zmqspring.spring.core;

import io.zmqspring.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
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
    private final ZmqIntake intake;
    private final @Nullable SenderOrder order;
    private final Lock collecting = new ReentrantLock();
    private volatile CountDownLatch workers = new CountDownLatch(0);
    private volatile boolean active = true;
    private volatile boolean paused;
    private volatile @Nullable Throwable failure;

    ZmqSubscription(ZmqConsumer consumer, ZmqIntake intake, ReceiveTurns turns, Runnable release) {
        this.consumer = consumer;
        this.intake = intake;
        this.order = intake.keepsOrder() ? new SenderOrder(intake.handOver(), turns::wakeConsumers) : null;
        this.turns = turns;
        this.release = release;
    }

    ZmqConsumer consumer() {
        return consumer;
    }

    void start(Executor executor) {
        CountDownLatch started = new CountDownLatch(intake.concurrency());
        workers = started;
        for (long i = started.getCount(); i > 0; i--) {
            executor.execute(() -> work(started));
        }
    }

    private void work(CountDownLatch started) {
        threads.add(Thread.currentThread());
        try {
            if (intake.batchSize() > 1) {
                workInBatches();
            } else {
                workOneByOne();
            }
            Throwable closed = turns.closed();
            if (closed != null) {
                fail(closed, () -> {});
            }
        } finally {
            threads.remove(Thread.currentThread());
            started.countDown();
        }
    }

    private void workOneByOne() {
        Message message = turns.take(this);
        while (message != null && handle(message)) {
            Message next = order == null ? null : order.next(message);
            message = next != null ? next : turns.take(this);
        }
    }

    private boolean handle(Message message) {
        try {
            consumer.onMessage(message);
        } catch (Exception escaped) {
            lost("a message of " + message.size() + " bytes was", escaped);
        } catch (Error fatal) {
            fail(fatal, () -> abandon(message));
            return false;
        }
        return true;
    }

    private void workInBatches() {
        List<Message> batch = collect();
        while (!batch.isEmpty()) {
            try {
                consumer.onBatch(batch);
            } catch (Exception escaped) {
                lost(batch.size() + " messages were", escaped);
            } catch (Error fatal) {
                fail(fatal, () -> {});
            }
            batch = collect();
        }
    }

    /** One thread at a time fills a batch, so that it is a piece of what arrived; none comes at the end. */
    private List<Message> collect() {
        collecting.lock();
        try {
            List<Message> batch = new ArrayList<>();
            Message message = turns.take(this);
            long deadline = System.nanoTime() + intake.batchTimeout().toNanos();
            while (message != null) {
                batch.add(message);
                message = batch.size() < intake.batchSize() ? turns.takeUntil(deadline, this) : null;
            }
            return batch;
        } finally {
            collecting.unlock();
        }
    }

    private void lost(String what, Exception escaped) {
        logger.error(what + " lost: " + consumer.description() + " let an exception out", escaped);
    }

    /** Whether the calling thread has to handle a message that has just come; otherwise another one will. */
    boolean claim(Message message) {
        return order == null || order.claim(message);
    }

    /** Whether no messages shall be received for now. */
    boolean isHeldBack() {
        return paused || (order != null && order.isFull());
    }

    /** Gives back what waits behind a message that broke the consumer. */
    private void abandon(Message message) {
        if (order != null) {
            turns.giveBack(order.abandon(message));
        }
    }

    /**
     * @param cleanUp done before any other thread can take a message
     */
    private void fail(Throwable reason, Runnable cleanUp) {
        boolean[] first = new boolean[1];
        turns.change(() -> {
            cleanUp.run();
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
     * Tells whether the calling thread handles one of the messages.
     *
     * @return whether it does
     */
    public boolean isCurrentThread() {
        return threads.contains(Thread.currentThread());
    }

    /**
     * Waits until the messages in hand are finished after {@link #cancel()}. Called by a thread that handles one of
     * them, it does not wait.
     *
     * @param timeout how long to wait
     * @return whether they are finished, as far as that could be waited for
     */
    public boolean awaitEnd(Duration timeout) {
        if (isCurrentThread()) {
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
