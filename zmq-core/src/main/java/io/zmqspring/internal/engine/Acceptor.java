package io.zmqspring.internal.engine;

import io.zmqspring.Endpoint;
import io.zmqspring.HandshakeLimits;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.event.AcceptFailure;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.internal.concurrent.LoopConfined;
import io.zmqspring.internal.transport.Announcement;
import io.zmqspring.internal.transport.SocketHost;
import io.zmqspring.internal.transport.Transport;
import io.zmqspring.internal.zmtp.LocalPeer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Accepts connections at one endpoint and gives each to an event loop. */
final class Acceptor implements Transport.Binding, ChannelHandler {
    private static final int ACCEPTS_PER_TURN = 64;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long CROWD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long TELL_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_MILLIS = 1000;

    private final StreamFamily family;
    private final StreamFamily.Listener listener;
    private final EventLoopGroup loops;
    private final EventLoop loop;
    private final SocketHost socket;
    private final LocalPeer local;
    private final Handshakes handshakes;
    private volatile boolean closed;

    @LoopConfined
    private @Nullable SelectionKey key;

    @LoopConfined
    private long quietAboutCrowdUntil;

    private Acceptor(StreamFamily family, Endpoint endpoint, EventLoopGroup loops, SocketHost socket) {
        this.family = family;
        this.loops = loops;
        this.loop = loops.next(); // before there is a channel, which would be left open if there is no loop any more
        this.listener = family.listen(endpoint, socket.options());
        this.socket = socket;
        this.quietAboutCrowdUntil = loop.clock().nanoTime();
        this.handshakes = new Handshakes(socket.options().handshakeLimits());
        this.local = new LocalPeer(socket.type(), socket.options(), Announcement.octets(socket));
    }

    static Acceptor listen(StreamFamily family, Endpoint endpoint, EventLoopGroup loops, SocketHost socket) {
        Acceptor acceptor = new Acceptor(family, endpoint, loops, socket);
        acceptor.loop.execute(acceptor::register);
        return acceptor;
    }

    @Override
    public Endpoint endpoint() {
        return listener.endpoint();
    }

    @LoopConfined
    private void register() {
        try {
            key = loop.register(listener.channel(), SelectionKey.OP_ACCEPT, this);
        } catch (IOException e) {
            onFault(e);
        }
    }

    @Override
    public void onReady(SelectionKey key) {
        ServerSocketChannel channel = listener.channel();
        for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
            if (!handshakes.hasRoom()) {
                waitForRoom();
                return;
            }
            try {
                SocketChannel accepted = channel.accept();
                if (accepted == null) {
                    return;
                }
                accept(accepted);
            } catch (IOException e) {
                pause(e);
                return;
            }
        }
    }

    private void accept(SocketChannel channel) throws IOException {
        StreamFamily.Ends ends;
        String source;
        String refusal;
        try {
            channel.configureBlocking(false);
            family.configure(channel, socket.options());
            ends = family.ends(channel, endpoint());
            source = family.source(channel, ends);
            refusal = family.refusal(channel, socket.options());
        } catch (IOException gone) {
            channel.close();
            return;
        }
        if (refusal != null) {
            channel.close();
            socket.event(new SocketEvent.AcceptFailed(endpoint(), AcceptFailure.NOT_ADMITTED, refusal));
            return;
        }
        EventLoop target;
        try {
            target = loops.next();
        } catch (ZmqClosedException closing) {
            channel.close();
            return;
        }
        socket.event(new SocketEvent.Accepted(endpoint(), ends.local(), ends.remote()));
        AcceptedPeer peer = new AcceptedPeer(target, socket, endpoint(), handshakes::over);
        handshakes.begun(peer, source, loop.now());
        target.execute(() -> peer.start(new StreamConnection(target, channel, ends, local, peer)));
        if (closed) {
            peer.close(0);
        }
    }

    /** What else wants to connect waits in the backlog, where it costs us nothing. */
    private void waitForRoom() {
        HandshakeLimits limits = socket.options().handshakeLimits();
        if (loop.now() - quietAboutCrowdUntil >= 0) {
            quietAboutCrowdUntil = loop.now() + TELL_EVERY_NANOS;
            socket.event(new SocketEvent.AcceptFailed(
                    endpoint(),
                    AcceptFailure.CROWDED,
                    limits.atOnce() + " handshakes under way, further connections wait (handshakeLimits)"));
        }
        acceptAgainAfter(CROWD_NANOS, this::makeRoom);
    }

    private void makeRoom() {
        handshakes.crowdedOut(loop.now()).forEach(AcceptedPeer::crowdOut);
    }

    /** Accepting fails for want of something, file descriptors most often; trying at once again would only spin. */
    private void pause(IOException cause) {
        if (closed) {
            return;
        }
        acceptAgainAfter(PAUSE_NANOS, () -> {}); // first: without descriptors, even the telling may fail
        socket.event(
                new SocketEvent.AcceptFailed(endpoint(), AcceptFailure.SYSTEM, String.valueOf(cause.getMessage())));
    }

    private void acceptAgainAfter(long nanos, Runnable preparation) {
        SelectionKey key = this.key;
        if (key == null || !key.isValid()) {
            return;
        }
        key.interestOps(0);
        loop.schedule(nanos, () -> {
            preparation.run();
            if (key.isValid()) {
                key.interestOps(SelectionKey.OP_ACCEPT);
            }
        });
    }

    @Override
    public void onFault(Throwable fault) {
        socket.event(new SocketEvent.AcceptFailed(endpoint(), AcceptFailure.INTERNAL_ERROR, fault.toString()));
    }

    @Override
    public boolean ownsConnections() {
        return true;
    }

    @Override
    public void close() {
        closed = true;
        boolean answered = loop.executeAndWait(this::closeChannel, CLOSE_MILLIS);
        handshakes.all().forEach(peer -> peer.close(0));
        if (!answered) {
            orTell(listener.channel()); // a loop that has ended never will
            socket.event(new SocketEvent.CloseFailed(endpoint(), "the I/O loop did not answer in time"));
        }
    }

    private void closeChannel() {
        orTell(listener.channel());
        orTell(loop::releaseClosedChannels);
        orTell(listener.cleanUp());
    }

    private void orTell(Closeable step) {
        try {
            step.close();
        } catch (IOException e) {
            socket.event(new SocketEvent.CloseFailed(endpoint(), String.valueOf(e.getMessage())));
        }
    }
}
