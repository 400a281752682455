package io.zmqspring.internal.pipe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
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
    // How it works. Producers append to `pending` under the lock. The consumer owns `taken` and swaps the two when it
    // has emptied it, so it takes the lock once a batch. What it has consumed is published in `polled` and
    // `polledBytes`, from which producers compute the room; `polledBytes` is written before `polled` is released, so a
    // producer that has acquired the one sees at least the other's value of that time (a newer one is harmless).
    // `consumerIdle` is armed under the lock together with finding `pending` empty, so no message is overlooked.
    // `producerWaiting` is set under the lock before the second look at the room; the consumer looks at it behind a
    // full fence, but only half way through a batch and at its end, which keeps the fence off the common path.

    /** What became of an offered message. */
    public enum Offer {
        ACCEPTED,
        FULL,
        CLOSED
    }

    /** Sees messages before they are queued. Called by the producer's thread, holding no lock of the queue's. */
    @FunctionalInterface
    public interface Intake {
        Verdict look(Message message);
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

    /** The side that is called back. */
    @FunctionalInterface
    public interface Side {
        /** Messages are there (consumer), or room (producer), or the queue was closed. Must not block. */
        void wake();
    }

    private static final Message[] NONE = new Message[0];
    private static final int FIRST_CAPACITY = 8;
    private static final VarHandle POLLED;
    private static final VarHandle CONSUMER_IDLE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            POLLED = lookup.findVarHandle(MessageQueue.class, "polled", long.class);
            CONSUMER_IDLE = lookup.findVarHandle(MessageQueue.class, "consumerIdle", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final BriefLock lock = new BriefLock();
    private volatile Side producer;
    private volatile Side consumer;
    private volatile @Nullable Intake intake;
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

    @GuardedBy("lock")
    private long noticedUntil;

    @GuardedBy("lock")
    private boolean suspended;

    @GuardedBy("lock")
    private Count refused = Count.NONE;

    @GuardedBy("lock")
    private Count discarded = Count.NONE;

    private volatile boolean closed;
    private volatile boolean consumerIdle = true;
    private volatile boolean producerWaiting;

    // Owned by the consumer.
    private Message[] taken = NONE;
    private int takenNext;
    private int takenCount;
    private boolean roomToTell;
    private long polledBytes;

    @SuppressWarnings("UnusedVariable") // through POLLED
    private long polled;

    /** Makes an empty queue whose sides are told nothing yet. */
    public MessageQueue(QueueLimits limits) {
        this.limits = limits;
        this.producer = () -> {};
        this.consumer = () -> {};
    }

    public void setProducer(Side producer) {
        this.producer = producer;
    }

    /** Names the consumer. If a producer has called the one before it, the new one is called now. */
    public void setConsumer(Side consumer) {
        this.consumer = consumer;
        if (!consumerIdle) {
            consumer.wake();
        }
    }

    /** Lets the receiving side look at each message before it is queued; set before the first one comes. */
    public void setIntake(Intake intake) {
        this.intake = intake;
    }

    /** Names who counts messages that were replaced by a newer one; run under the lock, it must not call anything else. */
    public void setOnReplaced(Runnable onReplaced) {
        this.onReplaced = onReplaced;
    }

    /** What the receiving side says to a message. {@link #offerAll} does not ask by itself. */
    public Verdict look(Message message) {
        Intake intake = this.intake;
        return intake == null || closed ? Verdict.QUEUE : intake.look(message);
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
            if (!hasRoom(message.size()) && !hasRoomAfterAsking(message.size())) {
                return Offer.FULL;
            }
            append(message);
            return Offer.ACCEPTED;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Appends messages in order for as long as there is room.
     *
     * @return how many were taken; if fewer than given, the producer is called when there is room, unless closed
     */
    public int offerAll(Message[] messages, int from, int to) {
        lock.lock();
        try {
            int next = from;
            while (next < to
                    && !closed
                    && (hasRoom(messages[next].size()) || hasRoomAfterAsking(messages[next].size()))) {
                append(messages[next++]);
            }
            return next - from;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Appends what one read brought, however much that is: who reads asks {@link #isFull} before, so the queue exceeds
     * its limits by one read at most. The caller then calls {@link #wakeConsumer()}.
     *
     * @return whether they were taken; false if closed
     */
    public boolean offerRead(Message[] messages, int count) {
        lock.lock();
        try {
            for (int i = 0; i < count && !closed; i++) {
                append(messages[i]);
            }
            return !closed;
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
            if (!closed && (long) POLLED.getAcquire(this) >= noticedUntil) {
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
            return !closed && !suspended && (hasRoom(message.size()) || hasRoomAfterAsking(message.size()));
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is no room for any message; if so, the producer is called when there is. A closed queue is not full. */
    public boolean isFull() {
        lock.lock();
        try {
            return !closed && !hasRoom(0) && !hasRoomAfterAsking(0);
        } finally {
            lock.unlock();
        }
    }

    /** The same for one message of our own making, of which there is one at most in the life of a connection. */
    public void force(Message message) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            append(message);
        } finally {
            lock.unlock();
        }
        wakeConsumer();
    }

    @GuardedBy("lock")
    private boolean hasRoom(int size) {
        long queued = offered - (long) POLLED.getAcquire(this);
        return queued == 0 || (queued < limits.messages() && offeredBytes - polledBytes + size <= limits.bytes());
    }

    @GuardedBy("lock")
    private boolean hasRoomAfterAsking(int size) {
        producerWaiting = true;
        VarHandle.fullFence();
        return hasRoom(size);
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
        if (consumerIdle && CONSUMER_IDLE.compareAndSet(this, true, false)) {
            consumer.wake();
        }
    }

    /** Takes the next message; null obliges the next producer to call the consumer. Only for the consumer. */
    public @Nullable Message poll() {
        return takenNext < takenCount || refill() ? take() : null;
    }

    private Message take() {
        Message message = taken[takenNext];
        taken[takenNext++] = null;
        polledBytes += message.size();
        POLLED.setRelease(this, polled + 1);
        if (takenNext == takenCount || takenNext == takenCount >> 1) {
            lookForWaitingProducer();
        }
        return message;
    }

    /** Whether a poll would find a message; if not, the next producer is obliged as by poll. Only for the consumer. */
    public boolean hasNext() {
        return takenNext < takenCount || refill();
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
            consumerIdle = true;
            return false;
        }
        Message[] empty = taken.length > FIRST_CAPACITY && pendingCount * 8 < taken.length
                ? new Message[taken.length / 2] // a burst is over: give its memory back step by step
                : taken;
        taken = pending;
        takenCount = pendingCount;
        takenNext = 0;
        pending = empty;
        pendingCount = 0;
        return true;
    }

    private void lookForWaitingProducer() {
        VarHandle.fullFence();
        if (producerWaiting) {
            producerWaiting = false;
            roomToTell = true;
        }
    }

    /** Whether a refused producer is owed a {@link #wakeProducer()}; asked once. Only for the consumer. */
    public boolean takeRoomToTell() {
        boolean owed = roomToTell;
        roomToTell = false;
        return owed;
    }

    /** Calls the producer; to be called holding no lock. */
    public void wakeProducer() {
        producer.wake();
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

    /** Tells whether the consumer found the queue empty and nothing has come since. */
    public boolean isConsumerIdle() {
        return consumerIdle;
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
            while (takenNext < takenCount || swap()) {
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
        return new Count((long) POLLED.getAcquire(this), polledBytes);
    }
}
