package io.zmqspring.boot.test;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.spring.listener.ZmqMessageInterceptor;
import io.zmqspring.spring.support.ZmqHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/** Counts what listeners have handled, for {@link ZmqAwait#handled}. Thread-safe. */
public final class ZmqHandledMessages implements ZmqMessageInterceptor {
    private final Lock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();

    @GuardedBy("lock")
    private final Map<String, Integer> counts = new HashMap<>();

    /** Starts with none. */
    public ZmqHandledMessages() {}

    @Override
    public void after(Message<byte[]> message, @Nullable Throwable failure) {
        String socket = message.getHeaders().get(ZmqHeaders.SOCKET, String.class);
        if (socket == null) {
            return;
        }
        lock.lock();
        try {
            counts.merge(socket, 1, Integer::sum);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what was handled so far, because another test begins. */
    public void reset() {
        lock.lock();
        try {
            counts.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many there are, as soon as there are enough of them or the time is over. */
    int await(String socket, int enough, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (count(socket) < enough && left > 0) {
                left = more.awaitNanos(left);
            }
            return count(socket);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private int count(String socket) {
        return counts.getOrDefault(socket, 0);
    }
}
