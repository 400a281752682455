package io.zmqspring.boot.test;

import io.zmqspring.Publisher;
import io.zmqspring.ZmqInterruptedException;
import io.zmqspring.ZmqSocket;
import io.zmqspring.ZmqTimeoutException;
import io.zmqspring.spring.core.ZmqSockets;
import java.time.Duration;

/**
 * Waits for what the sockets of an application do, instead of sleeping. What does not happen in time fails the test. Immutable and
 * thread-safe.
 */
public final class ZmqAwait {
    private final ZmqSockets sockets;
    private final ZmqHandledMessages handled;
    private final Duration timeout;

    /**
     * Waits at most {@link ZmqTestPeers#DEFAULT_TIMEOUT}.
     *
     * @param sockets the sockets of the application
     * @param handled what its listeners have handled
     */
    public ZmqAwait(ZmqSockets sockets, ZmqHandledMessages handled) {
        this(sockets, handled, ZmqTestPeers.DEFAULT_TIMEOUT);
    }

    private ZmqAwait(ZmqSockets sockets, ZmqHandledMessages handled, Duration timeout) {
        this.sockets = sockets;
        this.handled = handled;
        this.timeout = timeout;
    }

    /**
     * Returns one that waits for another time.
     *
     * @param longest the time
     * @return a copy
     */
    public ZmqAwait withTimeout(Duration longest) {
        return new ZmqAwait(sockets, handled, longest);
    }

    /**
     * Waits until a socket is connected.
     *
     * @param socket its name
     * @param count to how many peers at least
     * @throws AssertionError if there are fewer when the time is over
     */
    public void peers(String socket, int count) {
        assertInTime("socket '" + socket + "'", () -> sockets.get(socket).awaitPeers(count, timeout));
    }

    /**
     * Waits until subscribers get what a socket publishes, so that nothing is published too early.
     *
     * @param socket the name of a PUB, XPUB or RADIO
     * @param topic the beginning of a message, or a group
     * @param count how many subscribers at least
     * @throws AssertionError if there are fewer when the time is over
     */
    public void subscribers(String socket, String topic, int count) {
        ZmqSocket found = sockets.get(socket);
        if (!(found instanceof Publisher publisher)) {
            throw new IllegalArgumentException(
                    "socket '" + socket + "' is a " + found.type() + " and has no subscribers");
        }
        assertInTime(
                "subscribers of '" + topic + "' at socket '" + socket + "'",
                () -> publisher.awaitSubscribers(topic, count, timeout));
    }

    /**
     * Waits until listeners of a socket have handled messages, well or not, since the test began. Messages that a filter kept from
     * them do not count.
     *
     * @param socket its name
     * @param count how many messages at least
     * @throws AssertionError if there are fewer when the time is over
     * @throws ZmqInterruptedException if the thread is interrupted while it waits
     */
    public void handled(String socket, int count) {
        int seen;
        try {
            seen = handled.await(socket, count, timeout);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new ZmqInterruptedException("interrupted while waiting for listeners of socket '" + socket + "'");
        }
        if (seen < count) {
            throw new AssertionError("listeners of socket '" + socket + "' have handled " + seen + " of " + count
                    + " messages within " + timeout);
        }
    }

    private static void assertInTime(String what, Runnable wait) {
        try {
            wait.run();
        } catch (ZmqTimeoutException late) {
            throw new AssertionError(what + ": " + late.getMessage(), late);
        }
    }
}
