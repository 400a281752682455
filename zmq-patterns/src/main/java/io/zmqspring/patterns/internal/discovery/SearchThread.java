package io.zmqspring.patterns.internal.discovery;

import java.time.Duration;
import java.util.function.Consumer;

/** The one thread of a search. */
final class SearchThread {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Thread thread;
    private final Consumer<Thread> wake;
    private volatile boolean closing;

    /**
     * @param body ends soon after {@link #isClosing}
     * @param wake ends the body's waiting
     */
    SearchThread(String name, Runnable body, Consumer<Thread> wake) {
        this.wake = wake;
        thread = new Thread(body, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean isClosing() {
        return closing;
    }

    /** Ends it and waits for that; not for ever, as whom it tells or asks may hang. */
    void close() {
        closing = true;
        wake.accept(thread);
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
