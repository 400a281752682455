package io.zmqspring.internal.engine;

import io.zmqspring.Reconnect.Failure;
import io.zmqspring.SocketOptions;
import io.zmqspring.internal.concurrent.LoopConfined;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect to one address, through a proxy if there is one, within the connect timeout. It ends in one of
 * its owner's methods, or without them if it is abandoned.
 */
@LoopConfined
final class Attempt implements ChannelHandler {
    /** Who made it. Called on the loop. */
    interface Owner {
        /** Connected to the endpoint; the channel is the owner's now. */
        void onConnected(SocketChannel channel, StreamFamily.Ends ends);

        /** Not connected, and everything is closed. */
        void onAttemptFailed(Failure failure, String detail);
    }

    private final StreamFamily family;
    private final StreamFamily.Destination destination;
    private final SocketOptions options;
    private final EventLoop loop;
    private final Owner owner;

    private @Nullable SocketChannel channel;
    private @Nullable LoopTimer timer;
    private @Nullable Socks5 proxied;
    private ByteBuffer answer = ByteBuffer.allocate(0);

    Attempt(
            StreamFamily family,
            StreamFamily.Destination destination,
            SocketOptions options,
            EventLoop loop,
            Owner owner) {
        this.family = family;
        this.destination = destination;
        this.options = options;
        this.loop = loop;
        this.owner = owner;
    }

    void start(SocketAddress address) {
        try {
            SocketChannel opened = destination.open();
            channel = opened;
            opened.configureBlocking(false);
            family.configure(opened, options);
            proxied = destination.proxied();
            if (opened.connect(address)) {
                onReached(opened, loop.register(opened, 0, this));
            } else {
                loop.register(opened, SelectionKey.OP_CONNECT, this);
            }
        } catch (IOException | RuntimeException e) { // a source of the other family, for instance, is no IOException
            onFault(e);
            return;
        }
        if (channel != null) {
            timer = loop.schedule(options.connectTimeout().toNanos(), this::onTimeout);
        }
    }

    private void onTimeout() {
        fail(Failure.UNREACHABLE, "no answer after " + options.connectTimeout() + " (connectTimeout)");
    }

    @Override
    public void onReady(SelectionKey key) throws IOException {
        SocketChannel channel = this.channel;
        if (channel == null) {
            return;
        }
        if (!channel.isConnected()) {
            if (channel.finishConnect()) {
                onReached(channel, key);
            }
        } else if (proxied != null) {
            onProxyAnswers(channel, proxied);
        }
    }

    /** Connected to the address, which may be the proxy's. */
    private void onReached(SocketChannel channel, SelectionKey key) throws IOException {
        if (channel.getRemoteAddress().equals(channel.getLocalAddress())) {
            // While nobody listens at an ephemeral port, TCP may connect a socket to itself and occupy the port.
            fail(Failure.UNREACHABLE, "the connection had reached itself");
        } else if (proxied != null) {
            key.interestOps(SelectionKey.OP_READ);
            answer = ByteBuffer.allocate(proxied.wanted());
            write(channel, proxied.greeting());
        } else {
            key.interestOps(0);
            succeed(channel);
        }
    }

    private void onProxyAnswers(SocketChannel channel, Socks5 proxied) throws IOException {
        if (channel.read(answer) < 0) {
            throw new IOException("the SOCKS proxy closed the connection");
        }
        if (answer.hasRemaining()) {
            return;
        }
        write(channel, proxied.receive(answer.array()));
        answer = ByteBuffer.allocate(proxied.wanted());
        if (proxied.isDone()) {
            succeed(channel);
        }
    }

    /** The few octets of SOCKS always fit into the buffer of a new connection. */
    private static void write(SocketChannel channel, byte[] octets) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(octets);
        channel.write(out);
        if (out.hasRemaining()) {
            throw new IOException("the SOCKS proxy takes nothing");
        }
    }

    private void succeed(SocketChannel channel) throws IOException {
        StreamFamily.Ends ends = destination.ends(channel);
        cancelTimer();
        this.channel = null;
        owner.onConnected(channel, ends);
    }

    @Override
    public void onFault(Throwable fault) {
        String words =
                fault instanceof IOException && fault.getMessage() != null ? fault.getMessage() : fault.toString();
        boolean refused = proxied == null && (words.contains("refused") || words.contains("No such file"));
        fail(refused ? Failure.REFUSED : Failure.UNREACHABLE, words);
    }

    private void fail(Failure failure, String detail) {
        abandon();
        owner.onAttemptFailed(failure, detail);
    }

    /** Closes what is open; the owner is not told. */
    void abandon() {
        cancelTimer();
        SocketChannel channel = this.channel;
        this.channel = null;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // it was not connected: nothing is lost
            }
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
