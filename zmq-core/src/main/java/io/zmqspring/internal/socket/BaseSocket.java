package io.zmqspring.internal.socket;

import io.zmqspring.CloseReport;
import io.zmqspring.Connectable;
import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.MessageReceiver;
import io.zmqspring.PeerInfo;
import io.zmqspring.Publisher;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketStats;
import io.zmqspring.SocketType;
import io.zmqspring.ZmqQueueFullException;
import io.zmqspring.ZmqSocket;
import io.zmqspring.ZmqTimeoutException;
import io.zmqspring.ZmqUnroutableException;
import io.zmqspring.internal.pattern.Publishing;
import io.zmqspring.internal.pipe.MessageQueue.Offer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every call that some socket type has, on top of {@link SocketCore}. What a user can call is what the interface of the
 * type says.
 */
abstract class BaseSocket implements ZmqSocket {
    final SocketCore core;
    final long sendTimeoutNanos;
    final long receiveTimeoutNanos;
    private final PendingReceives receives;

    BaseSocket(SocketCore core) {
        this.core = core;
        this.receives = new PendingReceives(core);
        this.sendTimeoutNanos = Waiting.nanos(core.options().sendTimeout());
        this.receiveTimeoutNanos = Waiting.nanos(core.options().receiveTimeout());
    }

    // ---- sending -------------------------------------------------------------------------------------------------

    public void send(Message message) {
        if (!send(message, sendTimeoutNanos)) {
            throw full("no peer took the message");
        }
    }

    public boolean trySend(Message message) {
        return send(message, 0);
    }

    public boolean trySend(Message message, Duration timeout) {
        return send(message, Waiting.nanos(timeout));
    }

    public boolean awaitRoom(Duration timeout) {
        core.ensureOpen();
        return core.waiting().awaitRoom(core.pattern()::isWritable, Waiting.nanos(timeout));
    }

    private boolean send(Message message, long timeoutNanos) {
        check(message);
        return sendNow(message) || (timeoutNanos > 0 && core.waiting().awaitRoom(() -> sendNow(message), timeoutNanos));
    }

    private boolean sendNow(Message message) {
        core.ensureOpen();
        Offer offer = core.pattern().send(message);
        if (offer == Offer.CLOSED) {
            throw new ZmqUnroutableException(message.frame(0));
        }
        return core.waiting().sent(offer);
    }

    void check(Message message) {
        Objects.requireNonNull(message, "message");
        if (message.frameCount() > 1 && type().isSingleFrame()) {
            throw new IllegalArgumentException(
                    "a message of " + message.frameCount() + " frames: " + type() + " sends single frames");
        }
    }

    final ZmqQueueFullException full(String what) {
        return new ZmqQueueFullException(
                what + " within the send timeout of " + options().sendTimeout()
                        + " (sendHighWaterMark=" + options().sendHighWaterMark() + ", sendQueueBytes="
                        + options().sendQueueBytes()
                        + "): who should read it reads too slowly or is away; raise a limit, wait longer or use trySend");
    }

    // ---- receiving -----------------------------------------------------------------------------------------------

    public Message receive() {
        Message message = core.waiting().receive(receiveTimeoutNanos);
        if (message == null) {
            throw new ZmqTimeoutException(
                    "no message within the receive timeout of " + options().receiveTimeout());
        }
        return message;
    }

    public @Nullable Message tryReceive() {
        return core.waiting().receive(0);
    }

    public @Nullable Message tryReceive(Duration timeout) {
        return core.waiting().receive(Waiting.nanos(timeout));
    }

    public CompletableFuture<Message> receiveAsync() {
        return receives.next();
    }

    public MessageReceiver.Registration onMessage(Executor executor, Consumer<Message> handler) {
        Objects.requireNonNull(executor, "executor");
        return MessageLoop.on(executor, core, Objects.requireNonNull(handler, "handler"))
                .start();
    }

    public MessageReceiver.Registration onMessageDirect(Consumer<Message> handler) {
        return MessageLoop.direct(core, Objects.requireNonNull(handler, "handler"))
                .start();
    }

    // ---- looking, closing ----------------------------------------------------------------------------------------

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
    public void awaitPeers(int count, Duration timeout) {
        core.waiting().awaitPeers(count, timeout);
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
        return type() + " " + boundEndpoints();
    }

    /** PUB, XPUB and RADIO. */
    abstract static class Publishes extends Plain implements Publisher {
        private final Publishing pattern;

        Publishes(SocketCore core, Publishing pattern) {
            super(core);
            this.pattern = pattern;
        }

        @Override
        public int topicCount() {
            return pattern.topics();
        }

        @Override
        public void awaitSubscribers(int count, Duration timeout) {
            core.waiting().awaitCount("subscribers", count, timeout, () -> pattern.subscribers(null));
        }

        @Override
        public void awaitSubscribers(byte[] topic, int count, Duration timeout) {
            String what = "subscribers of '" + new String(topic, StandardCharsets.UTF_8) + "'";
            core.waiting().awaitCount(what, count, timeout, () -> pattern.subscribers(topic));
        }
    }

    /** A socket whose connections have no names of their own: all types but PEER. */
    abstract static class Plain extends BaseSocket implements Connectable {
        Plain(SocketCore core) {
            super(core);
        }

        @Override
        public void connect(String endpoint) {
            core.connect(endpoint);
        }
    }
}
