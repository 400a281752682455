package io.zmqspring.spring.core;

import io.zmqspring.Message;
import io.zmqspring.PeerSocket;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.spring.support.ZmqWireHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The one reader of a socket: gives replies to the requests that wait for them, and everything else to the one
 * consumer. Application code that uses a template or a listener on a socket must not receive from it itself. Get it from
 * {@link ZmqSockets#reader(String)}. Thread-safe.
 */
public final class ZmqSocketReader {
    private static final Log logger = LogFactory.getLog(ZmqSocketReader.class);

    private final String name;
    private final PendingRequests requests;
    private final ReceiveTurns turns;
    private final AtomicReference<@Nullable ZmqSubscription> current = new AtomicReference<>();
    private final String requestIdPrefix =
            Long.toHexString(ThreadLocalRandom.current().nextLong()) + "-";
    private final AtomicLong requestIds = new AtomicLong();
    private final LongAdder unclaimed = new LongAdder();
    private final AtomicBoolean unclaimedLogged = new AtomicBoolean();

    ZmqSocketReader(String name, PeerSocket socket) {
        this.name = name;
        this.requests = new PendingRequests(socket);
        this.turns = new ReceiveTurns(name, socket, requests, this::dropUnclaimed);
    }

    /**
     * Says that a consumer will come, before it does, so that no message is dropped meanwhile for want of one.
     */
    public void expectConsumer() {
        turns.claim();
    }

    /**
     * Starts to give the messages that are no replies to a consumer.
     *
     * @param consumer the consumer
     * @param concurrency how many threads handle messages at once; above 1 the order of a sender's messages is not kept
     * @param executor runs that many tasks, each for as long as the subscription lasts
     * @return the subscription, to pause and to cancel
     * @throws ZmqSocketTakenException if the socket has a consumer already
     * @throws ZmqClosedException if nothing can be received any more
     */
    public ZmqSubscription attach(ZmqConsumer consumer, int concurrency, Executor executor) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency=" + concurrency + " < 1");
        }
        checkOpen();
        AtomicReference<@Nullable ZmqSubscription> self = new AtomicReference<>();
        ZmqSubscription subscription =
                new ZmqSubscription(consumer, concurrency, turns, () -> current.compareAndSet(self.get(), null));
        self.set(subscription);
        if (!current.compareAndSet(null, subscription)) {
            ZmqSubscription owner = current.get();
            throw new ZmqSocketTakenException(
                    name, owner == null ? "another consumer" : owner.consumer().description(), consumer.description());
        }
        turns.claim();
        boolean started = false;
        try {
            subscription.start(executor);
            started = true;
        } finally {
            if (!started) {
                subscription.cancel();
            }
        }
        return subscription;
    }

    private void checkOpen() {
        Throwable reason = turns.closed();
        if (reason != null) {
            ZmqClosedException closed = new ZmqClosedException("socket '" + name + "' is no longer read: " + reason);
            closed.initCause(reason);
            throw closed;
        }
    }

    /** Sends a request and puts it into the line of those that wait. */
    PendingReply request(int routingId, Message message) {
        checkOpen();
        String requestId = requestIdPrefix + Long.toHexString(requestIds.incrementAndGet());
        PendingReply pending = new PendingReply(routingId, requestId);
        Map<String, String> headers = new HashMap<>(message.headers());
        headers.put(ZmqWireHeaders.REQUEST_ID, requestId);
        requests.send(pending, message.withHeaders(headers), turns::expectReply);
        return pending;
    }

    /** Gives a request up; returns false if its reply has just come. */
    boolean abandon(PendingReply pending, Duration waited) {
        return requests.abandon(pending, waited);
    }

    private void dropUnclaimed(Message message) {
        unclaimed.increment();
        if (unclaimedLogged.compareAndSet(false, true)) {
            logger.warn("socket '" + name + "' has neither listener nor inbound adapter: a message of " + message.size()
                    + " bytes that is no reply was dropped; further ones are only counted");
        }
    }

    /**
     * Returns how many requests wait for their reply now.
     *
     * @return requests
     */
    public int pendingRequests() {
        return requests.waiting();
    }

    /**
     * Returns how many replies were dropped because nobody waited for them any more.
     *
     * @return replies since the start
     */
    public long lateReplies() {
        return requests.late();
    }

    /**
     * Returns how many messages were dropped because the socket has no consumer.
     *
     * @return messages since the start
     */
    public long unclaimedMessages() {
        return unclaimed.sum();
    }

    /** Stops receiving and fails the requests that wait. The socket stays open. */
    void close() {
        ZmqClosedException reason = new ZmqClosedException("the sockets of this application were shut down");
        int lost = turns.close(reason);
        requests.failAll(reason);
        if (lost > 0) {
            logger.warn("socket '" + name + "' is shut down with " + lost
                    + " messages that were read ahead and not handled; they are lost");
        }
    }
}
