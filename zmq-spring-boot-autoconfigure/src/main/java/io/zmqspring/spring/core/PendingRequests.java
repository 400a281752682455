package io.zmqspring.spring.core;

import io.zmqspring.Message;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqInterruptedException;
import io.zmqspring.ZmqQueueFullException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one socket that wait for replies. A reply counts only if it comes from the peer that was asked.
 * Thread-safe.
 */
final class PendingRequests {
    private static final int SWEEP_FROM = 64;

    private final Dialect dialect;
    private final Map<Integer, Conversation> conversations = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder late = new LongAdder();
    private volatile @Nullable Consumer<Message> lateListener;

    PendingRequests(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Returns how many requests somebody waits for. */
    int waiting() {
        return waiting.get();
    }

    /** Returns how many replies came that nobody waited for any more. */
    long late() {
        return late.sum();
    }

    private void late(Message message) {
        late.increment();
        Consumer<Message> told = lateListener;
        if (told != null) {
            told.accept(message);
        }
    }

    /** Sets who is told of each reply that comes too late; must neither wait nor throw. */
    void onLate(Consumer<Message> listener) {
        lateListener = listener;
    }

    /**
     * Puts a request into the line of its peer and sends it, in one step as far as a bare peer is concerned, for which the
     * line must have the order of the wire. Where replies name their requests nobody waits for another's request to be sent.
     *
     * @param address identity of the peer where it is addressed so, else null
     * @param registered run when a reply could come
     */
    void send(PendingReply pending, @Nullable String address, Message message, Runnable registered) {
        boolean inOrder = dialect.answersInOrder(pending.routingId());
        boolean added = false;
        while (!added) {
            Conversation conversation = conversation(pending.routingId());
            if (inOrder) {
                lock(conversation, pending.routingId());
            }
            try {
                added = conversation.add(pending);
                if (added) {
                    send(pending, address, message, registered, conversation);
                }
            } finally {
                if (inOrder) {
                    conversation.sending().unlock();
                }
            }
            forgetIfEmpty(pending.routingId(), conversation);
        }
    }

    private void send(
            PendingReply pending,
            @Nullable String address,
            Message message,
            Runnable registered,
            Conversation conversation) {
        waiting.incrementAndGet();
        boolean sent = false;
        try {
            registered.run();
            dialect.request(pending.routingId(), address, pending.requestId(), message);
            sent = true;
        } finally {
            if (!sent && conversation.remove(pending.requestId()) != null) {
                waiting.decrementAndGet();
            }
        }
    }

    private void lock(Conversation conversation, int routingId) {
        Duration timeout = dialect.socket().options().sendTimeout();
        try {
            if (!conversation.sending().tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ZmqQueueFullException("the queue to peer " + Integer.toUnsignedString(routingId)
                        + " is full and other requests wait for room in it; waited " + timeout.toMillis()
                        + " ms; slow down, or raise the send timeout or the send high-water mark");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ZmqInterruptedException(
                    "interrupted while waiting for other requests to the same peer to be sent; nothing was sent");
        }
    }

    private Conversation conversation(int routingId) {
        Conversation known = conversations.get(routingId);
        if (known != null) {
            return known;
        }
        if (conversations.size() >= SWEEP_FROM) {
            conversations.forEach(this::forgetIfEmpty);
        }
        return conversations.computeIfAbsent(routingId, id -> new Conversation());
    }

    private void forgetIfEmpty(Integer routingId, Conversation conversation) {
        if (conversation.endIfEmpty(System.nanoTime())) {
            conversations.remove(routingId, conversation);
        }
    }

    /**
     * Hands a received message to the request it answers.
     *
     * @return whether the message was a reply, in time or late; otherwise it is somebody else's
     */
    boolean offer(Message message) {
        String inReplyTo = dialect.inReplyTo(message);
        // Not isEmpty(): it may still say so when a thread has found a conversation that another is just putting in.
        Conversation conversation = conversations.get(message.routingId());
        if (inReplyTo == null && (conversation == null || !dialect.mayAnswerOldest(message))) {
            return false;
        }
        PendingReply pending = null;
        if (conversation != null) {
            pending = inReplyTo != null ? conversation.remove(inReplyTo) : conversation.removeOldest(System.nanoTime());
            forgetIfEmpty(message.routingId(), conversation);
        }
        return complete(pending, message, inReplyTo != null);
    }

    private boolean complete(@Nullable PendingReply pending, Message message, boolean named) {
        if (pending == null) {
            if (named) {
                late(message);
            }
            return named;
        }
        if (pending.isAbandoned()) {
            late(message);
        } else {
            waiting.decrementAndGet();
            pending.reply().complete(message);
        }
        return true;
    }

    /**
     * Gives a request up. To a peer that names what it answers it is forgotten at once; to a bare peer it keeps its
     * place for as long again as it was waited for, to swallow its late reply.
     *
     * @return false if the reply has just come
     */
    boolean abandon(PendingReply pending, Duration waited) {
        Conversation conversation = conversations.get(pending.routingId());
        if (conversation == null) {
            return false;
        }
        boolean open = dialect.namesRequests(pending.routingId())
                ? conversation.remove(pending.requestId()) != null
                : conversation.abandon(pending, System.nanoTime() + waited.toNanos());
        if (open) {
            waiting.decrementAndGet();
            forgetIfEmpty(pending.routingId(), conversation);
        }
        return open;
    }

    /** Fails all requests, because nothing can be received any more. */
    void failAll(Throwable cause) {
        conversations.forEach((routingId, conversation) -> {
            for (PendingReply pending : conversation.removeAll()) {
                if (!pending.isAbandoned()) {
                    waiting.decrementAndGet();
                    ZmqClosedException closed = new ZmqClosedException(
                            "closed while a request waited for its reply; it may have been handled");
                    closed.initCause(cause);
                    pending.reply().completeExceptionally(closed);
                }
            }
            conversations.remove(routingId, conversation);
        });
    }
}
