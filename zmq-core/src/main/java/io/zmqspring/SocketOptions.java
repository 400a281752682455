package io.zmqspring;

import io.zmqspring.event.SocketEventListener;
import io.zmqspring.security.Security;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of a socket: an immutable value, checked once by {@link SocketOptionsBuilder#build()}. Sizes are in octets. Where a
 * default differs from libzmq's it is the safer one.
 */
public final class SocketOptions {
    /** As long as it takes: the timeout that never ends. */
    public static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    /** No limit at all, for every option that is one. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final SocketOptions DEFAULTS = new SocketOptionsBuilder().build();

    private final int sendHighWaterMark;
    private final int receiveHighWaterMark;
    private final long sendQueueBytes;
    private final long receiveQueueBytes;
    private final long maxMessageSize;
    private final long maxMessageParts;
    private final Duration sendTimeout;
    private final Duration receiveTimeout;
    private final Duration linger;
    private final Duration connectTimeout;
    private final Duration handshakeTimeout;
    private final HandshakeLimits handshakeLimits;
    private final Heartbeat heartbeat;
    private final Security security;
    private final Reconnect reconnect;
    private final int backlog;
    private final EnvelopeMode envelope;
    private final Map<String, String> properties;
    private final byte[] identity;
    private final ReqOptions req;
    private final RouterOptions router;
    private final PubSubOptions pubSub;
    private final ZmtpVersion oldestPeer;
    private final Notices notices;
    private final boolean immediate;
    private final boolean conflate;
    private final TcpOptions tcp;
    private final IpcOptions ipc;
    private final UdpOptions udp;
    private final StreamOptions stream;
    private final @Nullable SocketEventListener eventListener;

    SocketOptions(SocketOptionsBuilder builder) {
        sendHighWaterMark = builder.sendHighWaterMark;
        receiveHighWaterMark = builder.receiveHighWaterMark;
        sendQueueBytes = builder.sendQueueBytes;
        receiveQueueBytes = builder.receiveQueueBytes;
        maxMessageSize = builder.maxMessageSize;
        maxMessageParts = builder.maxMessageParts;
        sendTimeout = builder.sendTimeout;
        receiveTimeout = builder.receiveTimeout;
        linger = builder.linger;
        connectTimeout = builder.connectTimeout;
        handshakeTimeout = builder.handshakeTimeout;
        handshakeLimits = builder.handshakeLimits;
        heartbeat = builder.heartbeat;
        security = builder.security;
        reconnect = builder.reconnect;
        backlog = builder.backlog;
        envelope = builder.envelope;
        properties = Map.copyOf(builder.properties);
        identity = builder.identity;
        req = builder.req;
        router = builder.router;
        pubSub = builder.pubSub;
        oldestPeer = builder.oldestPeer;
        notices = builder.notices;
        immediate = builder.immediate;
        conflate = builder.conflate;
        tcp = builder.tcp;
        ipc = builder.ipc;
        udp = builder.udp;
        stream = builder.stream;
        eventListener = builder.eventListener;
    }

    /** {@return the defaults: options with every default} */
    public static SocketOptions defaults() {
        return DEFAULTS;
    }

    /** {@return a new builder with the defaults} */
    public static SocketOptionsBuilder builder() {
        return new SocketOptionsBuilder();
    }

    /** {@return a new builder with these options} */
    public SocketOptionsBuilder toBuilder() {
        return new SocketOptionsBuilder(this);
    }

    /** {@return how many messages a peer's outgoing queue holds: messages, default 1000} */
    public int sendHighWaterMark() {
        return sendHighWaterMark;
    }

    /** {@return how many messages a peer's incoming queue holds: messages, default 1000} */
    public int receiveHighWaterMark() {
        return receiveHighWaterMark;
    }

    /** {@return how many octets a peer's outgoing queue holds: octets, default 16 MiB} */
    public long sendQueueBytes() {
        return sendQueueBytes;
    }

    /** {@return how many octets a peer's incoming queue holds: octets, default 16 MiB} */
    public long receiveQueueBytes() {
        return receiveQueueBytes;
    }

    /**
     * {@return the size of the largest message accepted from a peer, all its frames and its headers together; a larger one
     * ends its connection: octets, default 16 MiB}
     */
    public long maxMessageSize() {
        return maxMessageSize;
    }

    /** {@return how many frames a message from a peer may have; one of more ends its connection: frames, default 1024} */
    public long maxMessageParts() {
        return maxMessageParts;
    }

    /** {@return how long send waits for room: the timeout, default {@link #FOREVER}} */
    public Duration sendTimeout() {
        return sendTimeout;
    }

    /** {@return how long receive waits for a message: the timeout, default {@link #FOREVER}} */
    public Duration receiveTimeout() {
        return receiveTimeout;
    }

    /** {@return how long a closing socket or connection still sends what is queued: the linger, default 1 s} */
    public Duration linger() {
        return linger;
    }

    /** {@return how long one attempt to connect may take: the timeout, default 5 s} */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** {@return the deadline of greeting and handshake together, from the moment the connection is up: the timeout, default 10 s} */
    public Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    /** {@return what peers may take before their handshake is done: default {@link HandshakeLimits#DEFAULT}} */
    public HandshakeLimits handshakeLimits() {
        return handshakeLimits;
    }

    /** {@return how connections are kept under watch: the heartbeat, default {@link Heartbeat#OFF}} */
    public Heartbeat heartbeat() {
        return heartbeat;
    }

    /** {@return the security mechanism of connections over tcp and ipc: default {@link Security#none()}} */
    public Security security() {
        return security;
    }

    /** {@return how long to wait between attempts to connect, and when to stop: default {@link Reconnect#DEFAULT}, 100 ms to 2 s for ever} */
    public Reconnect reconnect() {
        return reconnect;
    }

    /** {@return how many connections the system may hold before we accept them: the backlog, default 1024} */
    public int backlog() {
        return backlog;
    }

    /** {@return whether headers travel in an envelope: the mode, default {@link EnvelopeMode#NEVER}: plain ZeroMQ frames} */
    public EnvelopeMode envelope() {
        return envelope;
    }

    /** {@return the application's properties announced in each handshake: names that begin with {@code X-} and their values, unmodifiable} */
    public Map<String, String> properties() {
        return properties;
    }

    /** {@return the name a REQ, DEALER or ROUTER announces to ROUTER peers: a copy, default empty for none} */
    public byte[] identity() {
        return identity.clone();
    }

    /** {@return how strictly a REQ takes turns: default {@link ReqOptions#STRICT}} */
    public ReqOptions req() {
        return req;
    }

    /** {@return how a ROUTER treats peers and messages: default {@link RouterOptions#MANDATORY}} */
    public RouterOptions router() {
        return router;
    }

    /** {@return how publishers and subscribers treat subscriptions: default {@link PubSubOptions#DEFAULT}} */
    public PubSubOptions pubSub() {
        return pubSub;
    }

    /** {@return the oldest ZMTP that peers may speak: the version, default {@link ZmtpVersion#V3_0} where libzmq serves all} */
    public ZmtpVersion oldestPeer() {
        return oldestPeer;
    }

    /** {@return the messages the socket makes by itself when connections come and go: default {@link Notices#NONE}} */
    public Notices notices() {
        return notices;
    }

    /** {@return whether messages are queued only for connections whose handshake is done: default false} */
    public boolean immediate() {
        return immediate;
    }

    /** {@return whether each queue keeps the last message only, and replaces it by the next: default false} */
    public boolean conflate() {
        return conflate;
    }

    /** {@return how tcp connections are made and tuned: default {@link TcpOptions#DEFAULT}} */
    public TcpOptions tcp() {
        return tcp;
    }

    /** {@return who may connect to an ipc endpoint: default {@link IpcOptions#DEFAULT}} */
    public IpcOptions ipc() {
        return ipc;
    }

    /** {@return how datagrams travel: default {@link UdpOptions#DEFAULT}} */
    public UdpOptions udp() {
        return udp;
    }

    /** {@return how a STREAM socket tells of connections: default {@link StreamOptions#DEFAULT}} */
    public StreamOptions stream() {
        return stream;
    }

    /** {@return the listener of the socket's events: the listener, or null} */
    public @Nullable SocketEventListener eventListener() {
        return eventListener;
    }
}
