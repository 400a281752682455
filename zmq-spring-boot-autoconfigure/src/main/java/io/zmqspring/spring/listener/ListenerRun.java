package io.zmqspring.spring.listener;

import io.zmqspring.Message;
import io.zmqspring.spring.core.ZmqConsumer;
import io.zmqspring.spring.core.ZmqIntake;
import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.core.ZmqSocketReader;
import io.zmqspring.spring.core.ZmqSubscription;
import io.zmqspring.spring.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.aopalliance.aop.Advice;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.core.retry.RetryTemplate;

/**
 * A container from a start to the next stop: its subscriptions, and what is done with messages as the settings were at the
 * start. Started and cancelled under the lock of its container.
 */
final class ListenerRun {
    private static final Log logger = LogFactory.getLog(ListenerRun.class);

    private final String description;
    private final ZmqIntake intake;
    private final Duration gracePeriod;
    private final ZmqMessageMapper mapper;
    private final Unfinished unfinished;
    private final FailureChain failures;
    private final MessageProcessor processor;
    private final @Nullable BatchProcessor<?> batches;
    private final Consumer<Throwable> onEnd;
    private final ListenerCounters counters;
    private final @Nullable Duration idleInterval;
    private final List<ZmqSubscription> subscriptions = new ArrayList<>();
    private @Nullable ListenerObserver observer;
    private @Nullable IdleWatch idleWatch;

    /**
     * @param onEnd told why nothing is received any more although nobody cancelled, perhaps more than once
     */
    ListenerRun(
            String description,
            ListenerContainerSettings settings,
            ZmqMessageListener listener,
            ZmqOperations replies,
            ListenerCounters counters,
            Consumer<Throwable> onEnd) {
        this.description = description;
        this.counters = counters;
        this.idleInterval = settings.idleEventInterval;
        this.intake = intake(settings, listener);
        this.gracePeriod = settings.gracePeriod;
        this.mapper = new ZmqMessageMapper(settings.headerMapper);
        this.unfinished = new Unfinished(settings.maxUnfinished);
        this.failures =
                new FailureChain(description, settings.listenerErrorHandler, settings.errorHandler, settings.recoverer);
        Interceptors interceptors = Interceptors.of(settings.filter, settings.interceptors);
        RetryTemplate retries = Retries.of(settings.retryPolicy);
        ReplySender sender = new ReplySender(replies, settings);
        ZmqMessageListener advised = advised(listener, settings.adviceChain);
        this.processor = new MessageProcessor(
                counters,
                new ListenerCall(advised, counters, interceptors, retries),
                sender,
                failures,
                unfinished,
                onEnd::accept);
        this.batches = advised instanceof ZmqBatchListener<?> batch
                ? new BatchProcessor<>(counters, interceptors, batch, retries, sender, processor)
                : null;
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

    private static ZmqMessageListener advised(ZmqMessageListener listener, List<Advice> adviceChain) {
        if (adviceChain.isEmpty()) {
            return listener;
        }
        ProxyFactory proxy = new ProxyFactory(listener);
        adviceChain.forEach(proxy::addAdvice);
        return (ZmqMessageListener) proxy.getProxy(ZmqMessageListener.class.getClassLoader());
    }

    /** Tells how long nothing has been received, if that is wanted. */
    void watchIdleness(String id, Consumer<Duration> onIdle) {
        if (idleInterval != null) {
            idleWatch = new IdleWatch(id, counters.received::sum, idleInterval, onIdle);
        }
    }

    /** Tells of each message, from the first one on. */
    void observe(ListenerObserver by) {
        observer = by;
    }

    void attach(ZmqSocketReader reader, Executor executor) {
        subscriptions.add(reader.attach(new SocketConsumer(reader), intake, executor));
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
                    || !unfinished.awaitNone(left(deadline).toNanos())) {
                logger.warn(description + " still handles messages after its stop; it was waited for at most "
                        + gracePeriod.toMillis() + " ms");
            }
        }
        failures.flushLog();
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private final class SocketConsumer implements ZmqConsumer {
        private final ZmqSocketReader reader;

        SocketConsumer(ZmqSocketReader reader) {
            this.reader = reader;
        }

        @Override
        public String description() {
            return description;
        }

        @Override
        public void onMessage(Message message) {
            if (batches != null) {
                onBatch(List.of(message));
                return;
            }
            Handling handling = handling(message);
            if (handling == null) {
                return;
            }
            if (observer == null) {
                processor.process(handling);
                return;
            }
            ListenerObserver.Observed observed = observer.start(handling.message(), reader);
            observed.run(() -> processor.process(handling.observedBy(observed)));
        }

        @Override
        public void onBatch(List<Message> batch) {
            List<Handling> handlings =
                    batch.stream().map(this::handling).filter(Objects::nonNull).toList();
            if (batches == null || handlings.isEmpty()) {
                return;
            }
            if (observer == null) {
                batches.process(handlings);
                return;
            }
            ListenerObserver.Observed observed =
                    observer.start(handlings.stream().map(Handling::message).toList(), reader);
            observed.run(() -> batches.process(handlings.stream()
                    .map(handling -> handling.observedBy(observed))
                    .toList()));
        }

        private @Nullable Handling handling(Message message) {
            try {
                return new Handling(reader.read(message, mapper), message, reader, null);
            } catch (RuntimeException unreadable) {
                processor.reject(message.size(), unreadable);
                reader.noReply(message);
                return null;
            }
        }

        @Override
        public void onFailure(Throwable reason) {
            onEnd.accept(reason);
        }
    }
}
