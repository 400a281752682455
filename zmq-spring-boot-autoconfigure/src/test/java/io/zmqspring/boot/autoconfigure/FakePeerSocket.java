package io.zmqspring.boot.autoconfigure;

import io.zmqspring.CloseReport;
import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.PeerInfo;
import io.zmqspring.PeerSocket;
import io.zmqspring.PeerState;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketStats;
import io.zmqspring.SocketType;
import io.zmqspring.Traffic;
import io.zmqspring.ZmqBindException;
import io.zmqspring.ZmqEndpointException;
import io.zmqspring.ZmqUnroutableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A socket whose peers and counters a test sets. Sending and receiving is not what it is for. */
public final class FakePeerSocket implements PeerSocket {
    public static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

    /** An endpoint at which something else listens. */
    public static final String IN_USE = "tcp://127.0.0.1:1";

    private final SocketOptions options;
    private final List<Endpoint> bound = new ArrayList<>();
    private final List<PeerInfo> peers = new ArrayList<>();
    private SocketStats stats = new SocketStats(Traffic.NONE, Map.of(), 0, 0, 0, 0);
    private boolean closed;
    private int lastId;

    public FakePeerSocket(SocketOptions options) {
        this.options = options;
    }

    public void stats(SocketStats stats) {
        this.stats = stats;
    }

    /** Puts a peer in the place of the one with its routing id. */
    public void peer(PeerInfo peer) {
        peers.removeIf(other -> other.routingId() == peer.routingId());
        peers.add(peer);
    }

    public static PeerInfo connecting(int routingId, String endpoint, String lastError) {
        return new PeerInfo(
                routingId,
                Endpoint.parse(endpoint),
                null,
                false,
                PeerState.CONNECTING,
                SINCE,
                null,
                lastError,
                Map.of(),
                null,
                Traffic.NONE);
    }

    public static PeerInfo connected(int routingId, String endpoint) {
        return new PeerInfo(
                routingId,
                Endpoint.parse(endpoint),
                "127.0.0.1:5",
                false,
                PeerState.CONNECTED,
                SINCE,
                SINCE,
                null,
                Map.of(),
                null,
                Traffic.NONE);
    }

    @Override
    public int connect(String endpoint) {
        Endpoint.parse(endpoint);
        peers.add(connecting(++lastId, endpoint, null));
        return lastId;
    }

    @Override
    public Endpoint bind(String endpoint) {
        Endpoint resolved = Endpoint.parse(endpoint.replace(":*", ":" + (50_000 + bound.size())));
        if (endpoint.equals(IN_USE)) {
            throw new ZmqBindException(
                    endpoint, ZmqBindException.Reason.ADDRESS_IN_USE, "Address already in use", null);
        }
        bound.add(resolved);
        return resolved;
    }

    @Override
    public void unbind(String endpoint) {
        if (!bound.remove(Endpoint.parse(endpoint))) {
            throw new ZmqEndpointException(endpoint, "it is not bound", "bind it");
        }
    }

    @Override
    public void disconnectPeer(int routingId) {
        if (!peers.removeIf(peer -> peer.routingId() == routingId)) {
            throw new ZmqUnroutableException(routingId);
        }
    }

    @Override
    public void disconnect(String endpoint) {
        peers.removeIf(peer -> peer.endpoint().toString().equals(endpoint));
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
    public List<Endpoint> boundEndpoints() {
        return List.copyOf(bound);
    }

    @Override
    public List<PeerInfo> peers() {
        return List.copyOf(peers);
    }

    @Override
    public void awaitPeers(int count, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long topologyVersion() {
        return 0;
    }

    @Override
    public SocketStats stats() {
        return stats;
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }

    @Override
    public CloseReport close(Duration linger) {
        closed = true;
        return CloseReport.CLEAN;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void send(int routingId, Message message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean trySend(int routingId, Message message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean trySend(int routingId, Message message, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Message receive() {
        throw new UnsupportedOperationException();
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
        return null;
    }

    @Override
    public Message tryReceive(Duration timeout) {
        return null;
    }
}
