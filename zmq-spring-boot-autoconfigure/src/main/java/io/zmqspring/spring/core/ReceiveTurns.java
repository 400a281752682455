package io.zmqspring.spring.core;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.Message;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqInterruptedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides which thread receives from a socket. One at a time does: the one that received handles the message itself
 * while the next one receives, so that a message changes no thread on its way to the listener.
 *
 * <p>When all consuming threads are busy or paused, nobody would receive the replies that requests wait for, perhaps
 * the very requests the consumers are busy with. Then a spare thread receives. What it receives that is no reply it
 * keeps in order, at most as much as the socket's receive queue may hold, for the consumers to take first.
 */
final class ReceiveTurns {
    private final Dialect dialect;
    private final PendingRequests requests;
    private final Consumer<Message> unclaimed;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition consumers = lock.newCondition();
    private final Condition spare = lock.newCondition();

    @GuardedBy("lock")
    private final ArrayDeque<Message> ahead = new ArrayDeque<>();

    @GuardedBy("lock")
    private long aheadBytes;

    /**
     * Written under the lock. Who sends a request looks without it, after the request has been counted, and whoever ends
     * receiving looks at that count afterwards: so one of the two sees the other.
     */
    private volatile @Nullable Thread receiver;

    @GuardedBy("lock")
    private boolean receiverWoken;

    @GuardedBy("lock")
    private int idleConsumers;

    @GuardedBy("lock")
    private boolean claimed;

    @GuardedBy("lock")
    private @Nullable Thread spareThread;

    @GuardedBy("lock")
    private @Nullable Throwable closed;

    /**
     * @param unclaimed what to do with a message that is no reply while no consumer is expected
     */
    ReceiveTurns(Dialect dialect, PendingRequests requests, Consumer<Message> unclaimed) {
        this.dialect = dialect;
        this.requests = requests;
        this.unclaimed = unclaimed;
    }

    /** Says that messages which are no replies are for a consumer, present or to come, and must be kept. */
    void claim() {
        lock.lock();
        try {
            claimed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Says that a request was sent whose reply somebody must receive. */
    void expectReply() {
        if (receiver != null) {
            return;
        }
        lock.lock();
        try {
            wakeSpareIfNeeded();
        } finally {
            lock.unlock();
        }
    }

    /** Changes the state of a subscription and makes the consuming threads look at it. */
    void change(Runnable stateChange) {
        lock.lock();
        try {
            stateChange.run();
            if (receiver != spareThread) {
                wakeReceiver();
            }
            consumers.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Makes the consuming threads look whether they may receive again. */
    void wakeConsumers() {
        lock.lock();
        try {
            consumers.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Puts messages back that were taken and not handled, in front of all others. */
    void giveBack(List<Message> messages) {
        lock.lock();
        try {
            for (int i = messages.size() - 1; i >= 0; i--) {
                keepFirst(messages.get(i));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns the next message for a consumer, or null when its subscription has ended or the socket is closed. */
    @Nullable
    Message take(ZmqSubscription subscription) {
        return take(subscription, null);
    }

    /** The same, but returns null too when there is no message at a time by {@link System#nanoTime()}, and in a pause. */
    @Nullable
    Message takeUntil(long deadline, ZmqSubscription subscription) {
        return take(subscription, deadline);
    }

    private @Nullable Message take(ZmqSubscription subscription, @Nullable Long deadline) {
        lock.lock();
        try {
            while (isWanted(subscription, deadline)) {
                Message message = subscription.isHeldBack() ? awaitResume() : takeNow(deadline);
                if (message == null && deadline != null && left(deadline) == 0) {
                    break;
                }
                if (message == null) {
                    continue;
                }
                if (!subscription.isActive() || subscription.isPaused()) {
                    keepFirst(message);
                } else if (subscription.claim(message)) {
                    passOn();
                    return message;
                }
            }
            passOn();
            return null;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean isWanted(ZmqSubscription subscription, @Nullable Long deadline) {
        return closed == null && subscription.isActive() && !(deadline != null && subscription.isPaused());
    }

    @GuardedBy("lock")
    private void keepFirst(Message message) {
        ahead.addFirst(message);
        aheadBytes += message.size();
    }

    /** Waits once; {@link #take} looks again. */
    @SuppressWarnings("WaitNotInLoop")
    @GuardedBy("lock")
    private @Nullable Message awaitResume() {
        passOn();
        consumers.awaitUninterruptibly();
        return null;
    }

    /** Takes what there is, receives, or waits once; {@link #take} looks again. */
    @GuardedBy("lock")
    private @Nullable Message takeNow(@Nullable Long deadline) {
        Message kept = ahead.poll();
        if (kept != null) {
            aheadBytes -= kept.size();
            return kept;
        }
        if (receiver == null) {
            return receive(deadline == null ? SocketOptions.FOREVER : Duration.ofNanos(left(deadline)));
        }
        idleConsumers++;
        await(deadline);
        idleConsumers--;
        return null;
    }

    @SuppressWarnings("WaitNotInLoop")
    @GuardedBy("lock")
    private void await(@Nullable Long deadline) {
        if (deadline == null) {
            consumers.awaitUninterruptibly();
            return;
        }
        try {
            long unused = consumers.awaitNanos(left(deadline));
        } catch (InterruptedException woken) {
            // nobody waits for this thread to end: it looks again, and then for as long as it is wanted
        }
    }

    private static long left(long deadline) {
        return Math.max(0, deadline - System.nanoTime());
    }

    /** Receives without the lock. Returns null for a reply, when woken, and when the socket is closed. */
    @GuardedBy("lock")
    private @Nullable Message receive(Duration timeout) {
        receiver = Thread.currentThread();
        lock.unlock();
        Message message = null;
        Throwable failure = null;
        try {
            message = dialect.receive(timeout);
            if (message != null && requests.offer(message)) {
                message = null;
            }
        } catch (ZmqInterruptedException woken) {
            Thread.interrupted();
        } catch (RuntimeException | Error broken) {
            failure = broken;
            requests.failAll(broken);
        }
        lock.lock();
        receiver = null;
        if (receiverWoken) {
            receiverWoken = false;
            Thread.interrupted();
        }
        if (failure != null) {
            end(failure);
        }
        return message;
    }

    /** Lets somebody else receive, a consumer rather than the spare thread. */
    @GuardedBy("lock")
    private void passOn() {
        if (idleConsumers > 0) {
            consumers.signal();
        } else {
            wakeSpareIfNeeded();
        }
    }

    @GuardedBy("lock")
    private void wakeSpareIfNeeded() {
        if (closed != null || !isSpareNeeded()) {
            return;
        }
        if (spareThread == null) {
            spareThread = new Thread(this::receiveReplies, "zmq-replies-" + dialect.name());
            spareThread.setDaemon(true);
            spareThread.start();
        } else {
            spare.signal();
        }
    }

    @GuardedBy("lock")
    private boolean isSpareNeeded() {
        if (receiver != null) {
            return false;
        }
        if (!claimed) {
            return requests.waiting() > 0 || spareThread != null;
        }
        return requests.waiting() > 0
                && idleConsumers == 0
                && ahead.size() < dialect.socket().options().receiveHighWaterMark()
                && aheadBytes < dialect.socket().options().receiveQueueBytes();
    }

    private void receiveReplies() {
        lock.lock();
        try {
            while (closed == null) {
                if (!isSpareNeeded()) {
                    spare.awaitUninterruptibly();
                    continue;
                }
                Message message = receive(SocketOptions.FOREVER);
                if (message != null && claimed) {
                    ahead.add(message);
                    aheadBytes += message.size();
                } else if (message != null) {
                    unclaimed.accept(message);
                }
                if (idleConsumers > 0) {
                    consumers.signal();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends all receiving; returns how many messages were kept for a consumer and are lost now. */
    int close(Throwable reason) {
        lock.lock();
        try {
            end(reason);
            wakeReceiver();
            int lost = ahead.size();
            ahead.clear();
            aheadBytes = 0;
            return lost;
        } finally {
            lock.unlock();
        }
    }

    /** Returns why nothing is received any more, null while something is. */
    @Nullable
    Throwable closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void end(Throwable reason) {
        if (closed == null) {
            closed = reason;
        }
        consumers.signalAll();
        spare.signalAll();
    }

    @GuardedBy("lock")
    private void wakeReceiver() {
        if (receiver != null) {
            receiverWoken = true;
            receiver.interrupt();
        }
    }
}
