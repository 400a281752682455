package io.zmqspring.spring.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.messaging.Message;

/**
 * What happens to a batch: each message becomes an element, and the listener is called with all of them, again if retries
 * are wanted. A message that cannot become an element fails alone; when the listener throws, each message of the batch has
 * failed. Thread-safe.
 */
final class BatchProcessor<E> {
    private final ListenerCounters counters;
    private final @Nullable Interceptors interceptors;
    private final ZmqBatchListener<E> listener;
    private final @Nullable RetryTemplate retries;
    private final ReplySender replies;
    private final MessageProcessor single;

    /**
     * @param single deals with the failures of single messages
     */
    BatchProcessor(
            ListenerCounters counters,
            @Nullable Interceptors interceptors,
            ZmqBatchListener<E> listener,
            @Nullable RetryTemplate retries,
            ReplySender replies,
            MessageProcessor single) {
        this.counters = counters;
        this.interceptors = interceptors;
        this.listener = listener;
        this.retries = retries;
        this.replies = replies;
        this.single = single;
    }

    /** Handles a batch; throws nothing but an {@link Error} that is not the messages' fault. */
    void process(List<Handling> batch) {
        counters.received.add(batch.size());
        List<Handling> taken = new ArrayList<>(batch.size());
        List<E> elements = new ArrayList<>(batch.size());
        for (Handling handling : batch) {
            try {
                Message<byte[]> message =
                        interceptors == null ? handling.message() : interceptors.before(handling.message());
                if (message == null) {
                    counters.filtered.increment();
                } else {
                    elements.add(listener.element(message));
                    taken.add(handling.with(message));
                }
            } catch (Exception | StackOverflowError unfit) {
                single.recover(handling, unfit);
            }
        }
        if (!elements.isEmpty()) {
            process(taken, elements);
        }
    }

    private void process(List<Handling> taken, List<E> elements) {
        try {
            Object result = call(elements);
            after(taken, null);
            replies.sendElsewhere(result);
        } catch (Exception | StackOverflowError failure) {
            after(taken, failure);
            taken.forEach(handling -> single.recover(handling, failure));
        }
    }

    private @Nullable Object call(List<E> elements) throws Exception {
        RetryTemplate template = retries;
        return template == null
                ? listener.onBatch(elements)
                : Retries.call(template, () -> Optional.ofNullable(listener.onBatch(elements)));
    }

    private void after(List<Handling> taken, @Nullable Throwable failure) {
        Interceptors around = interceptors;
        if (around != null) {
            taken.forEach(handling -> around.after(handling.message(), failure));
        }
    }
}
