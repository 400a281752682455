package io.zmqspring.spring.listener;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/** The filter and the interceptors of a container around its listener. Thread-safe if they are. */
final class Interceptors {
    private final @Nullable ZmqMessageFilter filter;
    private final List<ZmqMessageInterceptor> interceptors;

    private Interceptors(@Nullable ZmqMessageFilter filter, List<ZmqMessageInterceptor> interceptors) {
        this.filter = filter;
        this.interceptors = interceptors;
    }

    /** Null if there are none, so that they cost nothing. */
    static @Nullable Interceptors of(@Nullable ZmqMessageFilter filter, List<ZmqMessageInterceptor> interceptors) {
        return filter == null && interceptors.isEmpty() ? null : new Interceptors(filter, interceptors);
    }

    /** Returns what the listener shall get, null for nothing. */
    @Nullable
    Message<byte[]> before(Message<byte[]> message) {
        if (filter != null && !filter.accepts(message)) {
            return null;
        }
        Message<byte[]> current = message;
        for (ZmqMessageInterceptor interceptor : interceptors) {
            current = interceptor.before(current);
            if (current == null) {
                return null;
            }
        }
        return current;
    }

    void after(Message<byte[]> message, @Nullable Throwable failure) {
        for (int i = interceptors.size() - 1; i >= 0; i--) {
            interceptors.get(i).after(message, failure);
        }
    }
}
