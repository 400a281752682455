package io.zmqspring.internal.context;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.ChannelSocket;
import io.zmqspring.ClientSocket;
import io.zmqspring.CloseReport;
import io.zmqspring.DealerSocket;
import io.zmqspring.DgramSocket;
import io.zmqspring.DishSocket;
import io.zmqspring.GatherSocket;
import io.zmqspring.PairSocket;
import io.zmqspring.PeerSocket;
import io.zmqspring.PubSocket;
import io.zmqspring.PullSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.RadioSocket;
import io.zmqspring.RepSocket;
import io.zmqspring.ReqSocket;
import io.zmqspring.RouterSocket;
import io.zmqspring.ScatterSocket;
import io.zmqspring.ServerSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketType;
import io.zmqspring.StreamSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.XPubSocket;
import io.zmqspring.XSubSocket;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqPoller;
import io.zmqspring.internal.concurrent.Clock;
import io.zmqspring.internal.concurrent.WaitingRoom;
import io.zmqspring.internal.engine.EventLoopGroup;
import io.zmqspring.internal.engine.StreamTransport;
import io.zmqspring.internal.inproc.InprocTransport;
import io.zmqspring.internal.pattern.DealerPattern;
import io.zmqspring.internal.pattern.DishPattern;
import io.zmqspring.internal.pattern.PairPattern;
import io.zmqspring.internal.pattern.Pattern;
import io.zmqspring.internal.pattern.PeerPattern;
import io.zmqspring.internal.pattern.PullPattern;
import io.zmqspring.internal.pattern.PushPattern;
import io.zmqspring.internal.pattern.RadioPattern;
import io.zmqspring.internal.pattern.RepPattern;
import io.zmqspring.internal.pattern.ReqPattern;
import io.zmqspring.internal.pattern.RouterPattern;
import io.zmqspring.internal.pattern.XPubPattern;
import io.zmqspring.internal.pattern.XSubPattern;
import io.zmqspring.internal.socket.DefaultZmqPoller;
import io.zmqspring.internal.socket.EventQueue;
import io.zmqspring.internal.socket.SocketCore;
import io.zmqspring.internal.socket.Sockets;
import io.zmqspring.internal.transport.Transports;
import io.zmqspring.internal.udp.UdpTransport;
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
    private final WaitingRoom room = new WaitingRoom();
    private final EventLoopGroup loops;
    private final WorkerThreads resolvers = new WorkerThreads("zmq-resolver", 4);
    private final WorkerThreads listeners = new WorkerThreads("zmq-events", Integer.MAX_VALUE);
    private final WorkerThreads workers = new WorkerThreads("zmq-async", Integer.MAX_VALUE);
    private final WorkerThreads authenticators = new WorkerThreads("zmq-auth", 16);
    private final SocketCore.Surroundings surroundings;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Set<SocketCore> sockets = new LinkedHashSet<>();

    @GuardedBy("lock")
    private final Set<DefaultZmqPoller<?>> pollers = new LinkedHashSet<>();

    @GuardedBy("lock")
    private boolean closed;

    private DefaultZmqContext(int ioThreads) {
        loops = new EventLoopGroup(ioThreads, Clock.SYSTEM, room);
        surroundings = new SocketCore.Surroundings(
                new Transports(Map.of(
                        "tcp",
                        StreamTransport.tcp(loops, resolvers),
                        "ipc",
                        StreamTransport.ipc(loops),
                        "inproc",
                        new InprocTransport(),
                        "udp",
                        new UdpTransport(loops, resolvers))),
                workers,
                authenticators,
                room,
                this::remove);
    }

    public static ZmqContext open(int ioThreads) {
        if (ioThreads < 1) {
            throw new IllegalArgumentException("ioThreads=" + ioThreads + " < 1");
        }
        return new DefaultZmqContext(ioThreads);
    }

    @Override
    public ReqSocket req(SocketOptions options) {
        return open(SocketType.REQ, options, new ReqPattern(options.req(), random()), Sockets::req);
    }

    @Override
    public RepSocket rep(SocketOptions options) {
        return open(SocketType.REP, options, new RepPattern(), Sockets::rep);
    }

    @Override
    public DealerSocket dealer(SocketOptions options) {
        return open(SocketType.DEALER, options, new DealerPattern(), Sockets::dealer);
    }

    @Override
    public RouterSocket router(SocketOptions options) {
        return open(SocketType.ROUTER, options, new RouterPattern(options.router(), random()), Sockets::router);
    }

    @Override
    public PushSocket push(SocketOptions options) {
        return open(SocketType.PUSH, options, new PushPattern(), Sockets::push);
    }

    @Override
    public PullSocket pull(SocketOptions options) {
        return open(SocketType.PULL, options, new PullPattern(), Sockets::pull);
    }

    @Override
    public PairSocket pair(SocketOptions options) {
        return open(SocketType.PAIR, options, new PairPattern(), Sockets::pair);
    }

    @Override
    public ClientSocket client(SocketOptions options) {
        return open(SocketType.CLIENT, options, new DealerPattern(), Sockets::client);
    }

    @Override
    public RadioSocket radio(SocketOptions options) {
        RadioPattern pattern = new RadioPattern(options.pubSub());
        return open(SocketType.RADIO, options, pattern, core -> Sockets.radio(core, pattern));
    }

    @Override
    public ScatterSocket scatter(SocketOptions options) {
        return open(SocketType.SCATTER, options, new PushPattern(), Sockets::scatter);
    }

    @Override
    public GatherSocket gather(SocketOptions options) {
        return open(SocketType.GATHER, options, new PullPattern(), Sockets::gather);
    }

    @Override
    public ChannelSocket channel(SocketOptions options) {
        return open(SocketType.CHANNEL, options, new PairPattern(), Sockets::channel);
    }

    @Override
    public PubSocket pub(SocketOptions options) {
        XPubPattern pattern = new XPubPattern(false, options.pubSub());
        return open(SocketType.PUB, options, pattern, core -> Sockets.pub(core, pattern));
    }

    @Override
    public XPubSocket xpub(SocketOptions options) {
        XPubPattern pattern = new XPubPattern(true, options.pubSub());
        return open(SocketType.XPUB, options, pattern, core -> Sockets.xPub(core, pattern));
    }

    @Override
    public XSubSocket xsub(SocketOptions options) {
        XSubPattern pattern = new XSubPattern(false, options.pubSub());
        return open(SocketType.XSUB, options, pattern, core -> Sockets.xSub(core, pattern));
    }

    @Override
    public SubSocket sub(SocketOptions options) {
        XSubPattern pattern = new XSubPattern(true, options.pubSub());
        return open(SocketType.SUB, options, pattern, core -> Sockets.sub(core, pattern));
    }

    @Override
    public DishSocket dish(SocketOptions options) {
        DishPattern pattern = new DishPattern();
        return open(SocketType.DISH, options, pattern, core -> Sockets.dish(core, pattern));
    }

    @Override
    public PeerSocket peer(SocketOptions options) {
        PeerPattern pattern = new PeerPattern(random());
        return open(SocketType.PEER, options, pattern, core -> Sockets.peer(core, pattern));
    }

    @Override
    public ServerSocket server(SocketOptions options) {
        PeerPattern pattern = new PeerPattern(random());
        return open(SocketType.SERVER, options, pattern, core -> Sockets.server(core, pattern));
    }

    @Override
    public StreamSocket stream(SocketOptions options) {
        PeerPattern pattern = new PeerPattern(random());
        return open(SocketType.STREAM, options, pattern, core -> Sockets.stream(core, pattern));
    }

    @Override
    public DgramSocket dgram(SocketOptions options) {
        return open(SocketType.DGRAM, options, new PairPattern(), Sockets::dgram);
    }

    @Override
    public <A> ZmqPoller<A> poller() {
        lock.lock();
        try {
            ensureOpen();
            DefaultZmqPoller<A> poller = new DefaultZmqPoller<>(this::remove);
            pollers.add(poller);
            return poller;
        } finally {
            lock.unlock();
        }
    }

    /** Ids that nobody can come to rely on. */
    private static int random() {
        return ThreadLocalRandom.current().nextInt();
    }

    private <S> S open(SocketType type, SocketOptions options, Pattern pattern, Function<SocketCore, S> face) {
        SocketCore core = new SocketCore(
                type, options, pattern, new EventQueue(options.eventListener(), listeners), surroundings);
        lock.lock();
        try {
            ensureOpen();
            sockets.add(core);
        } finally {
            lock.unlock();
        }
        return face.apply(core);
    }

    @GuardedBy("lock")
    private void ensureOpen() {
        if (closed) {
            throw new ZmqClosedException("the context is closed: nothing more can be opened");
        }
    }

    private void remove(DefaultZmqPoller<?> poller) {
        lock.lock();
        try {
            pollers.remove(poller);
        } finally {
            lock.unlock();
        }
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
        openPollers().forEach(DefaultZmqPoller::close); // last, so that they can tell of closed sockets
        loops.stop();
        resolvers.stop();
        listeners.stop();
        workers.stop();
        authenticators.stop();
        return report;
    }

    private List<DefaultZmqPoller<?>> openPollers() {
        lock.lock();
        try {
            return List.copyOf(pollers);
        } finally {
            lock.unlock();
        }
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
