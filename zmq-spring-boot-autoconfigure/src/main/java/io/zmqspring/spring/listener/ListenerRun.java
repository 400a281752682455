package io.zmqspring.spring.listener;

import io.zmqspring.Message;
import io.zmqspring.spring.core.ZmqConsumer;
import io.zmqspring.spring.core.ZmqIntake;
import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.core.ZmqSocketReader;
import io.zmqspring.spring.core.ZmqSubscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A container from a start to the next stop: its subscriptions, and what is done with messages as the settings were at the
 * start. Started and cancelled under the lock of its container.
 */
final class ListenerRun {
    private static final Log logger = LogFactory.getLog(ListenerRun.class);

    private final String description;
    private final ZmqIntake intake;
    private final Duration gracePeriod;
    private final ListenerPipeline pipeline;
    private final Consumer<Throwable> onEnd;
    private final ListenerCounters counters;
    private final @Nullable Duration idleInterval;
    private final List<ZmqSubscription> subscriptions = new ArrayList<>();
    private @Nullable IdleWatch idleWatch;

    /**
     * @param onEnd told why nothing is received any more although nobody cancelled, perhaps more than once
     */
    ListenerRun(
            String description,
            ListenerContainerSettings settings,
            ZmqMessageListener listener,
            ZmqOperations replies,
            ListenerWatch watch,
            Consumer<Throwable> onEnd) {
        this.description = description;
        this.counters = watch.counters();
        this.idleInterval = settings.idleEventInterval;
        this.intake = intake(settings, listener);
        this.gracePeriod = settings.gracePeriod;
        this.pipeline = new ListenerPipeline(description, settings, listener, replies, watch, onEnd::accept);
        this.onEnd = onEnd;
    }

    private static ZmqIntake intake(ListenerContainerSettings settings, ZmqMessageListener listener) {
        return new ZmqIntake(
                settings.concurrency,
                settings.ordering,
                settings.handOver,
                listener instanceof ZmqBatchListener ? settings.batchSize : 1,
                settings.batchTimeout);
    }

    /** Tells how long nothing has been received, if that is wanted. */
    void watchIdleness(String id, Consumer<Duration> onIdle) {
        if (idleInterval != null) {
            idleWatch = new IdleWatch(id, counters.received::sum, idleInterval, onIdle);
        }
    }

    void attach(ZmqSocketReader reader, Executor executor) {
        subscriptions.add(reader.attach(new SocketConsumer(new MessageSource.Socket(reader)), intake, executor));
    }

    void pause() {
        subscriptions.forEach(ZmqSubscription::pause);
    }

    void resume() {
        subscriptions.forEach(ZmqSubscription::resume);
    }

    /** Takes no more messages. */
    void cancel() {
        subscriptions.forEach(ZmqSubscription::cancel);
        if (idleWatch != null) {
            idleWatch.close();
        }
    }

    /**
     * Waits for the messages in hand and for what the listener returned, no longer than the grace period, and not at all if
     * called by a thread that handles one of them.
     */
    void awaitEnd() {
        if (subscriptions.stream().noneMatch(ZmqSubscription::isCurrentThread)) {
            long deadline = System.nanoTime() + gracePeriod.toNanos();
            if (!subscriptions.stream().allMatch(each -> each.awaitEnd(left(deadline)))
                    || !pipeline.awaitUnfinished(left(deadline))) {
                logger.warn(description + " still handles messages after its stop; it was waited for at most "
                        + gracePeriod.toMillis() + " ms");
            }
        }
        pipeline.flushLog();
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private final class SocketConsumer implements ZmqConsumer {
        private final MessageSource socket;

        SocketConsumer(MessageSource socket) {
            this.socket = socket;
        }

        @Override
        public String description() {
            return description;
        }

        @Override
        public void onMessage(Message message) {
            pipeline.onMessage(message, socket);
        }

        @Override
        public void onBatch(List<Message> batch) {
            pipeline.onBatch(batch, socket);
        }

        @Override
        public void onFailure(Throwable reason) {
            onEnd.accept(reason);
        }
    }
}
