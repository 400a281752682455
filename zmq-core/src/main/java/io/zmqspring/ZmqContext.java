package io.zmqspring;

import io.zmqspring.internal.context.DefaultZmqContext;
import java.time.Duration;

/**
 * Owns the I/O threads and the sockets of one application; sockets of one context meet at {@code inproc} endpoints.
 * An application normally has one. Thread-safe.
 */
public interface ZmqContext extends AutoCloseable {

    /**
     * Opens a context with one I/O thread, which serves a few gigabytes per second.
     *
     * @return the context; it holds threads until it is closed
     */
    static ZmqContext create() {
        return create(1);
    }

    /**
     * Opens a context.
     *
     * @param ioThreads the number of I/O threads, at least 1; connections are spread over them
     * @return the context; it holds threads until it is closed
     */
    static ZmqContext create(int ioThreads) {
        return DefaultZmqContext.open(ioThreads);
    }

    /**
     * Opens a PEER socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default PeerSocket peer() {
        return peer(SocketOptions.defaults());
    }

    /**
     * Opens a PEER socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    PeerSocket peer(SocketOptions options);

    /**
     * Opens a STREAM socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default StreamSocket stream() {
        return stream(SocketOptions.defaults());
    }

    /**
     * Opens a STREAM socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    StreamSocket stream(SocketOptions options);

    /**
     * Opens a DGRAM socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default DgramSocket dgram() {
        return dgram(SocketOptions.defaults());
    }

    /**
     * Opens a DGRAM socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    DgramSocket dgram(SocketOptions options);

    /**
     * Opens a REQ socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    ReqSocket req(SocketOptions options);

    /**
     * Opens a REQ socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default ReqSocket req() {
        return req(SocketOptions.defaults());
    }

    /**
     * Opens a REP socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    RepSocket rep(SocketOptions options);

    /**
     * Opens a REP socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default RepSocket rep() {
        return rep(SocketOptions.defaults());
    }

    /**
     * Opens a DEALER socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    DealerSocket dealer(SocketOptions options);

    /**
     * Opens a DEALER socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default DealerSocket dealer() {
        return dealer(SocketOptions.defaults());
    }

    /**
     * Opens a ROUTER socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    RouterSocket router(SocketOptions options);

    /**
     * Opens a ROUTER socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default RouterSocket router() {
        return router(SocketOptions.defaults());
    }

    /**
     * Opens a PUB socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    PubSocket pub(SocketOptions options);

    /**
     * Opens a PUB socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default PubSocket pub() {
        return pub(SocketOptions.defaults());
    }

    /**
     * Opens a SUB socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    SubSocket sub(SocketOptions options);

    /**
     * Opens a SUB socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default SubSocket sub() {
        return sub(SocketOptions.defaults());
    }

    /**
     * Opens a XPUB socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    XPubSocket xpub(SocketOptions options);

    /**
     * Opens a XPUB socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default XPubSocket xpub() {
        return xpub(SocketOptions.defaults());
    }

    /**
     * Opens a XSUB socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    XSubSocket xsub(SocketOptions options);

    /**
     * Opens a XSUB socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default XSubSocket xsub() {
        return xsub(SocketOptions.defaults());
    }

    /**
     * Opens a PUSH socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    PushSocket push(SocketOptions options);

    /**
     * Opens a PUSH socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default PushSocket push() {
        return push(SocketOptions.defaults());
    }

    /**
     * Opens a PULL socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    PullSocket pull(SocketOptions options);

    /**
     * Opens a PULL socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default PullSocket pull() {
        return pull(SocketOptions.defaults());
    }

    /**
     * Opens a PAIR socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    PairSocket pair(SocketOptions options);

    /**
     * Opens a PAIR socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default PairSocket pair() {
        return pair(SocketOptions.defaults());
    }

    /**
     * Opens a CLIENT socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    ClientSocket client(SocketOptions options);

    /**
     * Opens a CLIENT socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default ClientSocket client() {
        return client(SocketOptions.defaults());
    }

    /**
     * Opens a SERVER socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    ServerSocket server(SocketOptions options);

    /**
     * Opens a SERVER socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default ServerSocket server() {
        return server(SocketOptions.defaults());
    }

    /**
     * Opens a RADIO socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    RadioSocket radio(SocketOptions options);

    /**
     * Opens a RADIO socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default RadioSocket radio() {
        return radio(SocketOptions.defaults());
    }

    /**
     * Opens a DISH socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    DishSocket dish(SocketOptions options);

    /**
     * Opens a DISH socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default DishSocket dish() {
        return dish(SocketOptions.defaults());
    }

    /**
     * Opens a SCATTER socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    ScatterSocket scatter(SocketOptions options);

    /**
     * Opens a SCATTER socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default ScatterSocket scatter() {
        return scatter(SocketOptions.defaults());
    }

    /**
     * Opens a GATHER socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    GatherSocket gather(SocketOptions options);

    /**
     * Opens a GATHER socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default GatherSocket gather() {
        return gather(SocketOptions.defaults());
    }

    /**
     * Opens a CHANNEL socket.
     *
     * @param options its options
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    ChannelSocket channel(SocketOptions options);

    /**
     * Opens a CHANNEL socket with default options.
     *
     * @return the socket
     * @throws ZmqClosedException if the context is closed
     */
    default ChannelSocket channel() {
        return channel(SocketOptions.defaults());
    }

    /**
     * Opens a socket of a type that is known only at run time.
     *
     * @param type the type
     * @param options its options
     * @return the socket; it has the interface of its type, as {@link PeerSocket} for {@link SocketType#PEER}
     * @throws ZmqClosedException if the context is closed
     */
    default ZmqSocket socket(SocketType type, SocketOptions options) {
        return switch (type) {
            case REQ -> req(options);
            case REP -> rep(options);
            case DEALER -> dealer(options);
            case ROUTER -> router(options);
            case PUB -> pub(options);
            case SUB -> sub(options);
            case XPUB -> xpub(options);
            case XSUB -> xsub(options);
            case PUSH -> push(options);
            case PULL -> pull(options);
            case PAIR -> pair(options);
            case CLIENT -> client(options);
            case SERVER -> server(options);
            case RADIO -> radio(options);
            case DISH -> dish(options);
            case SCATTER -> scatter(options);
            case GATHER -> gather(options);
            case PEER -> peer(options);
            case CHANNEL -> channel(options);
            case STREAM -> stream(options);
            case DGRAM -> dgram(options);
        };
    }

    /**
     * Opens a poller, to wait for many sockets at once.
     *
     * @param <A> what is attached to each socket in it
     * @return the poller; the context closes it if nobody does before
     * @throws ZmqClosedException if the context is closed
     */
    <A> ZmqPoller<A> poller();

    /**
     * Closes all sockets, each with its own linger, then the I/O threads. Calling it again waits for the first call
     * and does nothing else.
     */
    @Override
    void close();

    /**
     * Closes all sockets at once and then the I/O threads.
     *
     * @param linger how long queued messages may still be sent, instead of each socket's own linger
     * @return what could not be delivered, over all sockets
     */
    CloseReport close(Duration linger);

    /**
     * Tells whether close has been called.
     *
     * @return whether sockets can no longer be opened
     */
    boolean isClosed();
}
