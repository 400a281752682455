package io.zmqspring.internal.pipe;

import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.PeerState;
import io.zmqspring.Sender;
import io.zmqspring.SocketOptions;
import io.zmqspring.Traffic;
import io.zmqspring.internal.concurrent.Clock;
import io.zmqspring.security.User;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The two-way queue between a socket and one peer, and what is known about that peer. It begins when a socket connects
 * or when an accepted connection has done its handshake, and ends with {@link #terminate}. A connection that is made
 * again keeps its pipe.
 *
 * <p>The socket's side offers to {@code outbound} and polls {@code inbound}; the transport's side does the reverse.
 */
public final class Pipe {
    private static final byte[] NO_IDENTITY = new byte[0];

    private final Endpoint endpoint;
    private final boolean accepted;
    private final MessageQueue outbound;
    private final MessageQueue inbound;

    private volatile Link link = Link.NONE;
    private volatile Sender sender = Sender.LOCAL;
    private volatile Status status;
    private volatile boolean bare;
    private volatile boolean hadTraffic;
    private volatile long lastTrafficNanos;
    private volatile boolean up;
    private volatile boolean terminated;
    private volatile byte[] identity = NO_IDENTITY;
    private volatile byte[] peerIdentity = NO_IDENTITY;
    private volatile long closeLinger = -1;
    private volatile boolean leftToReader;

    /** The transport's side of a pipe. Its methods may be called by any thread and never block. */
    public interface Link {
        /** Before a transport is there. */
        Link NONE = new Link() {
            @Override
            public void close(long lingerNanos) {}

            @Override
            public void send(List<Subscription> subscriptions, long after) {}
        };

        /** The socket is about to close the pipe; its outgoing queue is still open. */
        default void closing() {}

        /**
         * Sends what is queued, for at most the given time, then ends the connection and the pipe.
         *
         * @param lingerNanos zero ends it at once
         */
        void close(long lingerNanos);

        /**
         * Passes subscriptions on to the peer, in order; while there is no connection they are dropped.
         *
         * @param after how many messages of the outgoing queue, counted from its beginning, go before them
         */
        void send(List<Subscription> subscriptions, long after);
    }

    /**
     * What can be seen of the connection.
     *
     * @param state its state
     * @param since when the state was entered
     * @param remoteAddress the other end, while connected
     * @param lastError why the last attempt or connection failed
     */
    public record Status(
            PeerState state,
            Instant since,
            @Nullable String remoteAddress,
            @Nullable String lastError) {}

    private Pipe(Endpoint endpoint, boolean accepted, MessageQueue outbound, MessageQueue inbound, Instant now) {
        this.endpoint = endpoint;
        this.accepted = accepted;
        this.outbound = outbound;
        this.inbound = inbound;
        this.status = new Status(PeerState.CONNECTING, now, null, null);
    }

    /** A pipe with queues of its own. */
    public static Pipe create(Endpoint endpoint, boolean accepted, SocketOptions options, Instant now) {
        return new Pipe(
                endpoint,
                accepted,
                new MessageQueue(QueueLimits.outbound(options)),
                new MessageQueue(QueueLimits.inbound(options)),
                now);
    }

    /** The other side's view of this pipe within one process: the same two queues the other way round. */
    public Pipe mirror(Instant now) {
        return new Pipe(endpoint, !accepted, /* outbound= */ inbound, /* inbound= */ outbound, now);
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public boolean isAccepted() {
        return accepted;
    }

    public MessageQueue outbound() {
        return outbound;
    }

    public MessageQueue inbound() {
        return inbound;
    }

    /** Names the transport's side; a close that came before is passed on. */
    public void setLink(Link link) {
        this.link = link;
        long linger = closeLinger;
        if (linger >= 0) {
            link.close(linger);
        }
    }

    /** Asks the transport to end the connection, see {@link Link#close(long)}. */
    public void close(long lingerNanos) {
        link.closing();
        outbound.close();
        closeLinger = lingerNanos;
        link.close(lingerNanos);
    }

    /** Tells the peer what this side wants to receive, before any message that waits. */
    public void sendFirst(List<Subscription> subscriptions) {
        link.send(subscriptions, 0);
    }

    /** Tells the peer what this side wants to receive, after the messages that were sent before. */
    public void send(List<Subscription> subscriptions) {
        link.send(subscriptions, outbound.accepted());
    }

    /** Gives the pipe its routing id; called once, by the pattern, before the pipe is visible to others. */
    public void setRoutingId(int routingId) {
        sender = new Sender(routingId, sender.properties(), sender.user());
    }

    public int routingId() {
        return sender.routingId();
    }

    /** The name under which a ROUTER knows the peer; empty before it has one. */
    public byte[] identity() {
        return identity;
    }

    public void setIdentity(byte[] identity) {
        this.identity = identity;
    }

    /** The identity that the peer announced itself, empty if none. */
    public byte[] peerIdentity() {
        return peerIdentity;
    }

    public void setPeerIdentity(byte[] peerIdentity) {
        this.peerIdentity = peerIdentity;
    }

    /** Keeps what the handshake of the present connection told of the peer; names are found in any case. */
    public void setPeer(Map<String, String> properties, @Nullable User user) {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(properties);
        sender = new Sender(sender.routingId(), Collections.unmodifiableMap(byName), user);
    }

    /** What is stamped on each message received through this pipe. */
    public Sender sender() {
        return sender;
    }

    public void setStatus(Status status) {
        this.status = status;
    }

    public Status status() {
        return status;
    }

    /** Whether the connection is up and the socket's pattern knows it: what is sent now reaches the peer. */
    public boolean isUp() {
        return up;
    }

    /** Called by the socket, when its pattern has been told. */
    public void setUp(boolean up) {
        this.up = up;
    }

    /** Octets arrived, at that monotonic time. */
    public void onTraffic(long nanoTime) {
        lastTrafficNanos = nanoTime;
        hadTraffic = true;
    }

    /** When octets last arrived, or null if none ever did. */
    public @Nullable Instant lastTraffic(Clock clock) {
        return hadTraffic ? clock.now().minusNanos(clock.nanoTime() - lastTrafficNanos) : null;
    }

    /**
     * Ends the pipe: nothing more goes out, and nothing more comes in than what has come in. Called by the transport,
     * which owns the consuming end of the outgoing queue; idempotent.
     *
     * @return what was still queued and is now discarded
     */
    public MessageQueue.Count terminate() {
        terminated = true;
        outbound.close();
        MessageQueue.Count undelivered = outbound.discard();
        inbound.close();
        return undelivered;
    }

    /**
     * Ends the pipe and leaves what is queued to the other side's reader, which shares the queue: it counts as sent, and what
     * the other side throws away unread counts there.
     */
    public void terminateShared() {
        terminated = true;
        outbound.close();
        inbound.close();
        leftToReader = true;
    }

    /** Lets no headers through, because one side of the pipe wants none. */
    public void stripHeaders() {
        bare = true;
    }

    public boolean isTerminated() {
        return terminated;
    }

    /** Takes the next received message, stamped with this pipe's sender. */
    public @Nullable Message receive() {
        Message message = inbound.poll();
        if (message == null) {
            return null;
        }
        return bare && !message.headers().isEmpty() ? Message.received(message.body(), sender) : message.from(sender);
    }

    /** The pipe's counters. */
    public Traffic traffic() {
        boolean left = leftToReader;
        QueueCounts out = outbound.counts();
        QueueCounts in = inbound.counts();
        MessageQueue.Count sent = left ? out.offered() : out.passed();
        return new Traffic(
                out.offered().messages(),
                out.offered().bytes(),
                sent.messages(),
                sent.bytes(),
                in.offered().messages(),
                in.offered().bytes(),
                in.passed().messages(),
                in.passed().bytes(),
                left ? 0 : out.queued().messages(),
                in.queued().messages());
    }
}
