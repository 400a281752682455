package io.zmqspring.internal.pattern;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.Message;
import io.zmqspring.internal.pipe.BriefLock;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.Pipe;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages from many pipes, one from each in turn. Its lock makes the receiving thread the one consumer of every
 * incoming queue.
 */
final class FairQueue {
    private static final @Nullable Pipe[] NOBODY_ASKS = new Pipe[0];

    private final BriefLock lock = new BriefLock();

    /** The pipes with messages; every other pipe's queue owes us a call of {@link #readable}. */
    @GuardedBy("lock")
    private final ArrayDeque<Pipe> ready = new ArrayDeque<>();

    private final boolean inTurn;

    private volatile boolean hasInput;

    /** Takes one message from each pipe in turn. */
    FairQueue() {
        this(true);
    }

    private FairQueue(boolean inTurn) {
        this.inTurn = inTurn;
    }

    /** Takes all messages of a pipe before those of one that came after it. */
    static FairQueue inOrder() {
        return new FairQueue(false);
    }

    void readable(Pipe pipe) {
        lock.lock();
        try {
            ready.addLast(pipe);
            hasInput = true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the next message, or null. */
    @Nullable
    Message next() {
        return next(NOBODY_ASKS);
    }

    /** Takes the next message, or null, and puts the pipe it came by into {@code from[0]}. */
    @Nullable
    Message next(@Nullable Pipe[] from) {
        Pipe pipe;
        Message message;
        boolean roomToTell;
        lock.lock();
        try {
            do {
                pipe = ready.peekFirst();
                if (pipe == null) {
                    return null;
                }
                message = pipe.receive();
                if (message == null) {
                    ready.removeFirst();
                    hasInput = !ready.isEmpty();
                }
            } while (message == null);
            if (inTurn && ready.size() > 1) {
                ready.addLast(ready.removeFirst());
            }
            roomToTell = pipe.inbound().takeRoomToTell();
        } finally {
            lock.unlock();
        }
        if (from.length > 0) {
            from[0] = pipe;
        }
        if (roomToTell) {
            pipe.inbound().wakeProducer();
        }
        return message;
    }

    /** Whether there may be a message; cheap, and may be wrong when the last one has just been taken. */
    boolean hasInput() {
        return hasInput;
    }

    /** Whether there is a message; if not, whoever brings the next one calls {@link #readable}. */
    boolean isReadable() {
        lock.lock();
        try {
            for (Pipe pipe = ready.peekFirst(); pipe != null; pipe = ready.peekFirst()) {
                if (pipe.inbound().hasNext()) {
                    return true;
                }
                ready.removeFirst();
            }
            hasInput = false;
            return false;
        } finally {
            lock.unlock();
        }
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
