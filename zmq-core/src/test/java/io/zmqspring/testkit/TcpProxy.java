package io.zmqspring.testkit;

import io.zmqspring.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a connecting socket and a bound one, over tcp, and spoils the way: cuts connections, splits the stream
 * into tiny segments, lets octets wait. Needs no privileges. Two threads for each connection.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int BUFFER = 16 << 10;

    private final InetSocketAddress target;
    private final int segment;
    private final ServerSocketChannel listener;
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Object gate = new Object();
    private boolean stalled;
    private volatile boolean closed;

    private TcpProxy(Endpoint target, int segment) {
        int colon = target.address().lastIndexOf(':');
        this.target = new InetSocketAddress(
                target.address().substring(0, colon), target.port().orElseThrow());
        this.segment = segment;
        try {
            listener = ServerSocketChannel.open();
            listener.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("accept", this::accept);
    }

    /** Passes everything on as it comes. */
    public static TcpProxy to(Endpoint target) {
        return new TcpProxy(target, BUFFER);
    }

    /** Passes on segments of so many octets at most. */
    public static TcpProxy inSegments(int octets, Endpoint target) {
        return new TcpProxy(target, octets);
    }

    /** Where to connect to. */
    public String endpoint() {
        return "tcp://127.0.0.1:" + listener.socket().getLocalPort();
    }

    /** How many connections there have been. */
    public int accepted() {
        return accepted.get();
    }

    /** How many connections there are. */
    public int connections() {
        return links.size();
    }

    /** From now on octets wait here, in both directions, and no connection ends. */
    public void stall() {
        synchronized (gate) {
            stalled = true;
        }
    }

    /** Passes on what waits. */
    public void resume() {
        synchronized (gate) {
            stalled = false;
            gate.notifyAll();
        }
    }

    /** Breaks all connections by RST on both sides: what is on its way is lost. */
    public void reset() {
        links.forEach(link -> link.end(true));
    }

    /** Ends all connections by FIN on both sides: what this proxy has not read yet is lost. */
    public void cut() {
        links.forEach(link -> link.end(false));
    }

    private void accept() {
        while (!closed) {
            try {
                SocketChannel client = listener.accept();
                accepted.incrementAndGet();
                connect(client);
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(SocketChannel client) throws IOException {
        SocketChannel server;
        try {
            server = SocketChannel.open();
            server.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
            server.connect(target);
        } catch (IOException refused) {
            client.close();
            return;
        }
        Link link = new Link(client, server);
        links.add(link);
        if (closed) {
            link.end(true);
        }
        start("up", () -> link.pump(client, server));
        start("down", () -> link.pump(server, client));
    }

    private void start(String name, Runnable task) {
        Thread thread = new Thread(task, "test proxy " + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private final class Link {
        private final SocketChannel client;
        private final SocketChannel server;
        private final AtomicInteger directions = new AtomicInteger(2);

        Link(SocketChannel client, SocketChannel server) throws IOException {
            this.client = client;
            this.server = server;
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            server.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }

        void pump(SocketChannel from, SocketChannel to) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            try {
                while (from.read(buffer) >= 0) {
                    awaitGate();
                    write(to, buffer.flip());
                    buffer.clear();
                }
                to.shutdownOutput();
                if (directions.decrementAndGet() == 0) {
                    end(false);
                }
            } catch (IOException ended) {
                end(true);
            } finally {
                threads.remove(Thread.currentThread());
            }
        }

        private void write(SocketChannel to, ByteBuffer buffer) throws IOException {
            int end = buffer.limit();
            while (buffer.position() < end) {
                buffer.limit(Math.min(end, buffer.position() + segment));
                to.write(buffer);
            }
        }

        private void awaitGate() throws IOException {
            synchronized (gate) {
                while (stalled && !closed && links.contains(this)) {
                    try {
                        gate.wait();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }
            }
        }

        void end(boolean reset) {
            try {
                if (links.remove(this) && reset) {
                    client.setOption(StandardSocketOptions.SO_LINGER, 0);
                    server.setOption(StandardSocketOptions.SO_LINGER, 0);
                }
                client.close();
                server.close();
            } catch (IOException e) {
                // it has ended in another way
            }
            synchronized (gate) {
                gate.notifyAll();
            }
        }
    }

    /** Breaks all connections, listens no more, and waits for its threads. */
    @Override
    public void close() {
        closed = true;
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reset();
        resume();
        for (Thread thread : threads) {
            try {
                thread.join(5000);
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted while the proxy ends", e);
            }
            if (thread.isAlive()) {
                throw new AssertionError(thread + " has not ended");
            }
        }
    }
}
