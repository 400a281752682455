package io.zmqspring.internal.socket;

import io.zmqspring.CloseReport;
import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.PeerInfo;
import io.zmqspring.PeerSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketStats;
import io.zmqspring.SocketType;
import io.zmqspring.ZmqQueueFullException;
import io.zmqspring.ZmqTimeoutException;
import io.zmqspring.ZmqUnroutableException;
import io.zmqspring.internal.pattern.PeerPattern;
import io.zmqspring.internal.pipe.MessageQueue.Offer;
import io.zmqspring.internal.pipe.Pipe;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PEER: {@link PeerPattern} made safe and patient by {@link SocketCore}. */
public final class DefaultPeerSocket implements PeerSocket {
    private final SocketCore core;
    private final PeerPattern pattern;
    private final long sendTimeoutNanos;
    private final long receiveTimeoutNanos;

    public DefaultPeerSocket(SocketCore core, PeerPattern pattern) {
        this.core = core;
        this.pattern = pattern;
        this.sendTimeoutNanos = SocketCore.nanos(core.options().sendTimeout());
        this.receiveTimeoutNanos = SocketCore.nanos(core.options().receiveTimeout());
    }

    @Override
    public int connect(String endpoint) {
        return core.connect(endpoint).routingId();
    }

    @Override
    public Optional<PeerInfo> peer(int routingId) {
        return Optional.ofNullable(pattern.route(routingId)).map(core::info);
    }

    @Override
    public void disconnectPeer(int routingId) {
        core.ensureOpen();
        Pipe pipe = pattern.route(routingId);
        if (pipe == null) {
            core.ensureOpen(); // it may just have been closed
            throw new ZmqUnroutableException(routingId);
        }
        core.closePipe(pipe);
    }

    @Override
    public void send(int routingId, Message message) {
        if (!send(routingId, message, sendTimeoutNanos)) {
            throw new ZmqQueueFullException("the queue of peer " + Integer.toUnsignedString(routingId)
                    + " stayed full for the send timeout of " + options().sendTimeout() + " (sendHighWaterMark="
                    + options().sendHighWaterMark() + ", sendQueueBytes="
                    + options().sendQueueBytes()
                    + "): the peer reads too slowly or is away; raise a limit, wait longer or use trySend");
        }
    }

    @Override
    public boolean trySend(int routingId, Message message) {
        return send(routingId, message, 0);
    }

    @Override
    public boolean trySend(int routingId, Message message, Duration timeout) {
        return send(routingId, message, SocketCore.nanos(timeout));
    }

    private boolean send(int routingId, Message message, long timeoutNanos) {
        Objects.requireNonNull(message, "message");
        return sendNow(routingId, message)
                || (timeoutNanos > 0 && core.awaitRoom(() -> sendNow(routingId, message), timeoutNanos));
    }

    private boolean sendNow(int routingId, Message message) {
        Offer offer = pattern.send(routingId, message);
        if (offer == Offer.CLOSED) {
            core.ensureOpen();
            throw new ZmqUnroutableException(routingId);
        }
        return offer == Offer.ACCEPTED;
    }

    @Override
    public Message receive() {
        Message message = core.receive(receiveTimeoutNanos);
        if (message == null) {
            throw new ZmqTimeoutException(
                    "no message within the receive timeout of " + options().receiveTimeout());
        }
        return message;
    }

    @Override
    public @Nullable Message tryReceive() {
        return core.receive(0);
    }

    @Override
    public @Nullable Message tryReceive(Duration timeout) {
        return core.receive(SocketCore.nanos(timeout));
    }

    @Override
    public SocketType type() {
        return core.type();
    }

    @Override
    public SocketOptions options() {
        return core.options();
    }

    @Override
    public Endpoint bind(String endpoint) {
        return core.bind(endpoint);
    }

    @Override
    public void unbind(String endpoint) {
        core.unbind(endpoint);
    }

    @Override
    public void disconnect(String endpoint) {
        core.disconnect(endpoint);
    }

    @Override
    public List<Endpoint> boundEndpoints() {
        return core.boundEndpoints();
    }

    @Override
    public List<PeerInfo> peers() {
        return core.peers();
    }

    @Override
    public long topologyVersion() {
        return core.topologyVersion();
    }

    @Override
    public SocketStats stats() {
        return core.stats();
    }

    @Override
    public void close() {
        close(options().linger());
    }

    @Override
    public CloseReport close(Duration linger) {
        core.beginClose(linger);
        return core.awaitClosed();
    }

    @Override
    public boolean isClosed() {
        return core.isClosed();
    }

    @Override
    public String toString() {
        return "PEER" + boundEndpoints();
    }
}
