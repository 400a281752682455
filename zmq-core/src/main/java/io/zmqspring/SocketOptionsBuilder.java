package io.zmqspring;

import static io.zmqspring.Checks.atLeast;
import static io.zmqspring.Checks.notNegative;
import static io.zmqspring.Checks.positive;

import io.zmqspring.event.SocketEventListener;
import io.zmqspring.security.Security;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects {@link SocketOptions}. Not thread-safe. */
public final class SocketOptionsBuilder {
    private static final int MAX_PROPERTY_NAME = 255;
    private static final int MAX_PROPERTIES_SIZE = 3584; // what we add ourselves, and a name, fit into 4 KiB with them

    int sendHighWaterMark = 1000;
    int receiveHighWaterMark = 1000;
    long sendQueueBytes = 16L << 20;
    long receiveQueueBytes = 16L << 20;
    long maxMessageSize = 16L << 20;
    long maxMessageParts = 1024;
    Duration sendTimeout = SocketOptions.FOREVER;
    Duration receiveTimeout = SocketOptions.FOREVER;
    Duration linger = Duration.ofSeconds(1);
    Duration connectTimeout = Duration.ofSeconds(5);
    Duration handshakeTimeout = Duration.ofSeconds(10);
    HandshakeLimits handshakeLimits = HandshakeLimits.DEFAULT;
    Heartbeat heartbeat = Heartbeat.OFF;
    Security security = Security.none();
    Reconnect reconnect = Reconnect.DEFAULT;
    int backlog = 1024;
    EnvelopeMode envelope = EnvelopeMode.NEVER;
    final Map<String, String> properties = new TreeMap<>();
    byte[] identity = new byte[0];
    ReqOptions req = ReqOptions.STRICT;
    RouterOptions router = RouterOptions.MANDATORY;
    PubSubOptions pubSub = PubSubOptions.DEFAULT;
    ZmtpVersion oldestPeer = ZmtpVersion.V3_0;
    Notices notices = Notices.NONE;
    boolean immediate = false;
    boolean conflate = false;
    TcpOptions tcp = TcpOptions.DEFAULT;
    IpcOptions ipc = IpcOptions.DEFAULT;
    UdpOptions udp = UdpOptions.DEFAULT;
    StreamOptions stream = StreamOptions.DEFAULT;

    @Nullable
    SocketEventListener eventListener;

    SocketOptionsBuilder() {}

    SocketOptionsBuilder(SocketOptions options) {
        sendHighWaterMark = options.sendHighWaterMark();
        receiveHighWaterMark = options.receiveHighWaterMark();
        sendQueueBytes = options.sendQueueBytes();
        receiveQueueBytes = options.receiveQueueBytes();
        maxMessageSize = options.maxMessageSize();
        maxMessageParts = options.maxMessageParts();
        sendTimeout = options.sendTimeout();
        receiveTimeout = options.receiveTimeout();
        linger = options.linger();
        connectTimeout = options.connectTimeout();
        handshakeTimeout = options.handshakeTimeout();
        handshakeLimits = options.handshakeLimits();
        heartbeat = options.heartbeat();
        security = options.security();
        reconnect = options.reconnect();
        backlog = options.backlog();
        envelope = options.envelope();
        properties.putAll(options.properties());
        identity = options.identity();
        req = options.req();
        router = options.router();
        pubSub = options.pubSub();
        oldestPeer = options.oldestPeer();
        notices = options.notices();
        immediate = options.immediate();
        conflate = options.conflate();
        tcp = options.tcp();
        ipc = options.ipc();
        udp = options.udp();
        stream = options.stream();
        eventListener = options.eventListener();
    }

    /**
     * Sets how many messages a peer's outgoing queue holds.
     *
     * @param messages at least 1
     * @return this
     */
    public SocketOptionsBuilder sendHighWaterMark(int messages) {
        sendHighWaterMark = (int) atLeast("sendHighWaterMark", 1, messages);
        return this;
    }

    /**
     * Sets how many messages a peer's incoming queue holds.
     *
     * @param messages at least 1
     * @return this
     */
    public SocketOptionsBuilder receiveHighWaterMark(int messages) {
        receiveHighWaterMark = (int) atLeast("receiveHighWaterMark", 1, messages);
        return this;
    }

    /**
     * Sets how many octets a peer's outgoing queue holds. One larger message is taken when the queue is empty.
     *
     * @param octets at least 1
     * @return this
     */
    public SocketOptionsBuilder sendQueueBytes(long octets) {
        sendQueueBytes = atLeast("sendQueueBytes", 1, octets);
        return this;
    }

    /**
     * Sets how many octets a peer's incoming queue holds. One larger message is taken when the queue is empty.
     *
     * @param octets at least 1
     * @return this
     */
    public SocketOptionsBuilder receiveQueueBytes(long octets) {
        receiveQueueBytes = atLeast("receiveQueueBytes", 1, octets);
        return this;
    }

    /**
     * Sets the size of the largest message accepted from a peer: all its frames together, and its headers where they travel
     * in an {@linkplain EnvelopeMode envelope}, at most 16 KiB. Commands, as heartbeats, may always have 8 KiB.
     *
     * @param octets at least 1; {@link SocketOptions#UNLIMITED}, but a frame cannot be larger than 2 GiB anyway
     * @return this
     */
    public SocketOptionsBuilder maxMessageSize(long octets) {
        maxMessageSize = atLeast("maxMessageSize", 1, octets);
        return this;
    }

    /**
     * Sets how many frames a message from a peer may have.
     *
     * @param frames at least 1; {@link SocketOptions#UNLIMITED}
     * @return this
     */
    public SocketOptionsBuilder maxMessageParts(long frames) {
        maxMessageParts = atLeast("maxMessageParts", 1, frames);
        return this;
    }

    /**
     * Sets how long send waits for room.
     *
     * @param timeout zero or more; {@link SocketOptions#FOREVER}
     * @return this
     */
    public SocketOptionsBuilder sendTimeout(Duration timeout) {
        sendTimeout = notNegative("sendTimeout", timeout);
        return this;
    }

    /**
     * Sets how long receive waits for a message.
     *
     * @param timeout zero or more; {@link SocketOptions#FOREVER}
     * @return this
     */
    public SocketOptionsBuilder receiveTimeout(Duration timeout) {
        receiveTimeout = notNegative("receiveTimeout", timeout);
        return this;
    }

    /**
     * Sets how long a closing socket or connection still sends what is queued.
     *
     * @param linger zero or more
     * @return this
     */
    public SocketOptionsBuilder linger(Duration linger) {
        this.linger = notNegative("linger", linger);
        return this;
    }

    /**
     * Sets how long one attempt to connect may take.
     *
     * @param timeout more than zero
     * @return this
     */
    public SocketOptionsBuilder connectTimeout(Duration timeout) {
        connectTimeout = positive("connectTimeout", timeout);
        return this;
    }

    /**
     * Sets the deadline of greeting and handshake together.
     *
     * @param timeout more than zero
     * @return this
     */
    public SocketOptionsBuilder handshakeTimeout(Duration timeout) {
        handshakeTimeout = positive("handshakeTimeout", timeout);
        return this;
    }

    /**
     * Sets what peers may take before their handshake is done.
     *
     * @param limits the limits
     * @return this
     */
    public SocketOptionsBuilder handshakeLimits(HandshakeLimits limits) {
        handshakeLimits = Objects.requireNonNull(limits, "limits");
        return this;
    }

    /**
     * Sets how connections are kept under watch.
     *
     * @param heartbeat the heartbeat
     * @return this
     */
    public SocketOptionsBuilder heartbeat(Heartbeat heartbeat) {
        this.heartbeat = Objects.requireNonNull(heartbeat, "heartbeat");
        return this;
    }

    /**
     * Sets the security mechanism of connections over tcp and ipc. What stays in the process, over inproc, needs none; udp and
     * STREAM sockets know none and refuse any.
     *
     * @param security the mechanism, our part in it, and keys
     * @return this
     */
    public SocketOptionsBuilder security(Security security) {
        this.security = Objects.requireNonNull(security, "security");
        return this;
    }

    /**
     * Sets how long to wait between attempts to connect.
     *
     * @param reconnect the delays
     * @return this
     */
    public SocketOptionsBuilder reconnect(Reconnect reconnect) {
        this.reconnect = Objects.requireNonNull(reconnect, "reconnect");
        return this;
    }

    /**
     * Sets how many connections the system may hold before we accept them.
     *
     * @param connections at least 1
     * @return this
     */
    public SocketOptionsBuilder backlog(int connections) {
        backlog = (int) atLeast("backlog", 1, connections);
        return this;
    }

    /**
     * Sets whether headers travel in an envelope.
     *
     * @param mode the mode
     * @return this
     */
    public SocketOptionsBuilder envelope(EnvelopeMode mode) {
        envelope = Objects.requireNonNull(mode, "mode");
        return this;
    }

    /**
     * Adds a property that is announced in each handshake (RFC 37, "Connection Metadata").
     *
     * @param name begins with {@code X-}, of letters, digits and {@code - _ . +}
     * @param value the value, sent as UTF-8
     * @return this
     */
    public SocketOptionsBuilder property(String name, String value) {
        if (!name.matches("X-[A-Za-z0-9_.+-]+") || name.length() > MAX_PROPERTY_NAME) {
            throw new IllegalArgumentException("property name '" + name
                    + "': it must begin with X- and go on with letters, digits and -_.+, 255 at most");
        }
        properties.put(name, Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Sets the name that a REQ, DEALER or ROUTER announces, under which a ROUTER knows it.
     *
     * @param identity at most 255 octets, the first not 0 (RFC 37, "Identity"); empty for none
     * @return this
     */
    public SocketOptionsBuilder identity(byte[] identity) {
        if (identity.length > MAX_PROPERTY_NAME || (identity.length > 0 && identity[0] == 0)) {
            throw new IllegalArgumentException("identity of " + identity.length + " octets: it has at most "
                    + MAX_PROPERTY_NAME + ", and the first is not 0");
        }
        this.identity = identity.clone();
        return this;
    }

    /**
     * Sets how strictly a REQ takes turns.
     *
     * @param options the options
     * @return this
     */
    public SocketOptionsBuilder req(ReqOptions options) {
        req = Objects.requireNonNull(options, "options");
        return this;
    }

    /**
     * Sets how a ROUTER treats peers and messages.
     *
     * @param options the options
     * @return this
     */
    public SocketOptionsBuilder router(RouterOptions options) {
        router = Objects.requireNonNull(options, "options");
        return this;
    }

    /**
     * Sets how publishers and subscribers treat subscriptions.
     *
     * @param options the options
     * @return this
     */
    public SocketOptionsBuilder pubSub(PubSubOptions options) {
        pubSub = Objects.requireNonNull(options, "options");
        return this;
    }

    /**
     * Sets the oldest ZMTP that peers may speak. Below 3.0, every handshake takes one round trip more. Such peers are
     * served without a security mechanism only, by the socket types of their time: REQ to PAIR.
     *
     * @param version the version; 1.0 takes whatever does not begin as ZMTP for a peer of that version
     * @return this
     */
    public SocketOptionsBuilder oldestPeer(ZmtpVersion version) {
        oldestPeer = Objects.requireNonNull(version, "version");
        return this;
    }

    /**
     * Sets the messages the socket makes by itself when connections come and go.
     *
     * @param notices the messages
     * @return this
     */
    public SocketOptionsBuilder notices(Notices notices) {
        this.notices = Objects.requireNonNull(notices, "notices");
        return this;
    }

    /**
     * Sets whether messages are queued only for connections whose handshake is done. Then an endpoint that was connected
     * to counts as a peer only while the connection stands, and what is queued when it breaks is dropped and counted as
     * {@link DropReason#PEER_GONE}. Otherwise it has a queue from the connect call on, which outlives connections. Not
     * for PEER, whose connect gives an id to which messages are queued at once.
     *
     * @param only true for connections whose handshake is done
     * @return this
     */
    public SocketOptionsBuilder immediate(boolean only) {
        immediate = only;
        return this;
    }

    /**
     * Sets whether each queue keeps the last message only, in both directions: one that waits is replaced by the next and
     * counted as {@link DropReason#REPLACED}, and high-water marks do not matter. Messages of several frames are kept or
     * replaced whole. Only for PUSH, PULL, PUB, SUB and DEALER; other sockets cannot be opened so.
     *
     * @param only true for the last message only
     * @return this
     */
    public SocketOptionsBuilder conflate(boolean only) {
        conflate = only;
        return this;
    }

    /**
     * Sets how tcp connections are made and tuned.
     *
     * @param options the options
     * @return this
     */
    public SocketOptionsBuilder tcp(TcpOptions options) {
        tcp = Objects.requireNonNull(options, "tcp");
        return this;
    }

    /**
     * Sets who may connect to an ipc endpoint.
     *
     * @param options the options
     * @return this
     */
    public SocketOptionsBuilder ipc(IpcOptions options) {
        ipc = Objects.requireNonNull(options, "ipc");
        return this;
    }

    /**
     * Sets how datagrams travel.
     *
     * @param options the options
     * @return this
     */
    public SocketOptionsBuilder udp(UdpOptions options) {
        udp = Objects.requireNonNull(options, "udp");
        return this;
    }

    /**
     * Sets how a STREAM socket tells of connections.
     *
     * @param options the options
     * @return this
     */
    public SocketOptionsBuilder stream(StreamOptions options) {
        stream = Objects.requireNonNull(options, "stream");
        return this;
    }

    /**
     * Sets the listener of the socket's events.
     *
     * @param listener the listener, or null for none
     * @return this
     */
    public SocketOptionsBuilder eventListener(@Nullable SocketEventListener listener) {
        eventListener = listener;
        return this;
    }

    /**
     * Checks the options against each other.
     *
     * @return the options
     * @throws IllegalArgumentException if two of them contradict
     */
    public SocketOptions build() {
        int size = properties.entrySet().stream()
                .mapToInt(property ->
                        property.getKey().length() + property.getValue().getBytes(StandardCharsets.UTF_8).length + 5)
                .sum();
        if (size > MAX_PROPERTIES_SIZE) {
            throw new IllegalArgumentException("properties of " + size + " octets > " + MAX_PROPERTIES_SIZE
                    + ": other sides refuse long handshakes, announce less");
        }
        return new SocketOptions(this);
    }
}
