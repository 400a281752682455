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
 *   idle --a message came--> running --nothing left--> idle
 * </pre>
 */
abstract class MessageLoop implements MessageReceiver.Registration {
    final SocketCore core;
    private final Consumer<Message> handler;
    private final Runnable wake = this::schedule;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean closed;

    private MessageLoop(SocketCore core, Consumer<Message> handler) {
        this.core = core;
        this.handler = handler;
    }

    /** Runs the handler on an executor. */
    static MessageLoop on(Executor executor, SocketCore core, Consumer<Message> handler) {
        return new OnExecutor(executor, core, handler);
    }

    /** Runs the handler on whatever thread brings a message. */
    static MessageLoop direct(SocketCore core, Consumer<Message> handler) {
        return new Direct(core, handler);
    }

    MessageLoop start() {
        core.ensureOpen();
        core.waiting().readable.listen(wake);
        schedule(); // for what came before
        return this;
    }

    /** Called by whoever brings a message. */
    private void schedule() {
        if (!closed && running.compareAndSet(false, true)) {
            begin();
        }
    }

    /** There are messages, and nobody else handles them. */
    abstract void begin();

    /** Handles messages; false if there are none left, and {@link #begin} is called for the next. */
    final boolean handleSome(int atMost) {
        try {
            for (int i = 0; i < atMost; i++) {
                Message message = closed ? null : core.waiting().poll();
                if (message != null) {
                    handle(message);
                } else if (isOver()) {
                    return false;
                }
            }
            return true;
        } catch (ZmqClosedException ended) {
            close();
            return false;
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

    static void report(Throwable failure) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }

    @Override
    public void close() {
        closed = true;
        core.waiting().readable.unlisten(wake);
    }

    /** The executor is the application's and may block or run tasks by itself, so a worker thread hands over to it. */
    private static final class OnExecutor extends MessageLoop {
        /** After so many messages others that use the executor have their turn. */
        private static final int TURN = 64;

        private final Executor executor;

        OnExecutor(Executor executor, SocketCore core, Consumer<Message> handler) {
            super(core, handler);
            this.executor = executor;
        }

        @Override
        void begin() {
            core.workers().execute(this::handOver);
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
            if (handleSome(TURN)) {
                begin();
            }
        }
    }

    private static final class Direct extends MessageLoop {
        Direct(SocketCore core, Consumer<Message> handler) {
            super(core, handler);
        }

        @Override
        void begin() {
            handleSome(Integer.MAX_VALUE);
        }
    }
}
