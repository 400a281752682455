package io.zmqspring.internal.pattern;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.Message;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.Pipe;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages from many pipes, one from each in turn. Its lock makes the receiving thread the one consumer of every
 * incoming queue.
 */
final class FairQueue {
    private final ReentrantLock lock = new ReentrantLock();

    /** The pipes with messages; every other pipe's queue owes us a call of {@link #readable}. */
    @GuardedBy("lock")
    private final ArrayDeque<Pipe> ready = new ArrayDeque<>();

    private volatile boolean hasInput;

    void readable(Pipe pipe) {
        lock.lock();
        try {
            ready.addLast(pipe);
            hasInput = true;
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Message next() {
        Pipe from;
        Message message;
        boolean roomToTell;
        lock.lock();
        try {
            do {
                from = ready.peekFirst();
                if (from == null) {
                    return null;
                }
                message = from.receive();
                if (message == null) {
                    ready.removeFirst();
                    hasInput = !ready.isEmpty();
                }
            } while (message == null);
            if (ready.size() > 1) {
                ready.addLast(ready.removeFirst());
            }
            roomToTell = from.inbound().takeRoomToTell();
        } finally {
            lock.unlock();
        }
        if (roomToTell) {
            from.inbound().wakeProducer();
        }
        return message;
    }

    boolean hasInput() {
        return hasInput;
    }

    /** Throws away what a pipe has received. */
    MessageQueue.Count discard(Pipe pipe) {
        lock.lock();
        try {
            return pipe.inbound().discard();
        } finally {
            lock.unlock();
        }
    }
}
