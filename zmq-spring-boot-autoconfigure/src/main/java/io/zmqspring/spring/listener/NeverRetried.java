package io.zmqspring.spring.listener;

import java.time.Duration;
import java.util.List;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.invocation.MethodArgumentResolutionException;
import org.springframework.util.backoff.BackOff;

/** A retry policy that gives up at once on what can only fail again: the message does not fit, or the code is wrong. */
final class NeverRetried implements RetryPolicy {
    private static final List<Class<? extends Throwable>> HOPELESS = List.of(
            MessageConversionException.class,
            ConversionException.class,
            MethodArgumentResolutionException.class,
            NoSuchMethodException.class,
            ClassCastException.class,
            Error.class);

    private final RetryPolicy policy;

    NeverRetried(RetryPolicy policy) {
        this.policy = policy;
    }

    @Override
    public boolean shouldRetry(Throwable failure) {
        return HOPELESS.stream().noneMatch(type -> type.isInstance(failure)) && policy.shouldRetry(failure);
    }

    @Override
    public BackOff getBackOff() {
        return policy.getBackOff();
    }

    @Override
    public Duration getTimeout() {
        return policy.getTimeout();
    }
}
