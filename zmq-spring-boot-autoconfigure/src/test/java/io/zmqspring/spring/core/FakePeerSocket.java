package io.zmqspring.spring.core;

import io.zmqspring.CloseReport;
import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.PeerInfo;
import io.zmqspring.PeerSocket;
import io.zmqspring.PeerState;
import io.zmqspring.Sender;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketStats;
import io.zmqspring.SocketType;
import io.zmqspring.Traffic;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqInterruptedException;
import io.zmqspring.ZmqTimeoutException;
import io.zmqspring.ZmqUnroutableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A PEER socket without network: what is sent is recorded, what is received is put in by the test. */
public final class FakePeerSocket implements PeerSocket {
    public static final Map<String, String> ENVELOPE = Map.of("X-Envelope", "1");

    private static final Message POISON = Message.empty();

    private final SocketOptions options;
    private final Map<Integer, PeerInfo> peers = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<Message> incoming = new LinkedBlockingQueue<>();
    private final AtomicInteger ids = new AtomicInteger(100);
    private final AtomicLong version = new AtomicLong();
    private volatile BiConsumer<Integer, Message> onSend = (id, message) -> {};
    private volatile boolean closed;

    public final List<Message> sent = new CopyOnWriteArrayList<>();
    public final AtomicInteger receives = new AtomicInteger();

    public FakePeerSocket() {
        this(SocketOptions.defaults());
    }

    public FakePeerSocket(SocketOptions options) {
        this.options = options;
    }

    /** Adds a peer, or changes its state. */
    public FakePeerSocket peer(int routingId, PeerState state, Map<String, String> properties) {
        peers.put(
                routingId,
                new PeerInfo(
                        routingId,
                        Endpoint.parse("tcp://127.0.0.1:1"),
                        null,
                        true,
                        state,
                        Instant.EPOCH,
                        null,
                        null,
                        properties,
                        null,
                        Traffic.NONE));
        version.incrementAndGet();
        return this;
    }

    public void remove(int routingId) {
        peers.remove(routingId);
        version.incrementAndGet();
    }

    /** What happens with each message sent, on the sending thread. */
    public void onSend(BiConsumer<Integer, Message> action) {
        onSend = action;
    }

    /** Lets a message arrive from a peer. */
    public void arrive(int routingId, Message message) {
        PeerInfo peer = peers.get(routingId);
        incoming.add(message.from(new Sender(routingId, peer == null ? Map.of() : peer.properties())));
    }

    public int unread() {
        return incoming.size();
    }

    @Override
    public int connect(String endpoint) {
        int id = ids.incrementAndGet();
        peer(id, PeerState.CONNECTING, Map.of());
        return id;
    }

    @Override
    public void disconnectPeer(int routingId) {
        remove(routingId);
    }

    @Override
    public void send(int routingId, Message message) {
        if (closed) {
            throw new ZmqClosedException("closed");
        }
        if (!peers.containsKey(routingId)) {
            throw new ZmqUnroutableException(routingId);
        }
        sent.add(message);
        onSend.accept(routingId, message);
    }

    @Override
    public boolean trySend(int routingId, Message message) {
        send(routingId, message);
        return true;
    }

    @Override
    public boolean trySend(int routingId, Message message, Duration timeout) {
        return trySend(routingId, message);
    }

    @Override
    public Message receive() {
        Message message = tryReceive(options.receiveTimeout());
        if (message == null) {
            throw new ZmqTimeoutException("nothing");
        }
        return message;
    }

    @Override
    public CompletableFuture<Message> receiveAsync() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Registration onMessage(Executor executor, Consumer<Message> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Registration onMessageDirect(Consumer<Message> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Message tryReceive() {
        return tryReceive(Duration.ZERO);
    }

    @Override
    public Message tryReceive(Duration timeout) {
        receives.incrementAndGet();
        try {
            Message message = closed ? POISON : incoming.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (message == POISON) {
                incoming.add(POISON);
                throw new ZmqClosedException("closed");
            }
            return message;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ZmqInterruptedException("interrupted");
        }
    }

    @Override
    public SocketType type() {
        return SocketType.PEER;
    }

    @Override
    public SocketOptions options() {
        return options;
    }

    @Override
    public Endpoint bind(String endpoint) {
        return Endpoint.parse(endpoint);
    }

    @Override
    public void unbind(String endpoint) {}

    @Override
    public void disconnect(String endpoint) {}

    @Override
    public List<Endpoint> boundEndpoints() {
        return List.of();
    }

    @Override
    public List<PeerInfo> peers() {
        return new ArrayList<>(peers.values());
    }

    @Override
    public void awaitPeers(int count, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long topologyVersion() {
        return version.get();
    }

    @Override
    public SocketStats stats() {
        return new SocketStats(Traffic.NONE, Map.of(), peers.size(), 0, 0, 0);
    }

    @Override
    public void close() {
        closed = true;
        incoming.add(POISON);
    }

    @Override
    public CloseReport close(Duration linger) {
        close();
        return CloseReport.CLEAN;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
