package io.zmqspring.spring.core;

import io.zmqspring.Message;
import io.zmqspring.MessageReceiver;
import io.zmqspring.SocketType;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqSocket;
import io.zmqspring.spring.support.ZmqHeaders;
import io.zmqspring.spring.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
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
    private final Dialect dialect;
    private final PendingRequests requests;
    private final ReceiveTurns turns;
    private final AtomicReference<@Nullable ZmqSubscription> current = new AtomicReference<>();
    private final LongAdder unclaimed = new LongAdder();
    private final AtomicBoolean unclaimedLogged = new AtomicBoolean();

    ZmqSocketReader(String name, ZmqSocket socket) {
        this.name = name;
        this.dialect = Dialects.of(name, socket);
        this.requests = new PendingRequests(dialect);
        this.turns = new ReceiveTurns(dialect, requests, this::dropUnclaimed);
    }

    Dialect dialect() {
        return dialect;
    }

    /**
     * Returns the name of the socket.
     *
     * @return the name
     */
    public String socketName() {
        return name;
    }

    /**
     * Returns the type of the socket.
     *
     * @return the type
     */
    public SocketType socketType() {
        return dialect.type();
    }

    /**
     * Says that a consumer will come, before it does, so that no message is dropped meanwhile for want of one.
     */
    public void expectConsumer() {
        turns.claim();
    }

    /**
     * Starts to give the messages that are no replies to a consumer, one by one.
     *
     * @param consumer the consumer
     * @param concurrency how many threads handle messages at once; above 1 it is up to the consumer to keep the order of a sender
     * @param executor runs that many tasks, each for as long as the subscription lasts
     * @return the subscription, to pause and to cancel
     * @throws ZmqSocketUseException if a socket of this type has no consumers
     * @throws ZmqSocketTakenException if the socket has a consumer already
     * @throws ZmqClosedException if nothing can be received any more
     */
    public ZmqSubscription attach(ZmqConsumer consumer, int concurrency, Executor executor) {
        return attach(consumer, ZmqIntake.of(concurrency), executor);
    }

    /**
     * Starts to give the messages that are no replies to a consumer.
     *
     * @param consumer the consumer
     * @param intake how it takes them
     * @param executor runs that many tasks, each for as long as the subscription lasts
     * @return the subscription, to pause and to cancel
     * @throws ZmqSocketUseException if a socket of this type has no consumers, or none that take batches
     * @throws ZmqSocketTakenException if the socket has a consumer already
     * @throws ZmqClosedException if nothing can be received any more
     */
    public ZmqSubscription attach(ZmqConsumer consumer, ZmqIntake intake, Executor executor) {
        dialect.require(Can.LISTEN, consumer.description());
        if (intake.batchSize() > 1 && dialect.type() == SocketType.REP) {
            throw new ZmqSocketUseException(
                    name,
                    SocketType.REP,
                    "cannot be read in batches, as " + consumer.description() + " wants",
                    "listen to single requests: the next one comes when the last one has been answered");
        }
        checkOpen();
        ZmqSubscription subscription = enter(consumer, intake);
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

    /**
     * Keeps others from reading a socket that somebody reads by itself, as a proxy does.
     *
     * @param reader who reads it; it is given no messages
     * @return to be cancelled when it reads no more
     * @throws ZmqSocketTakenException if the socket has a consumer already
     */
    public ZmqSubscription reserve(ZmqConsumer reader) {
        return enter(reader, ZmqIntake.of(1));
    }

    private ZmqSubscription enter(ZmqConsumer consumer, ZmqIntake intake) {
        AtomicReference<@Nullable ZmqSubscription> self = new AtomicReference<>();
        ZmqSubscription subscription =
                new ZmqSubscription(consumer, intake, turns, () -> current.compareAndSet(self.get(), null));
        self.set(subscription);
        if (!current.compareAndSet(null, subscription)) {
            ZmqSubscription owner = current.get();
            throw new ZmqSocketTakenException(
                    name, owner == null ? "another consumer" : owner.consumer().description(), consumer.description());
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

    /**
     * Refuses a consumer that wants to answer what it receives, where sockets of the type cannot.
     *
     * @param who the consumer, for the message
     * @throws ZmqSocketUseException if nothing can be answered over the socket
     */
    public void requireAnswers(String who) {
        dialect.require(Can.LISTEN, who);
        dialect.require(Can.ANSWER, who);
    }

    /**
     * Tells whether what is received can be answered.
     *
     * @return whether sockets of the type can
     */
    public boolean canAnswer() {
        return dialect.can(Can.ANSWER);
    }

    /**
     * Refuses a consumer that hands messages on and does not see to their answers, where each must be answered before the
     * next one is received.
     *
     * @param who the consumer, for the message
     * @throws ZmqSocketUseException if the socket is a REP
     */
    public void requireNoTurns(String who) {
        if (dialect.type() == SocketType.REP) {
            throw new ZmqSocketUseException(
                    name,
                    SocketType.REP,
                    "cannot be read without answering, as " + who + " wants",
                    "use an inbound gateway or a listener: both answer each request");
        }
    }

    /**
     * Refuses a consumer that takes messages by itself, where replies to requests would come in between.
     *
     * @param who the consumer, for the message
     * @throws ZmqSocketUseException if requests can be sent over the socket, or nothing is received
     */
    public void requireNoReplies(String who) {
        dialect.require(Can.LISTEN, who);
        if (dialect.can(Can.ASK)) {
            throw new ZmqSocketUseException(
                    name,
                    dialect.type(),
                    "cannot be polled, as " + who + " wants: replies to requests come in between",
                    "poll a PULL, GATHER, SUB, XSUB or DISH socket, or subscribe to the messages");
        }
    }

    /**
     * Returns the socket as somebody receives from it who has {@linkplain #reserve(ZmqConsumer) reserved} it.
     *
     * @return the socket
     * @throws IllegalStateException if sockets of the type receive nothing
     */
    public MessageReceiver receiver() {
        return dialect.receiver();
    }

    /**
     * Makes a Spring message of a received one: without the frames that addressed it, which become headers.
     *
     * @param message the message as received
     * @param mapper maps the headers that travelled
     * @return a message of bytes; of several frames of content the last one is its payload, and all are in
     *     {@link ZmqHeaders#FRAMES}
     */
    public org.springframework.messaging.Message<byte[]> read(Message message, ZmqMessageMapper mapper) {
        Dialect.Incoming incoming = dialect.read(message);
        return mapper.fromWire(message, incoming.content(), name, incoming.headers());
    }

    /**
     * Tells that a received message will not be answered. A REP socket then answers with an empty message and goes on; for
     * all others it means nothing.
     *
     * @param message the message as received, or one already answered
     */
    public void noReply(Message message) {
        dialect.noReply(message);
    }

    /**
     * Begins to receive a topic, or a group: a prefix of messages for SUB and XSUB, an exact group for DISH. Adding one
     * twice needs two removals.
     *
     * @param topic the topic
     * @throws ZmqSocketUseException if the socket is no subscriber
     */
    public void addTopic(String topic) {
        dialect.subscribe(topic);
    }

    /**
     * Takes back one {@link #addTopic(String)}; without one it does nothing.
     *
     * @param topic the topic
     * @throws ZmqSocketUseException if the socket is no subscriber
     */
    public void removeTopic(String topic) {
        dialect.unsubscribe(topic);
    }

    /**
     * Returns the topics or groups that were added here and not removed.
     *
     * @return an unmodifiable snapshot
     */
    public Set<String> topics() {
        return dialect.topics();
    }

    /**
     * Tells whether the socket receives nothing for want of topics.
     *
     * @return whether it is a subscriber without a topic
     */
    public boolean lacksTopics() {
        return dialect.can(Can.SUBSCRIBE) && dialect.topics().isEmpty();
    }

    PendingReply request(int routingId, Message message) {
        return request(routingId, null, message);
    }

    /** Sends a request and puts it into the line of those that wait. */
    PendingReply request(int routingId, @Nullable String address, Message message) {
        checkOpen();
        PendingReply pending = new PendingReply(routingId, dialect.nextRequestId());
        requests.send(pending, address, message, turns::expectReply);
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
     * Sets who is told of replies that nobody waits for any more.
     *
     * @param listener called by the thread that receives; what it throws is logged
     */
    public void onLateReply(Consumer<ZmqLateReplyEvent> listener) {
        requests.onLate(message -> {
            try {
                listener.accept(new ZmqLateReplyEvent(name, message.routingId(), dialect.inReplyTo(message)));
            } catch (RuntimeException failure) {
                logger.error("A listener to late replies of socket '" + name + "' failed", failure);
            }
        });
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
