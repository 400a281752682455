package io.zmqspring.internal.engine;

import io.zmqspring.DropReason;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.pipe.Subscription;
import io.zmqspring.internal.zmtp.RemotePeer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Who made a {@link StreamConnection}. Called on the loop. */
interface ConnectionOwner {
    /** The handshake is done: the pipe that the connection serves from now on, or null to close it. */
    @Nullable
    Pipe onReady(StreamConnection connection, RemotePeer peer);

    /** Threads that may wait, for authenticators. */
    Executor authenticators();

    /** The pipe is being served: what is sent to its link reaches the peer. */
    void onServing(Pipe pipe);

    /** The peer says what it wants to receive; false if it wants more than a peer may. */
    boolean onSubscription(Subscription subscription);

    /** Messages were dropped on receipt. */
    void onDropped(DropReason reason, MessageQueue.Count count);

    /**
     * The handshake has failed. {@link #onEnded} follows with the same ending, but maybe not before the other side has
     * read why. Called once at most.
     */
    void onHandshakeFailed(Ending ending);

    /** The connection has ended and no thread touches its pipe any more. Called once. */
    void onEnded(Ending ending, MessageQueue.Count unsent);
}
