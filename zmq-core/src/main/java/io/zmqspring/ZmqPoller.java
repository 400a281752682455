package io.zmqspring;

import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.List;

/**
 * Waits for many sockets at once, and for channels of {@code java.nio} beside them: one thread serves whatever is ready next.
 * Level-triggered as {@code zmq_poller}: a socket with messages is reported by each wait until it has been drained.
 *
 * <p>Thread-safe: sockets may be added, modified and removed while another thread waits, and used by other threads while they
 * are polled, so that what was reported may be gone when it is looked for: receive with {@link MessageReceiver#tryReceive()}.
 * One thread waits at a time, another one waits for its turn. A poller holds a selector until it or its context is closed.
 *
 * @param <A> what is attached to each registration and comes back with it, as a handler or a name
 */
public interface ZmqPoller<A> extends AutoCloseable {

    /** What to wait for. */
    enum Interest {
        /** A message can be received, or a channel read or accepted from. */
        READABLE,
        /**
         * A small message can be sent to some peer. Socket types that never wait for room (PUB, XPUB, RADIO, a ROUTER that is
         * not mandatory), or that have ids of their own for peers (PEER, SERVER, STREAM), always can; those that only receive
         * never.
         */
        WRITABLE
    }

    /**
     * A registration that is ready.
     *
     * @param source the socket or channel
     * @param attachment what was attached to it
     * @param readable whether it was to be waited for and can be read
     * @param writable whether it was to be waited for and can be written
     * @param closed whether it was found closed; it is registered no more, and told only once
     * @param <A> the type of attachments
     */
    record Ready<A>(Object source, A attachment, boolean readable, boolean writable, boolean closed) {}

    /**
     * Registers a socket.
     *
     * @param socket the socket, of any context
     * @param attachment comes back when it is ready
     * @param interests what to wait for; none leaves it out for now, so that its messages stay in its queue
     * @throws IllegalArgumentException if it is registered already
     * @throws ZmqClosedException if the socket, the poller or its context is closed
     */
    void add(ZmqSocket socket, A attachment, Interest... interests);

    /**
     * Registers a channel.
     *
     * @param channel a channel that does not block
     * @param attachment comes back when it is ready
     * @param interests what to wait for
     * @throws IllegalArgumentException if it is registered already, or cannot do what is waited for
     * @throws java.nio.channels.IllegalBlockingModeException if the channel blocks
     * @throws ZmqClosedException if the channel, the poller or its context is closed
     */
    void add(SelectableChannel channel, A attachment, Interest... interests);

    /**
     * Changes what is waited for.
     *
     * @param source a registered socket or channel
     * @param interests what to wait for from now on
     * @throws IllegalArgumentException if it is not registered
     */
    void modify(Object source, Interest... interests);

    /**
     * Ends a registration.
     *
     * @param source a registered socket or channel
     * @throws IllegalArgumentException if it is not registered, which includes one that was reported closed
     */
    void remove(Object source);

    /**
     * Counts the registrations.
     *
     * @return how many there are, those without interests too
     */
    int size();

    /**
     * Waits until something is ready, and returns all that is.
     *
     * @param timeout how long to wait: zero only looks, {@link SocketOptions#FOREVER} waits without end
     * @return what is ready, those first that were not reported for longest; empty when the time is over or after
     *     {@link #wakeUp()}
     * @throws ZmqStateException if it would wait for ever because nothing is registered with an interest
     * @throws ZmqClosedException if the poller or its context is closed, also while the call waits
     * @throws ZmqInterruptedException if the thread is interrupted while the call waits
     */
    default List<Ready<A>> await(Duration timeout) {
        return await(timeout, Integer.MAX_VALUE);
    }

    /**
     * Waits until something is ready, and returns some of it; what was left out is the first to be returned next time.
     *
     * @param timeout how long to wait
     * @param most the longest list to return, at least 1
     * @return what is ready
     * @throws IllegalArgumentException if {@code most} is less than 1
     * @throws ZmqStateException if it would wait for ever because nothing is registered with an interest
     * @throws ZmqClosedException if the poller or its context is closed, also while the call waits
     * @throws ZmqInterruptedException if the thread is interrupted while the call waits
     */
    List<Ready<A>> await(Duration timeout, int most);

    /** Ends the present wait of another thread, or else the next one, at once. */
    void wakeUp();

    /** Ends all registrations; sockets and channels stay open. */
    @Override
    void close();
}
