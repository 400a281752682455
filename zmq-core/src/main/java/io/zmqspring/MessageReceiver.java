package io.zmqspring;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A socket that receives messages. Thread-safe: any thread may get any message. */
public interface MessageReceiver {

    /**
     * Takes the next message, waiting for it at most {@link SocketOptions#receiveTimeout()}.
     *
     * @return the message
     * @throws ZmqTimeoutException if nothing arrives in time
     * @throws ZmqStateException if it is not the socket's turn to receive (REQ, REP)
     * @throws ZmqClosedException if the socket is closed, also while the call waits
     * @throws ZmqInterruptedException if the thread is interrupted while the call waits
     */
    Message receive();

    /**
     * Takes the next message if there is one.
     *
     * @return the message, or null
     * @throws ZmqStateException if it is not the socket's turn to receive (REQ, REP)
     * @throws ZmqClosedException if the socket is closed
     */
    @Nullable
    Message tryReceive();

    /**
     * Takes the next message, waiting for it for a given time.
     *
     * @param timeout how long to wait
     * @return the message, or null if nothing arrived in time
     * @throws ZmqStateException if it is not the socket's turn to receive (REQ, REP)
     * @throws ZmqClosedException if the socket is closed, also while the call waits
     * @throws ZmqInterruptedException if the thread is interrupted while the call waits
     */
    @Nullable
    Message tryReceive(Duration timeout);

    /**
     * Takes the next message when there is one. Futures get messages in the order in which they were asked for; while any is
     * waiting, threads that receive compete with them. No thread waits meanwhile.
     *
     * <p>A message that is there completes the future before this returns; otherwise a thread of the context does, and runs
     * what hangs on it. Cancelling, or ending it in any other way (as {@code orTimeout} does), leaves the messages to others.
     * Where sending and receiving take turns (REQ, REP) the future waits for the turn too.
     *
     * @return the message to come; it fails with {@link ZmqClosedException} when the socket is closed
     */
    CompletableFuture<Message> receiveAsync();

    /**
     * Hands every message to a handler from now on, one after another: the next is taken when the handler has returned, so a
     * slow handler pushes back on the peers. Registering several times handles as many messages at once. While there is
     * nothing to handle, no thread is occupied.
     *
     * <p>What a handler throws goes to the {@linkplain Thread#getUncaughtExceptionHandler() uncaught exception handler} of
     * the thread it ran on, and the next message is handled all the same. It ends when it is closed, when the socket is
     * closed, or when the executor refuses a task, which is reported likewise.
     *
     * @param executor runs the handler; {@code Runnable::run} runs it on a thread of the context
     * @param handler gets each message; with REP it sends the reply before the next request is taken
     * @return to be closed to stop; the socket's closing stops it too
     * @throws ZmqClosedException if the socket is closed
     */
    Registration onMessage(Executor executor, Consumer<Message> handler);

    /**
     * Hands every message to a handler on the very thread that brings it, which is mostly the I/O thread: no other thread is
     * woken, which makes it the fastest way to answer. In return the handler must be short, because every connection of the
     * I/O thread waits for it, and must not wait: a call that would have to, as a send to a full queue, fails with
     * {@link ZmqStateException} there (in contexts with one I/O thread); {@code trySend} says false.
     *
     * <p>Otherwise as {@link #onMessage}.
     *
     * @param handler gets each message, one after another
     * @return to be closed to stop; the socket's closing stops it too
     * @throws ZmqClosedException if the socket is closed
     */
    Registration onMessageDirect(Consumer<Message> handler);

    /** A handler at work. */
    interface Registration extends AutoCloseable {

        /** Takes no more messages; one that is being handled is not waited for. */
        @Override
        void close();
    }
}
