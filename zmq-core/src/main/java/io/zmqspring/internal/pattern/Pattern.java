package io.zmqspring.internal.pattern;

import io.zmqspring.Message;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.Pipe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a socket type means: to which pipe a message goes and from which one the next is taken. A pattern waits for
 * nothing; where it cannot go on it says so, and the socket waits.
 */
public interface Pattern {

    /** A peer appeared; called before any message can come through its pipe. */
    void attach(Pipe pipe);

    /** A peer has gone: nothing can be sent to it any more. What it had sent can still be received. */
    void detach(Pipe pipe);

    /** Throws away what a peer had sent and nobody has read. */
    MessageQueue.Count discardReceived(Pipe pipe);

    /** The pipe, found empty before, has messages or was closed. */
    void readable(Pipe pipe);

    /** Takes the next message from the peers in turn, or null if there is none. */
    @Nullable
    Message receive();

    /** Tells whether the next receive would find a message. May be wrong when another thread receives. */
    boolean hasInput();

    /** The attached pipes, a snapshot. */
    List<Pipe> pipes();
}
