package io.zmqspring.internal.socket;

import io.zmqspring.Message;
import io.zmqspring.MessageReceiver;
import io.zmqspring.ZmqClosedException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Hands a socket's messages to a handler, one after another. Between two messages that do not follow each other at once it
 * occupies no thread:
 *
 * <pre>
 *   idle --a message came--> running on the executor --nothing left--> idle
 * </pre>
 */
final class MessageLoop implements MessageReceiver.Registration {
    /** After so many messages others that use the executor have their turn. */
    private static final int TURN = 64;

    private final SocketCore core;
    private final Executor executor;
    private final Consumer<Message> handler;
    private final Runnable wake = this::schedule;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean closed;

    MessageLoop(SocketCore core, Executor executor, Consumer<Message> handler) {
        this.core = core;
        this.executor = executor;
        this.handler = handler;
    }

    void start() {
        core.waiting().readable.listen(wake);
        schedule(); // for what came before
    }

    /** Called by whoever brings a message. The executor is the application's and may block or run tasks by itself. */
    private void schedule() {
        if (!closed && running.compareAndSet(false, true)) {
            core.workers().execute(this::handOver);
        }
    }

    private void handOver() {
        if (core.isClosed()) {
            close();
            return;
        }
        try {
            executor.execute(this::run);
        } catch (Throwable refused) { // it has been shut down, or its queue is full and it wants no more
            close();
            report(refused);
        }
    }

    private void run() {
        try {
            for (int i = 0; i < TURN; i++) {
                Message message = closed ? null : core.waiting().poll();
                if (message != null) {
                    handle(message);
                } else if (isOver()) {
                    return;
                }
            }
            core.workers().execute(this::handOver);
        } catch (ZmqClosedException ended) {
            close();
        }
    }

    /** Goes to rest, unless a message came whose bringer still saw it running. */
    private boolean isOver() {
        running.set(false);
        return closed || !(core.pattern().isReadable() || core.isClosed()) || !running.compareAndSet(false, true);
    }

    private void handle(Message message) {
        try {
            handler.accept(message);
        } catch (Throwable failure) { // the next message is handled all the same
            report(failure);
        }
    }

    private static void report(Throwable failure) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }

    @Override
    public void close() {
        closed = true;
        core.waiting().readable.unlisten(wake);
    }
}
