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
