package io.zmqspring.internal.engine;

import io.zmqspring.DropReason;
import io.zmqspring.PeerState;
import io.zmqspring.Reconnect.Failure;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.internal.concurrent.LoopConfined;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.pipe.Subscription;
import io.zmqspring.internal.transport.Announcement;
import io.zmqspring.internal.transport.SocketHost;
import io.zmqspring.internal.zmtp.LocalPeer;
import io.zmqspring.internal.zmtp.RemotePeer;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a pipe that connect made connected: looks the name up, makes an {@link Attempt}, and starts again when it or the
 * connection fails.
 *
 * <pre>
 *   RESOLVING --> DIALING --> CONNECTED --permanent failure--> CLOSED
 *       ^            |             |
 *       +--- WAITING <-- failed ---+
 * </pre>
 *
 * Asked to close, it goes on for as long as there are messages and the linger lasts.
 */
@LoopConfined
final class Dialer implements Pipe.Link, ConnectionOwner, Attempt.Owner {
    private enum State {
        RESOLVING,
        DIALING,
        CONNECTED,
        WAITING,
        CLOSED
    }

    private final StreamFamily family;
    private final StreamFamily.Destination destination;
    private final EventLoop loop;
    private final Executor resolver;
    private final Pipe pipe;
    private final SocketHost socket;
    private final Backoff backoff;
    private final LocalPeer local;

    private State state = State.WAITING;
    private int attempts;
    private boolean wasReady;
    private boolean ready;
    private boolean closing;
    private long closeAt;
    private long readyAt;
    private @Nullable Attempt attempt;
    private @Nullable StreamConnection connection;
    private volatile @Nullable StreamConnection serving;
    private @Nullable LoopTimer timer;

    Dialer(StreamFamily family, EventLoop loop, Executor resolver, Pipe pipe, SocketHost socket) {
        this.family = family;
        this.destination = family.destination(pipe.endpoint(), socket.options());
        this.loop = loop;
        this.resolver = resolver;
        this.pipe = pipe;
        this.socket = socket;
        this.backoff = new Backoff(
                socket.options().reconnect(), () -> ThreadLocalRandom.current().nextDouble());
        this.local =
                new LocalPeer(socket.type(), socket.options(), Announcement.octets(socket, destination.resource()));
    }

    /** Any thread. */
    void start() {
        pipe.setLink(this);
        loop.execute(this::resolve);
    }

    // ---- connecting ----------------------------------------------------------------------------------------------

    private void resolve() {
        if (state == State.CLOSED) {
            return;
        }
        timer = null;
        state = State.RESOLVING;
        if (destination.isNamed()) {
            resolver.execute(this::resolveNow);
        } else {
            resolveNow();
        }
    }

    /** Any thread: the resolver's or the loop's. */
    private void resolveNow() {
        try {
            List<SocketAddress> addresses = destination.resolve();
            loop.execute(() -> dial(addresses));
        } catch (IOException | RuntimeException e) {
            String detail = "cannot resolve " + pipe.endpoint().address() + ": " + e.getMessage();
            loop.execute(() -> onAttemptFailed(Failure.UNREACHABLE, detail));
        }
    }

    private void dial(List<SocketAddress> addresses) {
        if (state != State.RESOLVING) {
            return;
        }
        state = State.DIALING;
        Attempt attempt = new Attempt(family, destination, socket.options(), loop, this);
        this.attempt = attempt;
        attempt.start(addresses.get(attempts++ % addresses.size()));
    }

    @Override
    public void onConnected(SocketChannel channel, StreamFamily.Ends ends) {
        attempt = null;
        state = State.CONNECTED;
        StreamConnection made = new StreamConnection(loop, channel, ends, local, this);
        connection = made;
        socket.event(new SocketEvent.Connected(pipe.endpoint(), ends.local(), ends.remote()));
        made.start();
    }

    @Override
    public void onAttemptFailed(Failure failure, String detail) {
        if (state != State.RESOLVING && state != State.DIALING) {
            return;
        }
        attempt = null;
        retry(failure, backoff.next(), detail);
    }

    private void retry(Failure failure, long delay, String detail) {
        state = State.WAITING;
        pipe.setStatus(new Pipe.Status(
                closing ? PeerState.CLOSING : PeerState.CONNECTING, loop.clock().now(), null, detail));
        socket.changed(pipe);
        if (closing && pipe.outbound().counts().queued().messages() == 0) {
            terminate(null);
            return;
        }
        if (socket.options().reconnect().stopOn().contains(failure)) {
            terminate(detail + " (" + failure + " is among the failures after which reconnect stops)");
            return;
        }
        socket.event(new SocketEvent.ConnectRetried(pipe.endpoint(), Duration.ofNanos(delay), failure, detail));
        timer = loop.schedule(delay, this::resolve);
    }

    // ---- connected -----------------------------------------------------------------------------------------------

    @Override
    public Pipe onReady(StreamConnection connection, RemotePeer peer) {
        ready = true;
        readyAt = loop.clock().nanoTime();
        pipe.setPeer(peer.properties(), peer.user());
        pipe.setPeerIdentity(peer.identity());
        StreamFamily.Ends ends = connection.ends();
        pipe.setStatus(new Pipe.Status(PeerState.CONNECTED, loop.clock().now(), ends.remote(), null));
        if (wasReady) {
            socket.reconnected();
        }
        wasReady = true;
        socket.event(new SocketEvent.HandshakeSucceeded(
                pipe.endpoint(),
                ends.local(),
                ends.remote(),
                /* accepted= */ false,
                pipe.routingId(),
                pipe.sender().properties()));
        if (closing) {
            loop.execute(
                    () -> connection.finish(Math.max(0, closeAt - loop.clock().nanoTime())));
        }
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
        return socket.subscription(pipe, subscription);
    }

    @Override
    public void onDropped(DropReason reason, MessageQueue.Count count) {
        socket.dropped(pipe.endpoint(), reason, count);
    }

    @Override
    public void onHandshakeFailed(Ending ending) {
        report(ending);
        if (ending.isPermanent()) {
            connection = null; // it tells the other side why and ends by itself
            terminate(ending.detail());
        }
    }

    private void report(Ending ending) {
        if (connection != null) {
            Endings.report(ending, socket, pipe.endpoint(), connection.ends());
        }
    }

    @Override
    public void onEnded(Ending ending, MessageQueue.Count unsent) {
        serving = null;
        Failure failure = ending.handshake() == null ? Failure.LOST : Failure.HANDSHAKE;
        long wait = waitAfter(ending);
        boolean finished = ready && closing;
        if (ready) {
            ready = false;
            socket.disconnected(pipe);
        }
        pipe.outbound().lost(unsent);
        socket.dropped(pipe.endpoint(), DropReason.CONNECTION_LOST, unsent);
        if (ending.handshake() == null) {
            report(ending);
        }
        connection = null;
        if (ending.isPermanent()) {
            terminate(ending.detail());
        } else if (state == State.CLOSED || (finished && ending.reason() == null)) {
            terminate(null);
        } else {
            retry(failure, wait, ending.detail());
        }
    }

    /** A connection that lasted makes the waits short again; from who turned us away we stay longer. */
    private long waitAfter(Ending ending) {
        long longest = socket.options().reconnect().maxDelay().toNanos();
        if (ready && loop.clock().nanoTime() - readyAt >= longest) {
            backoff.reset();
        }
        return ending.isTurnedAway() ? backoff.nextWhenTurnedAway() : backoff.next();
    }

    // ---- closing -------------------------------------------------------------------------------------------------

    /** Any thread. */
    @Override
    public void send(List<Subscription> subscriptions, long after) {
        StreamConnection serving = this.serving;
        if (serving != null) {
            serving.subscribe(subscriptions, after);
        }
    }

    /** Any thread. */
    @Override
    public void close(long lingerNanos) {
        loop.execute(() -> onClose(lingerNanos));
    }

    private void onClose(long lingerNanos) {
        if (state == State.CLOSED || closing) {
            return;
        }
        closing = true;
        closeAt = loop.clock().nanoTime() + Math.min(lingerNanos, Long.MAX_VALUE / 4);
        pipe.setStatus(new Pipe.Status(
                PeerState.CLOSING, loop.clock().now(), pipe.status().remoteAddress(), null));
        if (ready && connection != null) {
            connection.finish(lingerNanos);
        } else if (lingerNanos == 0 || pipe.outbound().counts().queued().messages() == 0) {
            terminate(null);
        } else {
            loop.schedule(lingerNanos, () -> terminate(null));
        }
    }

    private void terminate(@Nullable String detail) {
        cancelTimer();
        if (attempt != null) {
            attempt.abandon();
            attempt = null;
        }
        StreamConnection open = connection;
        if (open != null) { // it ends through onEnded, which comes back here
            state = State.CLOSED;
            open.abort();
            return;
        }
        if (pipe.isTerminated()) {
            return;
        }
        state = State.CLOSED;
        socket.dropped(pipe.endpoint(), DropReason.PEER_GONE, pipe.terminate());
        socket.event(new SocketEvent.Closed(pipe.endpoint(), detail));
        socket.terminated(pipe);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
