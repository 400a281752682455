package io.zmqspring;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Passes messages between two sockets, in each direction that they allow: ROUTER and DEALER make a broker of requests,
 * XSUB and XPUB a forwarder, PULL and PUSH a streamer. A capture socket, if there is one, gets a copy of everything that
 * passes; what it has no room for it misses. The sockets are bound and connected by whoever makes the proxy, and stay
 * open when it is closed. Thread-safe.
 *
 * <p>A message waits in its socket's queue while the other side has no room, so the proxy pushes back as the sockets do.
 */
public final class ZmqProxy implements AutoCloseable {
    private final @Nullable MessageSender capture;
    private final List<Thread> threads = new ArrayList<>();
    private final Direction forward;
    private final Direction backward;
    private final AtomicBoolean closed = new AtomicBoolean();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition resumed = lock.newCondition();
    private volatile boolean paused;

    /** One way through the proxy. */
    private static final class Direction {
        final LongAdder messages = new LongAdder();
        final LongAdder bytes = new LongAdder();
        final LongAdder dropped = new LongAdder();
    }

    /**
     * What has passed.
     *
     * @param forwardMessages messages from the frontend to the backend
     * @param forwardBytes their octets
     * @param backwardMessages messages from the backend to the frontend
     * @param backwardBytes their octets
     * @param dropped messages for a peer that had gone
     */
    public record Statistics(
            long forwardMessages, long forwardBytes, long backwardMessages, long backwardBytes, long dropped) {}

    private ZmqProxy(@Nullable MessageSender capture) {
        this.capture = capture;
        this.forward = new Direction();
        this.backward = new Direction();
    }

    /**
     * Starts a proxy on threads of its own.
     *
     * @param frontend the socket that clients talk to
     * @param backend the socket that services talk to
     * @return the running proxy
     * @throws IllegalArgumentException if no message could pass in either direction
     */
    public static ZmqProxy start(ZmqSocket frontend, ZmqSocket backend) {
        return start(frontend, backend, null);
    }

    /**
     * Starts a proxy with a capture socket.
     *
     * @param frontend the socket that clients talk to
     * @param backend the socket that services talk to
     * @param capture gets a copy of everything, or null
     * @return the running proxy
     * @throws IllegalArgumentException if no message could pass in either direction
     */
    public static ZmqProxy start(ZmqSocket frontend, ZmqSocket backend, @Nullable MessageSender capture) {
        Objects.requireNonNull(frontend, "frontend");
        Objects.requireNonNull(backend, "backend");
        ZmqProxy proxy = new ZmqProxy(capture);
        proxy.pass("zmq-proxy-forward", frontend, backend, proxy.forward);
        proxy.pass("zmq-proxy-backward", backend, frontend, proxy.backward);
        if (proxy.threads.isEmpty()) {
            throw new IllegalArgumentException(
                    "no message can pass between " + frontend.type() + " and " + backend.type()
                            + "; one must receive where the other sends, as ROUTER and DEALER, XSUB and XPUB, PULL and PUSH");
        }
        proxy.threads.forEach(Thread::start);
        return proxy;
    }

    private void pass(String name, ZmqSocket from, ZmqSocket to, Direction direction) {
        if (from instanceof MessageReceiver receiver && to instanceof MessageSender sender) {
            Thread thread = new Thread(() -> run(receiver, sender, direction), name);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    private void run(MessageReceiver from, MessageSender to, Direction direction) {
        try {
            while (!closed.get()) {
                awaitResumed();
                Message message = from.tryReceive(SocketOptions.FOREVER);
                if (message != null) {
                    pass(message, to, direction);
                }
            }
        } catch (ZmqInterruptedException | ZmqClosedException | InterruptedException ended) {
            closed.set(true); // by close, or because one of the sockets is closed: there is nothing left to pass
        }
    }

    private void pass(Message message, MessageSender to, Direction direction) {
        if (capture != null) {
            capture.trySend(message);
        }
        try {
            to.send(message);
            direction.messages.increment();
            direction.bytes.add(message.size());
        } catch (ZmqUnroutableException gone) {
            direction.dropped.increment();
        }
    }

    private void awaitResumed() throws InterruptedException {
        if (!paused) {
            return;
        }
        lock.lockInterruptibly();
        try {
            while (paused) {
                resumed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more messages from the sockets, after at most one each that is being waited for, until resumed. */
    public void pause() {
        paused = true;
    }

    /** Goes on after a pause. */
    public void resume() {
        lock.lock();
        try {
            paused = false;
            resumed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tells whether messages pass.
     *
     * @return false once closed, or when one of the sockets was
     */
    public boolean isRunning() {
        return !closed.get();
    }

    /**
     * Returns what has passed so far.
     *
     * @return the counters
     */
    public Statistics statistics() {
        return new Statistics(
                forward.messages.sum(),
                forward.bytes.sum(),
                backward.messages.sum(),
                backward.bytes.sum(),
                forward.dropped.sum() + backward.dropped.sum());
    }

    /** Ends the proxy; returns when its threads have ended. The sockets stay open. */
    @Override
    public void close() {
        closed.set(true);
        threads.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
