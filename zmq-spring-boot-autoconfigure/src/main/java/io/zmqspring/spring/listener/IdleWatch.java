package io.zmqspring.spring.listener;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells when nothing has been received for a while. It looks at the counter of messages now and then, so that a message
 * costs nothing.
 */
final class IdleWatch implements AutoCloseable {
    private static final Log logger = LogFactory.getLog(IdleWatch.class);
    private static final int LOOKS = 4;

    private final LongSupplier received;
    private final long interval;
    private final Consumer<Duration> onIdle;
    private final ScheduledExecutorService thread;

    private long last;
    private long since = System.nanoTime();
    private long told = since;

    /**
     * @param received how many messages have come so far
     * @param onIdle told how long it has been idle, each interval
     */
    IdleWatch(String id, LongSupplier received, Duration interval, Consumer<Duration> onIdle) {
        this.received = received;
        this.interval = interval.toNanos();
        this.onIdle = onIdle;
        this.last = received.getAsLong();
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread watch = new Thread(task, "zmq-idle-" + id);
            watch.setDaemon(true);
            return watch;
        });
        long pause = Math.max(1, this.interval / LOOKS);
        Future<?> unused = thread.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.NANOSECONDS);
    }

    private void look() {
        long now = System.nanoTime();
        long count = received.getAsLong();
        if (count != last) {
            last = count;
            since = now;
            told = now;
        } else if (now - told >= interval) {
            told = now;
            tell(Duration.ofNanos(now - since));
        }
    }

    private void tell(Duration idle) {
        try {
            onIdle.accept(idle);
        } catch (RuntimeException failed) {
            logger.warn("a listener of idle events failed", failed);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
