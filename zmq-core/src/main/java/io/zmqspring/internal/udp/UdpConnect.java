package io.zmqspring.internal.udp;

import io.zmqspring.DropReason;
import io.zmqspring.PeerState;
import io.zmqspring.Reconnect;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.internal.concurrent.LoopConfined;
import io.zmqspring.internal.engine.Backoff;
import io.zmqspring.internal.engine.EventLoop;
import io.zmqspring.internal.engine.LoopTimer;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.pipe.Subscription;
import io.zmqspring.internal.transport.InetText;
import io.zmqspring.internal.transport.SocketHost;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Serves a pipe by sending to one address. There is nothing to connect to: once the name is known and a channel is open,
 * datagrams go out, whether anybody is there or not.
 */
@LoopConfined
final class UdpConnect implements Pipe.Link {
    private final UdpAddress address;
    private final EventLoop loop;
    private final Executor resolver;
    private final Pipe pipe;
    private final SocketHost socket;
    private final Backoff backoff;

    private @Nullable DatagramPort port;
    private @Nullable LoopTimer timer;
    private boolean closed;

    UdpConnect(UdpAddress address, EventLoop loop, Executor resolver, Pipe pipe, SocketHost socket) {
        this.address = address;
        this.loop = loop;
        this.resolver = resolver;
        this.pipe = pipe;
        this.socket = socket;
        this.backoff = new Backoff(
                socket.options().reconnect(), () -> ThreadLocalRandom.current().nextDouble());
    }

    /** Any thread. */
    void start() {
        pipe.setLink(this);
        socket.unfiltered(pipe, socket.options().udp().maxDatagram() - GroupFormat.OVERHEAD);
        resolve();
    }

    private void resolve() {
        if (address.isLiteral()) {
            resolveNow();
        } else {
            resolver.execute(this::resolveNow);
        }
    }

    /** Any thread. */
    private void resolveNow() {
        try {
            InetSocketAddress destination = address.resolve();
            loop.execute(() -> open(destination));
        } catch (IOException e) {
            loop.execute(() -> retry("cannot resolve " + pipe.endpoint().address() + ": " + e.getMessage()));
        }
    }

    private void open(InetSocketAddress destination) {
        if (closed) {
            return;
        }
        try {
            var channel = DatagramChannels.sending(
                    address, destination, socket.options().udp());
            DatagramPort opened = new DatagramPort(loop, channel, new GroupFormat(destination), pipe, socket);
            port = opened;
            String remote = new String(InetText.format(destination), StandardCharsets.US_ASCII);
            pipe.setStatus(new Pipe.Status(PeerState.CONNECTED, loop.clock().now(), remote, null));
            socket.event(new SocketEvent.Connected(pipe.endpoint(), "", remote));
            socket.connected(pipe);
            opened.start(false);
        } catch (IOException e) {
            retry(String.valueOf(e.getMessage()));
        }
    }

    private void retry(String detail) {
        if (closed) {
            return;
        }
        pipe.setStatus(new Pipe.Status(PeerState.CONNECTING, loop.clock().now(), null, detail));
        socket.changed(pipe);
        long delay = backoff.next();
        socket.event(new SocketEvent.ConnectRetried(
                pipe.endpoint(), Duration.ofNanos(delay), Reconnect.Failure.UNREACHABLE, detail));
        timer = loop.schedule(delay, this::resolve);
    }

    /** What the kernel takes at once is still sent; there is nobody to linger for. Any thread. */
    @Override
    public void close(long lingerNanos) {
        loop.execute(this::onClose);
    }

    private void onClose() {
        if (closed) {
            return;
        }
        closed = true;
        if (timer != null) {
            timer.cancel();
        }
        String detail = null;
        if (port == null) {
            socket.dropped(pipe.endpoint(), DropReason.PEER_GONE, pipe.terminate());
            socket.terminated(pipe);
        } else {
            detail = closePort(port);
        }
        socket.event(new SocketEvent.Closed(pipe.endpoint(), detail));
    }

    private static @Nullable String closePort(DatagramPort port) {
        try {
            port.close();
            return null;
        } catch (IOException e) {
            return e.getMessage();
        } finally {
            port.end();
        }
    }

    /** Nobody says anything over udp but by datagrams. */
    @Override
    public void send(List<Subscription> subscriptions, long after) {}
}
