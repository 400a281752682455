package io.zmqspring.internal.engine;

import io.zmqspring.DropReason;
import io.zmqspring.Endpoint;
import io.zmqspring.PeerState;
import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.internal.concurrent.LoopConfined;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.pipe.Subscription;
import io.zmqspring.internal.transport.SocketHost;
import io.zmqspring.internal.zmtp.RemotePeer;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection that was made to us. Its pipe begins with the end of the handshake and ends with the connection. */
final class AcceptedPeer implements ConnectionOwner, Pipe.Link {
    private final EventLoop loop;
    private final SocketHost socket;
    private final Endpoint endpoint;
    private final Consumer<AcceptedPeer> onHandshakeOver;

    @LoopConfined
    private @Nullable StreamConnection connection;

    private volatile @Nullable StreamConnection serving;

    @LoopConfined
    private @Nullable Pipe pipe;

    AcceptedPeer(EventLoop loop, SocketHost socket, Endpoint endpoint, Consumer<AcceptedPeer> onHandshakeOver) {
        this.loop = loop;
        this.socket = socket;
        this.endpoint = endpoint;
        this.onHandshakeOver = onHandshakeOver;
    }

    @LoopConfined
    void start(StreamConnection connection) {
        this.connection = connection;
        connection.start();
    }

    @Override
    public @Nullable Pipe onReady(StreamConnection connection, RemotePeer peer) {
        Pipe pipe = Pipe.create(endpoint, true, socket.options(), loop.clock().now());
        pipe.setPeer(peer.properties(), peer.user());
        pipe.setPeerIdentity(peer.identity());
        StreamFamily.Ends ends = connection.ends();
        pipe.setStatus(new Pipe.Status(PeerState.CONNECTED, loop.clock().now(), ends.remote(), null));
        pipe.setLink(this);
        String refusal = socket.attach(pipe);
        onHandshakeOver.accept(this); // only now: an unbind finds it here or among the socket's pipes
        if (refusal != null) {
            loop.execute(() -> connection.end(Ending.notWanted(socket.type(), refusal)));
            return null;
        }
        this.pipe = pipe;
        socket.event(new SocketEvent.HandshakeSucceeded(
                endpoint,
                ends.local(),
                ends.remote(),
                /* accepted= */ true,
                pipe.routingId(),
                pipe.sender().properties()));
        return pipe;
    }

    @Override
    public Executor authenticators() {
        return socket.authenticators();
    }

    @Override
    public void onServing(Pipe pipe) {
        serving = connection;
        socket.connected(pipe);
    }

    @Override
    public boolean onSubscription(Subscription subscription) {
        return pipe == null || socket.subscription(pipe, subscription);
    }

    @Override
    public void onDropped(DropReason reason, MessageQueue.Count count) {
        socket.dropped(endpoint, reason, count);
    }

    @Override
    public void onHandshakeFailed(Ending ending) {
        report(ending);
    }

    @Override
    public void onEnded(Ending ending, MessageQueue.Count unsent) {
        serving = null;
        onHandshakeOver.accept(this);
        if (ending.handshake() == null) {
            report(ending);
        }
        Pipe pipe = this.pipe;
        if (pipe != null) {
            pipe.outbound().lost(unsent);
            socket.dropped(endpoint, DropReason.CONNECTION_LOST, unsent);
            if (ending.reason() != null) {
                socket.disconnected(pipe);
            }
            socket.dropped(endpoint, DropReason.PEER_GONE, pipe.terminate());
            socket.terminated(pipe);
        }
    }

    private void report(Ending ending) {
        if (connection != null) {
            Endings.report(ending, socket, endpoint, connection.ends());
        }
    }

    /** Any thread. */
    @Override
    public void send(List<Subscription> subscriptions, long after) {
        StreamConnection serving = this.serving;
        if (serving != null) {
            serving.subscribe(subscriptions, after);
        }
    }

    /** Any thread. Makes room for others, unless the handshake is done by now. */
    void crowdOut() {
        loop.execute(() -> {
            if (pipe == null && connection != null) {
                connection.end(Ending.handshake(
                        HandshakeFailure.CROWDED_OUT,
                        "too many handshakes under way, more than its share from this source (handshakeLimits)"));
            }
        });
    }

    /** Any thread. */
    @Override
    public void close(long lingerNanos) {
        loop.execute(() -> {
            if (connection != null) {
                connection.finish(lingerNanos);
            }
        });
    }
}
