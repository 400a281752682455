package io.zmqspring.internal.socket;

import io.zmqspring.CloseReport;
import io.zmqspring.DropReason;
import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.PeerInfo;
import io.zmqspring.PeerState;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketStats;
import io.zmqspring.SocketType;
import io.zmqspring.Traffic;
import io.zmqspring.ZmqBindException;
import io.zmqspring.ZmqEndpointException;
import io.zmqspring.ZmqStateException;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.internal.concurrent.Clock;
import io.zmqspring.internal.concurrent.WaitingRoom;
import io.zmqspring.internal.pattern.Pattern;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.pipe.Subscription;
import io.zmqspring.internal.transport.SocketHost;
import io.zmqspring.internal.transport.Transport;
import io.zmqspring.internal.transport.Transports;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What makes a pattern a socket that many threads can use: binding, peers, counters, closing; {@link Waiting} is the rest.
 * It has no lock of its own around sending and receiving; the pattern's parts have theirs, and waiting happens outside
 * of all of them.
 */
public final class SocketCore implements SocketHost {
    /**
     * What a context gives to each of its sockets.
     *
     * @param transports the transports by their schemes
     * @param workers threads that nothing waits for
     * @param authenticators threads for authenticators
     * @param room where threads wait
     * @param onClosed is told when a socket has closed
     */
    public record Surroundings(
            Transports transports,
            Executor workers,
            Executor authenticators,
            WaitingRoom room,
            Consumer<SocketCore> onClosed) {}

    private final ReentrantLock connecting = new ReentrantLock();
    private final SocketType type;
    private final TypeRules rules;
    private final SocketOptions options;
    private final Pattern pattern;
    private final EventQueue events;
    private final Surroundings surroundings;
    private final Clock clock;

    private final SocketMetrics metrics = new SocketMetrics();
    private final AtomicLong topologyVersion = new AtomicLong();
    private final Map<Endpoint, Transport.Binding> bindings = new ConcurrentHashMap<>();
    private final ClosingState closing;
    private final Waiting waiting;
    private final Drops drops;

    public SocketCore(
            SocketType type, SocketOptions options, Pattern pattern, EventQueue events, Surroundings surroundings) {
        this.type = type;
        this.rules = new TypeRules(type);
        rules.check(options);
        this.options = options;
        this.pattern = pattern;
        this.events = events;
        this.surroundings = surroundings;
        this.clock = Clock.SYSTEM;
        this.closing =
                new ClosingState(type, clock, () -> surroundings.onClosed().accept(this));
        this.waiting = new Waiting(pattern, closing, surroundings.room());
        this.drops = new Drops(metrics, events, closing);
        pattern.onDrop(drops);
    }

    @Override
    public SocketType type() {
        return type;
    }

    @Override
    public SocketOptions options() {
        return options;
    }

    Pattern pattern() {
        return pattern;
    }

    Waiting waiting() {
        return waiting;
    }

    /** Threads that nothing waits for: what the application hangs on a future or handler may block them. */
    Executor workers() {
        return surroundings.workers();
    }

    @Override
    public Executor authenticators() {
        return surroundings.authenticators();
    }

    private void topologyChanged() {
        topologyVersion.incrementAndGet();
        waiting.peersChanged.fireAll();
    }

    void ensureOpen() {
        closing.ensureOpen();
    }

    // ---- endpoints -----------------------------------------------------------------------------------------------

    Endpoint bind(String text) {
        ensureOpen();
        Endpoint endpoint = Endpoint.parse(text);
        if (!closing.beginCall()) {
            ensureOpen();
        }
        try {
            return bind(endpoint);
        } finally {
            closing.endCall();
        }
    }

    private Endpoint bind(Endpoint endpoint) {
        Transport.Binding binding;
        try {
            binding = surroundings.transports().of(endpoint, type).bind(endpoint, this);
        } catch (ZmqBindException e) {
            event(new SocketEvent.BindFailed(endpoint, e.reason(), String.valueOf(e.getMessage())));
            throw e;
        }
        bindings.put(binding.endpoint(), binding);
        event(new SocketEvent.Listening(binding.endpoint()));
        if (closing.hasBegun()) {
            closeBinding(binding.endpoint());
            ensureOpen();
        }
        return binding.endpoint();
    }

    void unbind(String text) {
        ensureOpen();
        Endpoint endpoint = Endpoint.parse(text);
        Transport.Binding binding = bindings.get(endpoint);
        if (binding == null) {
            ensureOpen(); // it may just have been closed
            throw new ZmqEndpointException(text, "this socket does not listen there", "bound are " + boundEndpoints());
        }
        closeBinding(endpoint);
        if (binding.ownsConnections()) {
            closePipes(pipe -> pipe.isAccepted() && pipe.endpoint().equals(endpoint));
        }
    }

    private void closeBinding(Endpoint endpoint) {
        Transport.Binding binding = bindings.remove(endpoint);
        if (binding != null) {
            binding.close();
            event(new SocketEvent.Closed(endpoint, null));
        }
    }

    /**
     * Makes a pipe and has its transport connect it; the pattern has given it its routing id when this returns. Types that
     * connect once to each endpoint keep the pipe they have.
     */
    Pipe connect(String text) {
        return connect(text, pipe -> {});
    }

    /** The same with something set on the pipe before the pattern sees it. */
    Pipe connect(String text, Consumer<Pipe> prepare) {
        ensureOpen();
        Endpoint endpoint = Endpoint.parse(text);
        Transport transport = surroundings.transports().of(endpoint, type);
        transport.checkConnect(endpoint, this);
        Pipe pipe = Pipe.create(endpoint, false, options, clock.now());
        pipe.outbound().suspend(options.immediate());
        prepare.accept(pipe);
        Pipe former = attachUnlessConnected(pipe);
        if (former != null) {
            return former;
        }
        try {
            transport.connect(pipe, this);
        } catch (RuntimeException e) { // no thread or selector to be had: the pipe must not stay behind
            pipe.terminate();
            terminated(pipe);
            throw e;
        }
        return pipe;
    }

    private @Nullable Pipe attachUnlessConnected(Pipe pipe) {
        connecting.lock();
        try {
            Pipe former = null;
            if (rules.connectsOnce()) {
                former = pattern.pipes().stream()
                        .filter(one -> !one.isAccepted() && one.endpoint().equals(pipe.endpoint()))
                        .findFirst()
                        .orElse(null);
            }
            String refusal = former == null ? attach(pipe) : null;
            if (refusal != null) {
                ensureOpen();
                throw new ZmqStateException(
                        "the " + type + " socket does not connect to " + pipe.endpoint() + ": " + refusal);
            }
            return former;
        } finally {
            connecting.unlock();
        }
    }

    void disconnect(String text) {
        ensureOpen();
        Endpoint endpoint = Endpoint.parse(text);
        int closed = closePipes(pipe -> !pipe.isAccepted() && pipe.endpoint().equals(endpoint));
        if (closed == 0) {
            ensureOpen();
            throw new ZmqEndpointException(text, "this socket has no connection to it", "see peers()");
        }
    }

    private int closePipes(Predicate<Pipe> which) {
        List<Pipe> matching = pattern.pipes().stream().filter(which).toList();
        matching.forEach(this::closePipe);
        return matching.size();
    }

    /** Ends one peer: its id is unknown from now on, what is queued is sent within the linger, unread input is dropped. */
    void closePipe(Pipe pipe) {
        pattern.detach(pipe);
        topologyChanged();
        closePipe(pipe, Waiting.nanos(rules.linger(options.linger())));
    }

    private void closePipe(Pipe pipe, long lingerNanos) {
        pipe.inbound().close();
        dropped(pipe.endpoint(), DropReason.UNREAD, pattern.discardReceived(pipe));
        pipe.close(lingerNanos);
    }

    List<Endpoint> boundEndpoints() {
        return List.copyOf(bindings.keySet());
    }

    // ---- called by transports ------------------------------------------------------------------------------------

    @Override
    public @Nullable String attach(Pipe pipe) {
        pipe.outbound().setProducer(waiting.writable::fireAll);
        if (options.conflate()) {
            pipe.outbound().setOnReplaced(drops::replaced);
            pipe.inbound().setOnReplaced(drops::replaced);
        }
        if (!closing.enter(pipe)) {
            return "it is closing";
        }
        if (!pattern.attach(pipe)) {
            closing.leave(pipe);
            return pattern.refusal(pipe);
        }
        pipe.inbound()
                .setConsumer(
                        () -> { // last: over inproc there may already be messages
                            pattern.readable(pipe);
                            waiting.readable.fireOne();
                        });
        topologyChanged();
        waiting.writable.fireAll();
        return null;
    }

    @Override
    public void connected(Pipe pipe) {
        pipe.outbound().suspend(false);
        pattern.connected(pipe);
        pipe.setUp(true);
        topologyChanged();
        waiting.writable.fireAll();
    }

    @Override
    public void disconnected(Pipe pipe) {
        pipe.setUp(false);
        topologyChanged();
        pattern.disconnected(pipe);
        if (options.immediate() && !pipe.isAccepted()) {
            pipe.outbound().suspend(true); // the transport, which calls here, owns the queue's consuming end
            dropped(pipe.endpoint(), DropReason.PEER_GONE, pipe.outbound().discard());
        }
        Message disconnect = options.notices().disconnect();
        Message hiccup = options.notices().hiccup();
        if (pipe.isAccepted() && disconnect != null && rules.hearsDisconnect()) {
            pipe.inbound().force(disconnect);
        } else if (!pipe.isAccepted() && hiccup != null && rules.hearsHiccup()) {
            pipe.inbound().offerNotice(hiccup);
            pipe.inbound().wakeConsumer();
        }
    }

    @Override
    public boolean subscription(Pipe pipe, Subscription subscription) {
        return pattern.subscription(pipe, subscription);
    }

    @Override
    public void unfiltered(Pipe pipe, int largestMessage) {
        pattern.unfiltered(pipe, largestMessage);
    }

    @Override
    public void changed(Pipe pipe) {
        topologyChanged();
    }

    @Override
    public void terminated(Pipe pipe) {
        pattern.detach(pipe);
        topologyChanged();
        waiting.writable.fireAll();
        metrics.ended(pipe, closing::leave);
    }

    @Override
    public void event(SocketEvent event) {
        events.publish(event);
    }

    @Override
    public void dropped(Endpoint endpoint, DropReason reason, MessageQueue.Count count) {
        drops.dropped(endpoint, reason, count);
    }

    @Override
    public void reconnected() {
        metrics.reconnected();
    }

    @Override
    public void handshakeFailed() {
        metrics.handshakeFailed();
    }

    // ---- looking -------------------------------------------------------------------------------------------------

    List<PeerInfo> peers() {
        return pattern.pipes().stream().map(this::info).toList();
    }

    PeerInfo info(Pipe pipe) {
        Pipe.Status status = pipe.status();
        return new PeerInfo(
                pipe.routingId(),
                pipe.endpoint(),
                status.remoteAddress(),
                pipe.isAccepted(),
                status.state(),
                status.since(),
                pipe.lastTraffic(clock),
                status.lastError(),
                pipe.sender().properties(),
                pipe.sender().user(),
                pipe.traffic());
    }

    long topologyVersion() {
        return topologyVersion.get();
    }

    SocketStats stats() {
        Traffic traffic = metrics.total(closing::pipes);
        int connections = (int) closing.pipes().stream()
                .filter(pipe -> pipe.status().state() == PeerState.CONNECTED)
                .count();
        return new SocketStats(
                traffic,
                metrics.dropped(),
                connections,
                metrics.reconnects(),
                metrics.handshakeFailures(),
                events.dropped());
    }

    // ---- closing -------------------------------------------------------------------------------------------------

    /** Starts to close without waiting, so that a context can close all its sockets at once. */
    public void beginClose(Duration linger) {
        long lingerNanos = Waiting.nanos(rules.linger(linger));
        if (!closing.begin(lingerNanos)) {
            return;
        }
        waiting.end();
        boundEndpoints().forEach(this::closeBinding);
        closing.pipes().forEach(pipe -> closePipe(pipe, lingerNanos));
        metrics.unread().forEach(pipe -> dropped(pipe.endpoint(), DropReason.UNREAD, pattern.discardReceived(pipe)));
    }

    /** Waits until the close has ended, at most its linger and a second more. */
    public CloseReport awaitClosed() {
        CloseReport report = closing.await();
        events.close();
        return report;
    }

    boolean isClosed() {
        return closing.hasBegun();
    }
}
