package io.zmqspring.internal.context;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.CloseReport;
import io.zmqspring.PeerSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketType;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqContext;
import io.zmqspring.internal.concurrent.Clock;
import io.zmqspring.internal.engine.EventLoopGroup;
import io.zmqspring.internal.engine.StreamTransport;
import io.zmqspring.internal.inproc.InprocTransport;
import io.zmqspring.internal.pattern.Pattern;
import io.zmqspring.internal.pattern.PeerPattern;
import io.zmqspring.internal.socket.DefaultPeerSocket;
import io.zmqspring.internal.socket.EventQueue;
import io.zmqspring.internal.socket.SocketCore;
import io.zmqspring.internal.transport.Transports;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** The one place that knows all parts: opens sockets over the transports, and closes them in order. */
public final class DefaultZmqContext implements ZmqContext {
    private final EventLoopGroup loops;
    private final WorkerThreads resolvers = new WorkerThreads("zmq-resolver", 4);
    private final WorkerThreads listeners = new WorkerThreads("zmq-events", Integer.MAX_VALUE);
    private final Transports transports;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Set<SocketCore> sockets = new LinkedHashSet<>();

    @GuardedBy("lock")
    private boolean closed;

    private DefaultZmqContext(int ioThreads) {
        loops = new EventLoopGroup(ioThreads, Clock.SYSTEM);
        transports = new Transports(Map.of(
                "tcp", StreamTransport.tcp(loops, resolvers),
                "ipc", StreamTransport.ipc(loops),
                "inproc", new InprocTransport()));
    }

    public static ZmqContext open(int ioThreads) {
        if (ioThreads < 1) {
            throw new IllegalArgumentException("ioThreads=" + ioThreads + " < 1");
        }
        return new DefaultZmqContext(ioThreads);
    }

    @Override
    public PeerSocket peer(SocketOptions options) {
        PeerPattern pattern = new PeerPattern(ThreadLocalRandom.current().nextInt());
        return open(SocketType.PEER, options, pattern, core -> new DefaultPeerSocket(core, pattern));
    }

    private <S> S open(SocketType type, SocketOptions options, Pattern pattern, Function<SocketCore, S> face) {
        SocketCore core = new SocketCore(
                type, options, pattern, transports, new EventQueue(options.eventListener(), listeners), this::remove);
        lock.lock();
        try {
            if (closed) {
                throw new ZmqClosedException("the context is closed: no more sockets can be opened");
            }
            sockets.add(core);
        } finally {
            lock.unlock();
        }
        return face.apply(core);
    }

    private void remove(SocketCore core) {
        lock.lock();
        try {
            sockets.remove(core);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closeAll(SocketOptions::linger);
    }

    @Override
    public CloseReport close(Duration linger) {
        return closeAll(options -> linger);
    }

    private CloseReport closeAll(Function<SocketOptions, Duration> linger) {
        List<SocketCore> open;
        lock.lock();
        try {
            closed = true;
            open = List.copyOf(sockets);
        } finally {
            lock.unlock();
        }
        open.forEach(socket -> socket.beginClose(linger.apply(socket.options())));
        CloseReport report = CloseReport.CLEAN;
        for (SocketCore socket : open) {
            report = report.plus(socket.awaitClosed());
        }
        loops.stop();
        resolvers.stop();
        listeners.stop();
        return report;
    }

    @Override
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
