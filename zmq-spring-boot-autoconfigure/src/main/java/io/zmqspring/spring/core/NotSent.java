package io.zmqspring.spring.core;

import io.zmqspring.ZmqQueueFullException;
import io.zmqspring.ZmqUnroutableException;
import java.time.Duration;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOff;

/**
 * A policy that lets only those messages be sent again that surely were not, for a reason that may pass: a full queue, a
 * peer that has gone, a name that nobody has yet. A request without reply is none of them, as it may have been handled.
 *
 * @param policy how often, and when
 */
record NotSent(RetryPolicy policy) implements RetryPolicy {

    @Override
    public boolean shouldRetry(Throwable failure) {
        return (failure instanceof ZmqQueueFullException
                        || failure instanceof ZmqUnroutableException
                        || failure instanceof ZmqDestinationException)
                && policy.shouldRetry(failure);
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
