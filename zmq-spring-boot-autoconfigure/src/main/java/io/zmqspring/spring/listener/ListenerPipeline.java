package io.zmqspring.spring.listener;

import io.zmqspring.Message;
import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.core.retry.RetryTemplate;

/** What is done with messages between their receipt and their answer, as the settings were when it was made. Thread-safe. */
final class ListenerPipeline {
    private final ZmqMessageMapper mapper;
    private final Unfinished unfinished;
    private final FailureChain failures;
    private final MessageProcessor processor;
    private final @Nullable BatchProcessor<?> batches;
    private final @Nullable ListenerObserver observer;

    /**
     * @param onFatal told of an {@link Error} that came out of a future
     */
    ListenerPipeline(
            String description,
            ListenerContainerSettings settings,
            ZmqMessageListener listener,
            ZmqOperations replies,
            ListenerWatch watch,
            Consumer<Error> onFatal) {
        ListenerCounters counters = watch.counters();
        this.observer = watch.observer();
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
                onFatal);
        this.batches = advised instanceof ZmqBatchListener<?> batch
                ? new BatchProcessor<>(counters, interceptors, batch, retries, sender, processor)
                : null;
    }

    private static ZmqMessageListener advised(ZmqMessageListener listener, List<Advice> adviceChain) {
        if (adviceChain.isEmpty()) {
            return listener;
        }
        ProxyFactory proxy = new ProxyFactory(listener);
        adviceChain.forEach(proxy::addAdvice);
        return (ZmqMessageListener) proxy.getProxy(ZmqMessageListener.class.getClassLoader());
    }

    void onMessage(Message message, MessageSource source) {
        if (batches != null) {
            onBatch(List.of(message), source);
            return;
        }
        Handling handling = handling(message, source);
        if (handling == null) {
            return;
        }
        if (observer == null) {
            processor.process(handling);
            return;
        }
        ListenerObserver.Observed observed = observer.start(handling.message(), source);
        observed.run(() -> processor.process(handling.observedBy(observed)));
    }

    void onBatch(List<Message> batch, MessageSource source) {
        List<Handling> handlings = batch.stream()
                .map(message -> handling(message, source))
                .filter(Objects::nonNull)
                .toList();
        if (batches == null || handlings.isEmpty()) {
            return;
        }
        if (observer == null) {
            batches.process(handlings);
            return;
        }
        ListenerObserver.Observed observed =
                observer.start(handlings.stream().map(Handling::message).toList(), source);
        observed.run(() -> batches.process(handlings.stream()
                .map(handling -> handling.observedBy(observed))
                .toList()));
    }

    private @Nullable Handling handling(Message message, MessageSource source) {
        try {
            return new Handling(source.read(message, mapper), message, source, null);
        } catch (RuntimeException unreadable) {
            processor.reject(message.size(), unreadable);
            source.noReply(message);
            return null;
        }
    }

    /** Waits for the futures that the listener returned; returns whether they were done in time. */
    boolean awaitUnfinished(Duration most) {
        return unfinished.awaitNone(most.toNanos());
    }

    void flushLog() {
        failures.flushLog();
    }
}
