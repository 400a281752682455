package io.zmqspring.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between clients and a server, over tcp, and spoils the way as it is told: by a {@link Plan} for each direction of each
 * connection, and by its methods at any time. Everything random follows from one seed. Needs no privileges; uses four threads a
 * connection. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    /** Which way octets go. */
    public enum Direction {
        /** From who connected to who listens. */
        TO_SERVER,
        /** From who listens to who connected. */
        TO_CLIENT
    }

    /** What becomes of a new connection. */
    public enum Answer {
        /** It is passed on. */
        PASS,
        /** It is accepted, and nothing ever comes. */
        SILENCE,
        /** It is accepted and closed in order at once. */
        CLOSE,
        /** It is accepted and reset at once. */
        RESET
    }

    /** The faults of each direction of each connection. */
    @FunctionalInterface
    public interface Plan {
        /**
         * Chooses the fault of one direction.
         *
         * @param connection the connection's number, from 0
         * @param direction the direction
         * @return its fault
         */
        Fault fault(int connection, Direction direction);
    }

    private final InetSocketAddress server;
    private final long seed;
    private final Plan plan;
    private final ServerSocketChannel listener;
    private final List<ProxiedConnection> connections = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> silent = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>(); // those of the connections
    private final Thread accepting = new Thread(this::accept, "fault proxy accept");
    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<Direction> stalled = EnumSet.noneOf(Direction.class); // guarded by itself
    private volatile Answer answer = Answer.PASS;
    private volatile boolean closed;

    private FaultProxy(String endpoint, long seed, Plan plan) {
        String address = endpoint.startsWith("tcp://") ? endpoint.substring("tcp://".length()) : endpoint;
        int colon = address.lastIndexOf(':');
        this.server = new InetSocketAddress(
                address.substring(0, colon).replaceAll("[\\[\\]]", ""), Integer.parseInt(address.substring(colon + 1)));
        this.seed = seed;
        this.plan = plan;
        try {
            listener = ServerSocketChannel.open();
            listener.setOption(StandardSocketOptions.SO_RCVBUF, ProxiedConnection.WINDOW);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException("the proxy to " + endpoint + " cannot listen", e);
        }
        accepting.setDaemon(true);
        accepting.start();
    }

    /**
     * Opens a proxy without faults of its own.
     *
     * @param endpoint the server's, as {@code tcp://127.0.0.1:5555} or {@code [::1]:5555}
     * @return the proxy; it holds a port and threads until it is closed
     */
    public static FaultProxy to(String endpoint) {
        return to(endpoint, 0, (connection, direction) -> Fault.none());
    }

    /**
     * Opens a proxy.
     *
     * @param endpoint the server's, as {@code tcp://127.0.0.1:5555} or {@code [::1]:5555}
     * @param seed what everything random follows from
     * @param plan the faults
     * @return the proxy; it holds a port and threads until it is closed
     */
    public static FaultProxy to(String endpoint, long seed, Plan plan) {
        return new FaultProxy(endpoint, seed, plan);
    }

    /**
     * Where clients connect to.
     *
     * @return the endpoint, as {@code tcp://127.0.0.1:40000}
     */
    public String endpoint() {
        return "tcp://127.0.0.1:" + listener.socket().getLocalPort();
    }

    /**
     * How many connections there have been.
     *
     * @return their number, silent and refused ones included
     */
    public int accepted() {
        return accepted.get();
    }

    /**
     * How many connections are passed on now.
     *
     * @return their number
     */
    public int connections() {
        return connections.size();
    }

    /**
     * Decides what becomes of new connections from now on.
     *
     * @param answer what
     */
    public void answer(Answer answer) {
        this.answer = answer;
    }

    /** Lets octets wait from now on, in both directions; no connection ends. */
    public void stall() {
        for (Direction direction : Direction.values()) {
            stall(direction);
        }
    }

    /**
     * Lets octets of one direction wait from now on; no connection ends.
     *
     * @param direction the direction
     */
    public void stall(Direction direction) {
        synchronized (stalled) {
            stalled.add(direction);
        }
    }

    /** Passes on what waits. */
    public void resume() {
        synchronized (stalled) {
            stalled.clear();
            stalled.notifyAll();
        }
    }

    /** Breaks all connections by RST on both sides: what is on its way is lost. */
    public void reset() {
        connections.forEach(connection -> connection.end(true));
    }

    /** Ends all connections by FIN on both sides: what this proxy has not passed on yet is lost. */
    public void cut() {
        connections.forEach(connection -> connection.end(false));
    }

    /**
     * Ends one direction of all connections in order; the other goes on.
     *
     * @param direction the direction
     */
    public void halfClose(Direction direction) {
        connections.forEach(connection -> connection.finish(direction));
    }

    private void accept() {
        while (!closed) {
            try {
                take(listener.accept());
            } catch (IOException e) {
                return;
            }
        }
    }

    private void take(SocketChannel client) throws IOException {
        int number = accepted.getAndIncrement();
        switch (answer) {
            case PASS -> connect(number, client);
            case SILENCE -> {
                silent.add(client);
                if (closed) {
                    client.close();
                }
            }
            case CLOSE -> client.close();
            case RESET -> {
                client.setOption(StandardSocketOptions.SO_LINGER, 0);
                client.close();
            }
        }
    }

    private void connect(int number, SocketChannel client) throws IOException {
        ProxiedConnection connection = new ProxiedConnection(this, client, SocketChannel.open());
        connections.add(connection); // before it connects, so that close() ends that as well
        if (closed) {
            connection.end(true);
        }
        try {
            connection.connect(server);
        } catch (IOException refused) {
            connection.end(false);
            return;
        }
        SplittableRandom random = new SplittableRandom(seed + number);
        for (Direction direction : Direction.values()) {
            connection.start(direction, plan.fault(number, direction).begin(random.split()));
        }
    }

    void start(String name, Runnable task) {
        threads.removeIf(FaultProxy::hasEnded);
        Thread thread = new Thread(task, "fault proxy " + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private static boolean hasEnded(Thread thread) {
        return thread.getState() == Thread.State.TERMINATED;
    }

    /** Waits while a direction is stalled and a connection lives. */
    void awaitGate(Direction direction, ProxiedConnection connection) throws InterruptedException {
        synchronized (stalled) {
            while (stalled.contains(direction) && !closed && connections.contains(connection)) {
                stalled.wait();
            }
        }
    }

    /** Whether the connection had not ended before. */
    boolean ended(ProxiedConnection connection) {
        boolean first = connections.remove(connection);
        synchronized (stalled) {
            stalled.notifyAll();
        }
        return first;
    }

    /** Breaks all connections, listens no more, and waits for its threads. */
    @Override
    public void close() {
        closed = true;
        try {
            listener.close();
            for (SocketChannel channel : silent) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reset();
        resume();
        awaitEnd(accepting); // never interrupted: the JDK would lose the connection that it accepts just then
        threads.forEach(Thread::interrupt); // those that let octets wait
        threads.forEach(FaultProxy::awaitEnd);
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before " + thread + " had ended", e);
        }
        if (thread.isAlive()) {
            throw new IllegalStateException(thread + " has not ended");
        }
    }
}
