package io.zmqspring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes messages between two sockets, in each direction that they allow: ROUTER and DEALER make a broker of requests,
 * XSUB and XPUB a forwarder, PULL and PUSH a streamer; one socket on both sides is an echo. A capture socket, if there is one,
 * gets a copy of everything that passes; what it has no room for it misses. The sockets are bound and connected by whoever
 * makes the proxy, and stay open when it is closed. Thread-safe.
 *
 * <p>A message is taken from one socket when the other has room, so the proxy pushes back as the sockets do.
 */
public final class ZmqProxy implements AutoCloseable {
    /** While one socket has no room, the other is looked at so often: it may have been closed. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final @Nullable MessageSender capture;
    private final List<Thread> threads = new ArrayList<>();
    private final Direction forward = new Direction();
    private final Direction backward = new Direction();
    private final AtomicBoolean closed = new AtomicBoolean();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition resumed = lock.newCondition();
    private volatile boolean paused;

    /** What came in on one side and went out on the other. */
    private static final class Direction {
        final LongAdder dropped = new LongAdder();
        final LongAdder receivedFrames = new LongAdder();
        final LongAdder receivedBytes = new LongAdder();
        final LongAdder messages = new LongAdder();
        final LongAdder frames = new LongAdder();
        final LongAdder bytes = new LongAdder();

        void received(Message message) {
            receivedFrames.add(message.frameCount());
            receivedBytes.add(message.size());
        }

        void sent(Message message) {
            frames.add(message.frameCount());
            bytes.add(message.size());
            messages.increment();
        }
    }

    /**
     * What has passed.
     *
     * @param forwardMessages messages from the frontend to the backend
     * @param forwardBytes their octets
     * @param backwardMessages messages from the backend to the frontend
     * @param backwardBytes their octets
     * @param dropped messages for a peer that had gone, or in the hands of the proxy when it ended
     */
    public record Statistics(
            long forwardMessages, long forwardBytes, long backwardMessages, long backwardBytes, long dropped) {}

    private ZmqProxy(@Nullable MessageSender capture) {
        this.capture = capture;
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
     * @throws IllegalArgumentException if no message could pass in either direction, or one of them would not find its way:
     *     PEER, SERVER and STREAM name the receiver beside the message, so that nothing can be passed on without knowing more
     */
    public static ZmqProxy start(ZmqSocket frontend, ZmqSocket backend, @Nullable MessageSender capture) {
        Objects.requireNonNull(frontend, "frontend");
        Objects.requireNonNull(backend, "backend");
        ZmqProxy proxy = new ZmqProxy(capture);
        proxy.pass("zmq-proxy-forward", frontend, backend, proxy.forward);
        if (frontend != backend) {
            proxy.pass("zmq-proxy-backward", backend, frontend, proxy.backward);
        }
        if (proxy.threads.isEmpty() || frontend instanceof RoutedSocket || backend instanceof RoutedSocket) {
            throw new IllegalArgumentException(
                    "no message can pass between " + frontend.type() + " and " + backend.type()
                            + "; one must receive where the other sends, as ROUTER and DEALER, XSUB and XPUB, PULL and PUSH");
        }
        proxy.threads.forEach(Thread::start);
        return proxy;
    }

    /**
     * Passes messages until one of the sockets is closed, as by closing its context, or the calling thread is interrupted.
     *
     * @param frontend the socket that clients talk to
     * @param backend the socket that services talk to
     * @param capture gets a copy of everything, or null
     * @throws IllegalArgumentException as {@link #start(ZmqSocket, ZmqSocket, MessageSender)}
     * @throws ZmqInterruptedException if the thread is interrupted; the sockets stay open
     */
    public static void run(ZmqSocket frontend, ZmqSocket backend, @Nullable MessageSender capture) {
        try (ZmqProxy proxy = start(frontend, backend, capture)) {
            proxy.awaitEnd();
        }
    }

    /**
     * Passes messages until one of the sockets is closed, as {@link #run(ZmqSocket, ZmqSocket, MessageSender)}.
     *
     * @param frontend the socket that clients talk to
     * @param backend the socket that services talk to
     */
    public static void run(ZmqSocket frontend, ZmqSocket backend) {
        run(frontend, backend, null);
    }

    // ---- passing -------------------------------------------------------------------------------------------------

    private void pass(String name, ZmqSocket from, ZmqSocket to, Direction direction) {
        if (from instanceof MessageReceiver receiver && to instanceof MessageSender sender) {
            Thread thread = new Thread(() -> run(receiver, from::isClosed, sender, direction), name);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    private void run(MessageReceiver from, BooleanSupplier fromClosed, MessageSender to, Direction direction) {
        try {
            while (!closed.get()) {
                awaitResumed();
                Message message = to.awaitRoom(LOOK) ? from.tryReceive(SocketOptions.FOREVER) : null;
                if (message == null) {
                    closed.compareAndSet(false, fromClosed.getAsBoolean());
                } else {
                    direction.received(message);
                    pass(message, to, direction);
                }
            }
        } catch (ZmqInterruptedException | ZmqClosedException | InterruptedException ended) {
            // by close, or because one of the sockets is closed: there is nothing left to pass
        } finally {
            end();
        }
    }

    private void pass(Message message, MessageSender to, Direction direction) throws InterruptedException {
        boolean sent = false;
        try {
            awaitResumed(); // the pause may have come while it was waited for
            if (capture != null) {
                capture.trySend(message);
            }
            to.send(message);
            direction.sent(message);
            sent = true;
        } catch (ZmqUnroutableException gone) {
            // its peer has left
        } finally {
            if (!sent) {
                direction.dropped.increment();
            }
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

    // ---- steering ------------------------------------------------------------------------------------------------

    /** Lets nothing pass until resumed. Messages wait in their sockets, but for one in each direction that was on its way. */
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
     * Takes commands from a socket too, in the words of {@code zmq_proxy_steerable}: {@code PAUSE}, {@code RESUME},
     * {@code TERMINATE}, and {@code STATISTICS}, which is answered by eight frames, each a number of eight octets in the byte
     * order of the machine: frames and octets received and sent by the frontend, then the same of the backend. A REP answers
     * the other commands, and what is no command, by an empty message.
     *
     * @param control a REP, PAIR, PULL or SUB socket, used for nothing else; it stays open when the proxy ends
     * @param <S> the type of the socket
     */
    public <S extends ZmqSocket & MessageReceiver> void steerBy(S control) {
        control.onMessage(Runnable::run, command -> {
            obey(command.text());
            boolean asked = command.text().equals("STATISTICS");
            if (control instanceof MessageSender answers && (asked || control.type() == SocketType.REP)) {
                answers.send(asked ? counters() : Message.empty());
            }
        });
    }

    private void obey(String command) {
        switch (command) {
            case "PAUSE" -> pause();
            case "RESUME" -> resume();
            case "TERMINATE" -> end();
            default -> {} // STATISTICS changes nothing, others mean nothing
        }
    }

    private Message counters() {
        List<byte[]> frames = new ArrayList<>();
        for (LongAdder counter : List.of(
                forward.receivedFrames,
                forward.receivedBytes,
                backward.frames,
                backward.bytes,
                backward.receivedFrames,
                backward.receivedBytes,
                forward.frames,
                forward.bytes)) {
            frames.add(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .putLong(counter.sum())
                    .array());
        }
        return Message.ofFrames(frames);
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

    // ---- ending --------------------------------------------------------------------------------------------------

    /**
     * Tells whether messages pass.
     *
     * @return false once closed or terminated, or when one of the sockets was closed
     */
    public boolean isRunning() {
        return !closed.get();
    }

    /**
     * Waits until the proxy has ended.
     *
     * @throws ZmqInterruptedException if the thread is interrupted; the proxy goes on
     */
    public void awaitEnd() {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ZmqInterruptedException("interrupted while waiting for the end of the proxy");
        }
    }

    private void end() {
        closed.set(true);
        threads.forEach(Thread::interrupt);
    }

    /** Ends the proxy; returns when its threads have ended. The sockets stay open. */
    @Override
    public void close() {
        end();
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
