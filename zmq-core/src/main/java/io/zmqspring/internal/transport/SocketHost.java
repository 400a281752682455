package io.zmqspring.internal.transport;

import io.zmqspring.DropReason;
import io.zmqspring.Endpoint;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketType;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.pipe.Subscription;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The socket as a transport sees it. This is the one way in which a transport calls upwards; every method returns at
 * once and may be called by any thread that holds no lock of the socket's.
 */
public interface SocketHost {
    SocketType type();

    SocketOptions options();

    /** Threads that may wait, for authenticators. */
    Executor authenticators();

    /**
     * Takes a pipe that the transport made for an accepted connection: gives it its routing id and lets it be used.
     *
     * @return null if the socket takes it, else why not and the way out
     */
    @Nullable
    String attach(Pipe pipe);

    /** The pipe's connection is up, for the first time or again: the peer knows nothing of us yet. */
    void connected(Pipe pipe);

    /** The pipe's connection is down, and not because we asked for it; if the socket made it, it will be tried again. */
    void disconnected(Pipe pipe);

    /** The peer says what it wants to receive; false if it wants more than a peer may, and has to go. */
    boolean subscription(Pipe pipe, Subscription subscription);

    /**
     * The peer never says what it wants and filters by itself: it is to be sent everything, in messages of at most so many
     * octets.
     */
    void unfiltered(Pipe pipe, int largestMessage);

    /** The pipe has a changed status; somebody may look at it anew. */
    void changed(Pipe pipe);

    /** The pipe has ended. Called once for each pipe, whether it was accepted or connected. */
    void terminated(Pipe pipe);

    /** Something happened that a listener may want to know. */
    void event(SocketEvent event);

    /** Messages were dropped. */
    void dropped(Endpoint endpoint, DropReason reason, MessageQueue.Count count);

    /** A connection that had been lost is up again. */
    void reconnected();

    /** A handshake failed. */
    void handshakeFailed();
}
