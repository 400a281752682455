package io.zmqspring.internal.engine;

import io.zmqspring.DropReason;
import io.zmqspring.PeerState;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.internal.concurrent.LoopConfined;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.pipe.Subscription;
import io.zmqspring.internal.transport.Announcement;
import io.zmqspring.internal.transport.SocketHost;
import io.zmqspring.internal.zmtp.LocalPeer;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a pipe that connect made connected: looks the name up, dials, and starts again when the connection fails.
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
final class Dialer implements Pipe.Link, StreamConnection.Owner, ChannelHandler {
    private enum State {
        RESOLVING,
        DIALING,
        CONNECTED,
        WAITING,
        CLOSED
    }

    private final StreamFamily family;
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
    private @Nullable SocketChannel dialing;
    private @Nullable StreamConnection connection;
    private @Nullable LoopTimer timer;

    Dialer(StreamFamily family, EventLoop loop, Executor resolver, Pipe pipe, SocketHost socket) {
        this.family = family;
        this.loop = loop;
        this.resolver = resolver;
        this.pipe = pipe;
        this.socket = socket;
        this.backoff = new Backoff(
                socket.options().reconnect(), () -> ThreadLocalRandom.current().nextDouble());
        this.local = new LocalPeer(socket.type(), socket.options(), Announcement.octets(socket));
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
        if (family.isNamed(pipe.endpoint())) {
            resolver.execute(this::resolveNow);
        } else {
            resolveNow();
        }
    }

    /** Any thread: the resolver's or the loop's. */
    private void resolveNow() {
        try {
            List<SocketAddress> addresses = family.resolve(pipe.endpoint());
            loop.execute(() -> dial(addresses));
        } catch (IOException | RuntimeException e) {
            loop.execute(
                    () -> onAttemptFailed("cannot resolve " + pipe.endpoint().address() + ": " + e.getMessage()));
        }
    }

    private void dial(List<SocketAddress> addresses) {
        if (state != State.RESOLVING) {
            return;
        }
        state = State.DIALING;
        SocketAddress address = addresses.get(attempts++ % addresses.size());
        try {
            SocketChannel channel = family.open(address);
            dialing = channel;
            channel.configureBlocking(false);
            family.configure(channel);
            if (channel.connect(address)) {
                onConnected(channel);
            } else {
                loop.register(channel, SelectionKey.OP_CONNECT, this);
                timer = loop.schedule(
                        socket.options().connectTimeout().toNanos(),
                        () -> onAttemptFailed(
                                "no answer after " + socket.options().connectTimeout() + " (connectTimeout)"));
            }
        } catch (IOException e) {
            onAttemptFailed(words(e));
        }
    }

    @Override
    public void onReady(SelectionKey key) throws IOException {
        SocketChannel channel = dialing;
        if (channel != null && channel.finishConnect()) {
            key.interestOps(0);
            onConnected(channel);
        }
    }

    @Override
    public void onFault(Throwable fault) {
        onAttemptFailed(fault instanceof IOException e ? words(e) : fault.toString());
    }

    private static String words(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private void onConnected(SocketChannel channel) throws IOException {
        SocketAddress remote = channel.getRemoteAddress();
        if (remote.equals(channel.getLocalAddress())) {
            // While nobody listens at an ephemeral port, TCP may connect a socket to itself and occupy the port.
            onAttemptFailed("the connection had reached itself");
            return;
        }
        cancelTimer();
        dialing = null;
        state = State.CONNECTED;
        StreamConnection made = new StreamConnection(loop, channel, family.describe(remote), local, this);
        connection = made;
        socket.event(new SocketEvent.Connected(pipe.endpoint(), made.remoteAddress()));
        made.start();
    }

    private void onAttemptFailed(String detail) {
        if (state != State.RESOLVING && state != State.DIALING) {
            return;
        }
        abandonAttempt();
        retry(detail);
    }

    private void abandonAttempt() {
        cancelTimer();
        SocketChannel channel = dialing;
        dialing = null;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // it was not connected: nothing is lost
            }
        }
    }

    private void retry(String detail) {
        state = State.WAITING;
        pipe.setStatus(new Pipe.Status(
                closing ? PeerState.CLOSING : PeerState.CONNECTING, loop.clock().now(), null, detail));
        socket.changed(pipe);
        if (closing && pipe.outbound().queuedCount().messages() == 0) {
            terminate(null);
            return;
        }
        long delay = backoff.next();
        socket.event(new SocketEvent.ConnectRetried(pipe.endpoint(), Duration.ofNanos(delay), detail));
        timer = loop.schedule(delay, this::resolve);
    }

    // ---- connected -----------------------------------------------------------------------------------------------

    @Override
    public Pipe onReady(StreamConnection connection, Map<String, String> properties, byte[] identity) {
        ready = true;
        backoff.reset();
        pipe.setProperties(properties);
        pipe.setPeerIdentity(identity);
        pipe.setStatus(new Pipe.Status(PeerState.CONNECTED, loop.clock().now(), connection.remoteAddress(), null));
        if (wasReady) {
            socket.reconnected();
        }
        wasReady = true;
        socket.event(new SocketEvent.HandshakeSucceeded(
                pipe.endpoint(),
                connection.remoteAddress(),
                pipe.routingId(),
                pipe.sender().properties()));
        if (closing) {
            loop.execute(
                    () -> connection.finish(Math.max(0, closeAt - loop.clock().nanoTime())));
        }
        return pipe;
    }

    @Override
    public void onServing(Pipe pipe) {
        socket.connected(pipe);
    }

    @Override
    public void onSubscription(Subscription subscription) {
        socket.subscription(pipe, subscription);
    }

    @Override
    public void onDropped(DropReason reason, MessageQueue.Count count) {
        socket.dropped(pipe.endpoint(), reason, count);
    }

    @Override
    public void onEnded(Ending ending, MessageQueue.Count unsent) {
        StreamConnection ended = connection;
        connection = null;
        boolean finished = ready && closing;
        if (ready) {
            ready = false;
            socket.disconnected(pipe);
        }
        pipe.outbound().lost(unsent);
        socket.dropped(pipe.endpoint(), DropReason.CONNECTION_LOST, unsent);
        if (ended != null) {
            Endings.report(ending, socket, pipe.endpoint(), ended.remoteAddress());
        }
        if (ending.isPermanent()) {
            terminate(ending.detail());
        } else if (state == State.CLOSED || (finished && ending.reason() == null)) {
            terminate(null);
        } else {
            retry(ending.detail());
        }
    }

    // ---- closing -------------------------------------------------------------------------------------------------

    /** Any thread. */
    @Override
    public void send(List<Subscription> subscriptions) {
        loop.execute(() -> {
            if (ready && connection != null) {
                connection.subscribe(subscriptions);
            }
        });
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
        } else if (lingerNanos == 0 || pipe.outbound().queuedCount().messages() == 0) {
            terminate(null);
        } else {
            loop.schedule(lingerNanos, () -> terminate(null));
        }
    }

    private void terminate(@Nullable String detail) {
        abandonAttempt();
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
