package io.zmqspring.spring.core;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.Message;
import io.zmqspring.Sender;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the messages of one sender in order although several threads handle messages: a message whose sender's last one
 * is still in hand waits in the line of that sender, and the thread that has the last one goes on with it. So a thread
 * that receives never waits for another one, and a message changes threads only when it has to. Thread-safe.
 */
final class SenderOrder {
    private final int limit;
    private final Runnable onRoom;
    private final Lock lock = new ReentrantLock();

    /** The senders whose messages are in hand, each with the messages that wait for it. */
    @GuardedBy("lock")
    private final Map<Object, ArrayDeque<Message>> lines = new HashMap<>();

    @GuardedBy("lock")
    private int waiting;

    @GuardedBy("lock")
    private boolean full;

    /**
     * @param limit how many messages may wait in all lines together
     * @param onRoom called when there is room again after there was none
     */
    SenderOrder(int limit, Runnable onRoom) {
        this.limit = limit;
        this.onRoom = onRoom;
    }

    /** Tells whether so many messages wait that no more shall be received. Half of them must go before it is false. */
    boolean isFull() {
        lock.lock();
        try {
            return full;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a message in. To be called in the order of arrival.
     *
     * @return whether the caller has to handle it; otherwise the thread that handles the sender's last one will
     */
    boolean claim(Message message) {
        lock.lock();
        try {
            Object sender = key(message.sender());
            ArrayDeque<Message> line = lines.get(sender);
            if (line == null) {
                lines.put(sender, new ArrayDeque<>(1));
                return true;
            }
            line.add(message);
            waiting++;
            full |= waiting >= limit;
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the next message of the sender whose message has been handled, null if there is none. */
    @Nullable
    Message next(Message handled) {
        boolean room;
        Message next;
        lock.lock();
        try {
            Object sender = key(handled.sender());
            next = line(sender).poll();
            if (next == null) {
                lines.remove(sender);
                return null;
            }
            room = took(1);
        } finally {
            lock.unlock();
        }
        if (room) {
            onRoom.run();
        }
        return next;
    }

    /** Gives a sender up whose message could not be handled; returns those that waited for it. */
    List<Message> abandon(Message failed) {
        lock.lock();
        try {
            Object sender = key(failed.sender());
            ArrayDeque<Message> line = line(sender);
            lines.remove(sender);
            took(line.size());
            return List.copyOf(line);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private ArrayDeque<Message> line(Object sender) {
        return Objects.requireNonNull(lines.get(sender), "a sender none of whose messages is in hand");
    }

    @GuardedBy("lock")
    private boolean took(int messages) {
        waiting -= messages;
        if (full && waiting <= limit / 2) {
            full = false;
            return true;
        }
        return false;
    }

    private static Object key(Sender sender) {
        return sender.routingId() != 0 ? (Object) sender.routingId() : new Connection(sender);
    }

    /** A connection that has no routing id: all of its messages have the same sender object. */
    private static final class Connection {
        private final Sender sender;

        Connection(Sender sender) {
            this.sender = sender;
        }

        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(@Nullable Object other) {
            return other instanceof Connection connection && connection.sender == sender;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(sender);
        }
    }
}
