package io.zmqspring.spring.listener;

import io.zmqspring.spring.support.ZmqMessageMapper;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.messaging.Message;

/**
 * Calls the listener between its interceptors, again if retries are wanted, and numbers its attempts then. Thread-safe.
 */
final class ListenerCall {
    private final ZmqMessageListener listener;
    private final ListenerCounters counters;
    private final @Nullable Interceptors interceptors;
    private final @Nullable RetryTemplate retries;

    ListenerCall(
            ZmqMessageListener listener,
            ListenerCounters counters,
            @Nullable Interceptors interceptors,
            @Nullable RetryTemplate retries) {
        this.listener = listener;
        this.counters = counters;
        this.interceptors = interceptors;
        this.retries = retries;
    }

    @Nullable
    Object on(Message<byte[]> message) throws Exception {
        return interceptors == null ? call(message) : intercepted(interceptors, message);
    }

    private @Nullable Object intercepted(Interceptors around, Message<byte[]> received) throws Exception {
        Message<byte[]> message = around.before(received);
        if (message == null) {
            counters.filtered.increment();
            return null;
        }
        Object result;
        try {
            result = call(message);
        } catch (Exception | Error failure) {
            around.after(message, failure);
            throw failure;
        }
        around.after(message, null);
        return result;
    }

    private @Nullable Object call(Message<byte[]> message) throws Exception {
        RetryTemplate template = retries;
        return template == null ? listener.onMessage(message) : numbered(template, message);
    }

    private @Nullable Object numbered(RetryTemplate template, Message<byte[]> message) throws Exception {
        int[] attempts = new int[1];
        return Retries.call(
                template,
                () -> Optional.ofNullable(
                        listener.onMessage(ZmqMessageMapper.withDeliveryAttempt(message, ++attempts[0]))));
    }
}
