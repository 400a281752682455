package io.zmqspring.boot.autoconfigure;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Looks once a second whether a key file has changed; never on a thread that serves connections, which a file may hold up. */
final class KeyFiles implements AutoCloseable {
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(look -> {
        Thread thread = new Thread(look, "zmq-key-files");
        thread.setDaemon(true);
        return thread;
    });

    /** From now on, looks at this file, too. */
    void watch(KeyFile file) {
        ScheduledFuture<?> unused = watch.scheduleWithFixedDelay(file::look, 1, 1, TimeUnit.SECONDS);
    }

    /** Looks no more. */
    @Override
    public void close() {
        watch.shutdown();
    }
}
