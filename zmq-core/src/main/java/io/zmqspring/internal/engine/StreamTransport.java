package io.zmqspring.internal.engine;

import io.zmqspring.Endpoint;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.transport.SocketHost;
import io.zmqspring.internal.transport.Transport;
import java.util.concurrent.Executor;

/** tcp and ipc: ZMTP over stream channels. */
public final class StreamTransport implements Transport {
    private final StreamFamily family;
    private final EventLoopGroup loops;
    private final Executor resolver;

    private StreamTransport(StreamFamily family, EventLoopGroup loops, Executor resolver) {
        this.family = family;
        this.loops = loops;
        this.resolver = resolver;
    }

    /** Makes tcp; the resolver looks names up, off the I/O threads. */
    public static StreamTransport tcp(EventLoopGroup loops, Executor resolver) {
        return new StreamTransport(new TcpFamily(), loops, resolver);
    }

    public static StreamTransport ipc(EventLoopGroup loops) {
        return new StreamTransport(new IpcFamily(), loops, Runnable::run);
    }

    @Override
    public Binding bind(Endpoint endpoint, SocketHost socket) {
        return Acceptor.listen(family, endpoint, loops, socket);
    }

    @Override
    public void checkConnect(Endpoint endpoint, SocketHost socket) {
        family.destination(endpoint, socket.options());
    }

    @Override
    public void connect(Pipe pipe, SocketHost socket) {
        new Dialer(family, loops.next(), resolver, pipe, socket).start();
    }
}
