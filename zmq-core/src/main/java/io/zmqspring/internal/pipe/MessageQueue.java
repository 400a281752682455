package io.zmqspring.internal.pipe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.Message;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a {@link Pipe}: a bounded queue with many producers and one consumer at a time.
 *
 * <p>The two sides wake each other only when that is needed. {@link #poll()} that returned null obliges the next
 * producer to call the consumer; {@link #offer} that returned FULL obliges the consumer to call the producer once
 * there is room. No callback is ever run under a lock: a producer calls {@link #wakeConsumer()}, and the consumer, if
 * {@link #takeRoomToTell()} says so, {@link #wakeProducer()}, after they have left their own locks.
 */
public final class MessageQueue {
    // How it works. Producers append to `pending` under the lock. The consumer owns the cursor's array and swaps the
    // two when it has emptied it, so it takes the lock once a batch. The cursor tells what has been consumed, from
    // which producers compute the room; they look again only when what they last saw leaves none.
    // `consumerIdle` is armed under the lock together with finding `pending` empty, so no message is overlooked.
    // `producerWaiting` is set under the lock before the second look at the room; the consumer looks at it behind a
    // full fence, but only half way through a batch and at its end, which keeps the fence off the common path.

    /** What became of an offered message. */
    public enum Offer {
        ACCEPTED,
        FULL,
        CLOSED
    }

    /** What is to become of a message that arrives. */
    public enum Verdict {
        /** It is queued. */
        QUEUE,
        /** It is dealt with and not queued. */
        TAKEN,
        /** It breaks the rules of the receiving socket type: the connection it came by is closed. */
        REFUSED
    }

    private static final Message[] NONE = new Message[0];
    private static final int FIRST_CAPACITY = 8;

    private final BriefLock lock = new BriefLock();
    private volatile Runnable producer = () -> {};
    private volatile Runnable consumer = () -> {};
    private volatile @Nullable Function<Message, Verdict> intake;
    private volatile Runnable onReplaced = () -> {};

    @GuardedBy("lock")
    private QueueLimits limits;

    @GuardedBy("lock")
    private Message[] pending = NONE;

    @GuardedBy("lock")
    private int pendingCount;

    @GuardedBy("lock")
    private long offered;

    @GuardedBy("lock")
    private long offeredBytes;

    /** What producers last saw of the cursor, so that they need not look for each message. */
    @GuardedBy("lock")
    private long seenPolled;

    @GuardedBy("lock")
    private long seenPolledBytes;

    @GuardedBy("lock")
    private long noticedUntil;

    @GuardedBy("lock")
    private boolean suspended;

    @GuardedBy("lock")
    private Count refused = Count.NONE;

    @GuardedBy("lock")
    private Count discarded = Count.NONE;

    private volatile boolean closed;
    private final AtomicBoolean consumerIdle = new AtomicBoolean(true);
    private volatile boolean producerWaiting;

    // Owned by the consumer, but for what producers read of the cursor.
    private final Cursor cursor = new Cursor();

    /** Makes an empty queue whose sides are told nothing yet. */
    public MessageQueue(QueueLimits limits) {
        this.limits = limits;
    }

    /** Names who is called when there is room, or when the queue was closed; it must not block. */
    public void setProducer(Runnable producer) {
        this.producer = producer;
    }

    /** The same when messages are there. If a producer has called the consumer before it, the new one is called now. */
    public void setConsumer(Runnable consumer) {
        this.consumer = consumer;
        if (!consumerIdle.get()) {
            consumer.run();
        }
    }

    /** Lets the receiver look at each message first, on the producer's thread and under no lock; set before one comes. */
    public void setIntake(Function<Message, Verdict> intake) {
        this.intake = intake;
    }

    /** Names who counts messages that were replaced by a newer one; run under the lock, it must not call anything else. */
    public void setOnReplaced(Runnable onReplaced) {
        this.onReplaced = onReplaced;
    }

    /** What the receiving side says to a message. Those who offer batches ask by themselves. */
    public Verdict look(Message message) {
        Function<Message, Verdict> intake = this.intake;
        return intake == null || closed ? Verdict.QUEUE : intake.apply(message);
    }

    /** Raises the limits, as when the other socket of an inproc pair appears. Call {@link #wakeProducer()} after it. */
    public void raiseLimits(QueueLimits limits) {
        lock.lock();
        try {
            this.limits = limits;
            if (limits.newestOnly()) {
                keepNewest();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Appends a message. After ACCEPTED the caller calls {@link #wakeConsumer()} when it holds no lock. */
    public Offer offer(Message message) {
        if (look(message) != Verdict.QUEUE) {
            return Offer.ACCEPTED;
        }
        lock.lock();
        try {
            if (closed || suspended) {
                return Offer.CLOSED;
            }
            if (!hasRoomOrAsks(message.size())) {
                return Offer.FULL;
            }
            append(message);
            return Offer.ACCEPTED;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes messages out of a batch in order for as long as there is room. If any are left, the producer is called when there
     * is room again, unless the queue is closed. The caller then calls {@link #wakeConsumer()}.
     */
    public void offerAll(MessageBatch batch) {
        lock.lock();
        try {
            Message[] messages = batch.messages();
            int next = 0;
            while (next < batch.count() && !closed && hasRoomOrAsks(messages[next].size())) {
                append(messages[next++]);
            }
            batch.remove(next);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes all that one read brought, however much that is: who reads asks {@link #isFull} before, so the queue exceeds its
     * limits by one read at most. Leaves the batch as it is if closed. The caller then calls {@link #wakeConsumer()}.
     */
    public void offerRead(MessageBatch batch) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (pendingCount == 0 && !limits.newestOnly()) {
                Count size = batch.size();
                offered += size.messages();
                offeredBytes += size.bytes();
                pendingCount = batch.count();
                pending = batch.exchange(pending); // instead of copying it
            } else {
                for (int i = 0; i < batch.count(); i++) {
                    append(batch.messages()[i]);
                }
                batch.clear();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Appends a notice whatever the limits say, unless the last one has not been polled: so a peer cannot fill the queue by
     * coming back again and again. The caller then calls {@link #wakeConsumer()}.
     */
    public void offerNotice(Message notice) {
        lock.lock();
        try {
            if (!closed && cursor.polled() >= noticedUntil) {
                append(notice);
                noticedUntil = offered;
            }
        } finally {
            lock.unlock();
        }
    }

    /** QueueCounts messages as offered and discarded at once, because they came and there was no room for them. */
    public void refused(Count count) {
        lock.lock();
        try {
            refused = refused.plus(count);
        } finally {
            lock.unlock();
        }
    }

    /** Whether an offer of this message would be ACCEPTED; if it is FULL, the producer is called when there is room. */
    public boolean hasRoomFor(Message message) {
        lock.lock();
        try {
            return !closed && !suspended && hasRoomOrAsks(message.size());
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is no room for any message; if so, the producer is called when there is. A closed queue is not full. */
    public boolean isFull() {
        lock.lock();
        try {
            return !closed && !hasRoomOrAsks(0);
        } finally {
            lock.unlock();
        }
    }

    /** The same for one message of our own making, of which there is one at most in the life of a connection. */
    public void force(Message message) {
        lock.lock();
        try {
            if (!closed) {
                append(message);
            }
        } finally {
            lock.unlock();
        }
        wakeConsumer();
    }

    @GuardedBy("lock")
    private boolean isRoomNow(int size) {
        seenPolled = cursor.polled();
        seenPolledBytes = cursor.polledBytes();
        return offered == seenPolled || isRoomSeen(size);
    }

    @GuardedBy("lock")
    private boolean isRoomSeen(int size) {
        return offered - seenPolled < limits.messages() && offeredBytes - seenPolledBytes + size <= limits.bytes();
    }

    /** Whether there is room; if not, the producer is called when there is. */
    @GuardedBy("lock")
    private boolean hasRoomOrAsks(int size) {
        if (isRoomSeen(size) || isRoomNow(size)) {
            return true;
        }
        producerWaiting = true;
        VarHandle.fullFence();
        return isRoomNow(size);
    }

    @GuardedBy("lock")
    private void append(Message message) {
        if (pendingCount == pending.length) {
            pending = Arrays.copyOf(pending, Math.max(FIRST_CAPACITY, pendingCount * 2));
        }
        pending[pendingCount++] = message;
        offered++;
        offeredBytes += message.size();
        if (limits.newestOnly() && pendingCount > 1) {
            keepNewest();
        }
    }

    /** What waits before the last message counts as never offered, but for those who count replaced ones. */
    @GuardedBy("lock")
    private void keepNewest() {
        for (int i = 0; i < pendingCount - 1; i++) {
            offered--;
            offeredBytes -= pending[i].size();
            onReplaced.run();
        }
        if (pendingCount > 1) {
            pending[0] = pending[pendingCount - 1];
            Arrays.fill(pending, 1, pendingCount, null);
            pendingCount = 1;
        }
    }

    /** Calls the consumer if it found the queue empty and was not called since. */
    public void wakeConsumer() {
        if (consumerIdle.get() && consumerIdle.compareAndSet(true, false)) {
            consumer.run();
        }
    }

    /** Takes the next message; null obliges the next producer to call the consumer. Only for the consumer. */
    public @Nullable Message poll() {
        return hasNext() ? take() : null;
    }

    private Message take() {
        Message message = cursor.take();
        if (cursor.isHalfWay()) {
            lookForWaitingProducer();
        }
        return message;
    }

    /** Whether a poll would find a message; if not, the next producer is obliged as by poll. Only for the consumer. */
    public boolean hasNext() {
        return !cursor.isAtEnd() || refill();
    }

    private boolean refill() {
        lock.lock();
        try {
            return swap();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean swap() {
        if (pendingCount == 0) {
            consumerIdle.set(true);
            return false;
        }
        Message[] empty = cursor.begin(pending, pendingCount);
        pending = empty.length > FIRST_CAPACITY && pendingCount * 8 < empty.length
                ? new Message[empty.length / 2] // a burst is over: give its memory back step by step
                : empty;
        pendingCount = 0;
        return true;
    }

    private void lookForWaitingProducer() {
        VarHandle.fullFence();
        if (producerWaiting) {
            producerWaiting = false;
            cursor.owesRoom = true;
        }
    }

    /** Whether a refused producer is owed a {@link #wakeProducer()}; asked once. Only for the consumer. */
    public boolean takeRoomToTell() {
        if (!cursor.owesRoom) {
            return false;
        }
        cursor.owesRoom = false;
        return true;
    }

    /** Calls the producer; to be called holding no lock. */
    public void wakeProducer() {
        producer.run();
    }

    /** Refuses all offers as if it were closed, or takes them again; what is queued stays. */
    public void suspend(boolean suspended) {
        lock.lock();
        try {
            this.suspended = suspended;
        } finally {
            lock.unlock();
        }
    }

    /** How many messages have been accepted from the beginning, those that conflation has replaced left out. */
    public long accepted() {
        lock.lock();
        try {
            return offered;
        } finally {
            lock.unlock();
        }
    }

    /** How many of those have been taken out, in whatever way. */
    public long taken() {
        return cursor.polled();
    }

    /** Tells whether the consumer found the queue empty and nothing has come since. */
    public boolean isConsumerIdle() {
        return consumerIdle.get();
    }

    /** Takes no more messages. What is queued can still be polled; a side that waits is called so that it notices. */
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        wakeProducer();
        wakeConsumer();
    }

    public boolean isClosed() {
        return closed;
    }

    /** Throws away what is queued. Only for the consumer, which does not count it as polled. */
    public Count discard() {
        lock.lock(); // nobody shall see it as polled and not yet as discarded
        try {
            Count before = polledCount();
            while (!cursor.isAtEnd() || swap()) {
                take();
            }
            Count now = polledCount().minus(before);
            discarded = discarded.plus(now);
            return now;
        } finally {
            lock.unlock();
        }
    }

    /** QueueCounts polled messages as discarded after all, because they got lost on their way. Only for the consumer. */
    public void lost(Count count) {
        lock.lock();
        try {
            discarded = discarded.plus(count);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A number of messages and their octets.
     *
     * @param messages the number
     * @param bytes the octets of their bodies
     */
    public record Count(long messages, long bytes) {
        public static final Count NONE = new Count(0, 0);

        public Count plus(Count other) {
            return new Count(messages + other.messages, bytes + other.bytes);
        }

        public Count minus(Count other) {
            return new Count(messages - other.messages, bytes - other.bytes);
        }
    }

    /** The counters, at any time. */
    public QueueCounts counts() {
        lock.lock();
        try {
            Count polled = polledCount();
            Count accepted = new Count(offered, offeredBytes);
            return new QueueCounts(
                    accepted.plus(refused), polled.minus(discarded), discarded.plus(refused), accepted.minus(polled));
        } finally {
            lock.unlock();
        }
    }

    private Count polledCount() {
        return new Count(cursor.polled(), cursor.polledBytes());
    }
}
