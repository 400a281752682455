package io.zmqspring.spring.listener;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;

/** The framework's retries for listeners: null is a result like any other, and what came last is thrown as it is. */
final class Retries {
    private Retries() {}

    static @Nullable RetryTemplate of(@Nullable RetryPolicy policy) {
        return policy == null ? null : new RetryTemplate(new NeverRetried(policy));
    }

    static @Nullable Object call(RetryTemplate template, Retryable<Optional<Object>> attempt) throws Exception {
        try {
            return template.execute(attempt).orElse(null);
        } catch (RetryException exhausted) {
            throw unwrapped(exhausted);
        }
    }

    private static Exception unwrapped(RetryException exhausted) {
        Throwable last = exhausted.getCause();
        if (last instanceof Error error) {
            throw error;
        }
        return last instanceof Exception exception ? exception : exhausted;
    }
}
