package io.zmqspring.boot.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.retry.RetryPolicy;

/**
 * How often something that failed is tried again. An immutable value.
 *
 * @param enabled Whether it is tried again at all.
 * @param maxRetries Number of further tries.
 * @param delay Wait before the first further try.
 * @param multiplier Factor by which the wait grows with each try.
 * @param maxDelay Longest wait.
 * @param jitter Time by which each wait varies at random.
 */
public record ZmqRetryProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("3") long maxRetries,
        @DefaultValue("200ms") Duration delay,
        @DefaultValue("1.0") double multiplier,
        @DefaultValue("10s") Duration maxDelay,
        @DefaultValue("0s") Duration jitter) {

    /** Checks the waits. */
    public ZmqRetryProperties {
        if (!(multiplier >= 1)) {
            throw new IllegalArgumentException("multiplier=" + multiplier + " is too small: at least 1");
        }
        if (delay.isNegative() || jitter.isNegative() || maxDelay.toMillis() < 1) {
            throw new IllegalArgumentException("delay=" + delay + ", jitter=" + jitter + " or max-delay=" + maxDelay
                    + " is too small: at least 0, and 1ms for max-delay");
        }
    }

    /**
     * Returns what this means to the framework.
     *
     * @return the policy, null for no retries
     */
    public @Nullable RetryPolicy policy() {
        return !enabled
                ? null
                : RetryPolicy.builder()
                        .maxRetries(maxRetries)
                        .delay(delay)
                        .multiplier(multiplier)
                        .maxDelay(maxDelay)
                        .jitter(jitter)
                        .build();
    }
}
