package io.zmqspring.internal.pattern;

import io.zmqspring.DropReason;
import io.zmqspring.Message;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.pipe.Subscription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a socket type means: to which pipes a message goes and from which one the next is taken. A pattern waits for
 * nothing; where it cannot go on it says so, and the socket waits. Every method may be called by any thread.
 *
 * <p>A pattern holds no lock of its own while it offers a message to a pipe: over inproc that reaches into the other
 * socket. Passing subscriptions on is the one exception, from subscriber to publisher and never the other way.
 */
public interface Pattern {

    /**
     * A peer appeared; called before any message can come through its pipe.
     *
     * @return false if the socket type has no use for it: its connection is closed
     */
    boolean attach(Pipe pipe);

    /** Why {@link #attach} said no to this pipe, and the way out. */
    default String refusal(Pipe pipe) {
        throw new IllegalStateException("this socket type takes every pipe");
    }

    /** A peer has gone: nothing can be sent to it any more. What it had sent can still be received. */
    void detach(Pipe pipe);

    /** The pipe's connection is up, for the first time or again. */
    default void connected(Pipe pipe) {}

    /** The pipe's connection is down and will be tried again. */
    default void disconnected(Pipe pipe) {}

    /**
     * The peer says what it wants to receive. Socket types that publish nothing ignore it.
     *
     * @return false if it wants more than a peer may: its connection is closed
     */
    default boolean subscription(Pipe pipe, Subscription subscription) {
        return true;
    }

    /** The peer wants everything, in messages of at most so many octets. Socket types that publish nothing ignore it. */
    default void unfiltered(Pipe pipe, int largestMessage) {}

    /**
     * Sends a message to the peer or peers that the pattern chooses.
     *
     * @return FULL if there is no room now, or no peer; CLOSED if the peer that the message names does not exist
     */
    default MessageQueue.Offer send(Message message) {
        throw new IllegalStateException("this socket type does not send");
    }

    /** The pipe, found empty before, has messages or was closed. */
    void readable(Pipe pipe);

    /** Takes the next message from the peers in turn, or null if there is none. */
    @Nullable
    Message receive();

    /** Names who is told, without a lock, that something can be received that did not come through a pipe. */
    default void onNotice(Runnable listener) {}

    /** Names who is told, without a lock, that it is the socket's turn to send, or to receive what is there already. */
    default void onTurn(Runnable listener) {}

    /** Names who is told, without a lock, that peers asked for something or no longer do. */
    default void onSubscriptions(Runnable listener) {}

    /** Names who counts the messages that the pattern drops. */
    default void onDrop(DropListener listener) {}

    /** Is told of messages that a pattern drops, one each time. Called by any thread that holds no lock of a pattern's. */
    @FunctionalInterface
    interface DropListener {
        /** The pipe is the one the message came by or was to go to, or null if there is none. */
        void dropped(@Nullable Pipe pipe, DropReason reason);
    }

    /** Tells cheaply whether the next receive may find a message. */
    boolean hasInput();

    /**
     * Tells whether the next receive would find a message. If not, whoever changes that has {@link #readable} called or the
     * listener of {@link #onNotice} or {@link #onTurn}.
     */
    boolean isReadable();

    /**
     * Tells whether the next send would find room for a small message. If not, the producer of the queue that is in the way
     * is called when it has room.
     */
    default boolean isWritable() {
        return false;
    }

    /** Throws away what a peer had sent and nobody has read. */
    MessageQueue.Count discardReceived(Pipe pipe);

    /** The attached pipes, a snapshot. */
    List<Pipe> pipes();
}
