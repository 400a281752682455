package io.zmqspring.boot.autoconfigure;

import io.zmqspring.spring.core.Ordering;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties below {@code zmq.listener}: defaults of listener methods.
 *
 * @param concurrency Number of threads that handle the messages of one listener.
 * @param ordering Order in which several threads handle messages. With 'sender' those of one sender come one after
 *     another.
 * @param handOver Number of messages that may wait for earlier ones of their senders before peers are held back.
 * @param batch Listeners that get several messages at once.
 * @param idleEventInterval Time without messages after which a 'ZmqListenerIdleEvent' is published. None unless set.
 * @param autoStartup Whether listeners start with the application.
 * @param shutdown End of the application.
 * @param retry What happens when a listener method throws.
 * @param observationEnabled Whether what is handled, and answered, is observed, by timers and spans, if there is an
 *     observation registry.
 */
public record ZmqListenerProperties(
        @DefaultValue("1") int concurrency,
        @DefaultValue("sender") Ordering ordering,
        @DefaultValue("100") int handOver,
        @DefaultValue Batch batch,
        @Nullable Duration idleEventInterval,
        @DefaultValue("true") boolean autoStartup,
        @DefaultValue Shutdown shutdown,
        @DefaultValue Retry retry,
        @DefaultValue("true") boolean observationEnabled) {

    /** Checks the numbers. */
    public ZmqListenerProperties {
        atLeast("zmq.listener.concurrency", 1, concurrency);
        atLeast("zmq.listener.hand-over", 1, handOver);
        if (idleEventInterval != null) {
            atLeast("zmq.listener.idle-event-interval in milliseconds", 1, idleEventInterval.toMillis());
        }
    }

    private static void atLeast(String property, long least, long value) {
        if (value < least) {
            throw new IllegalArgumentException(property + "=" + value + " is too small: at least " + least);
        }
    }

    /**
     * Listeners that get several messages at once.
     *
     * @param size Number of messages in a batch at most.
     * @param timeout Time a batch waits for further messages after its first one.
     */
    public record Batch(
            @DefaultValue("100") int size,
            @DefaultValue("100ms") Duration timeout) {

        /** Checks the size. */
        public Batch {
            atLeast("zmq.listener.batch.size", 1, size);
            atLeast("zmq.listener.batch.timeout in milliseconds", 0, timeout.toMillis());
        }
    }

    /**
     * What listeners do when the application ends.
     *
     * @param gracePeriod Time to finish messages in hand and results still to come.
     */
    public record Shutdown(@DefaultValue("10s") Duration gracePeriod) {

        /** Checks the period. */
        public Shutdown {
            atLeast("zmq.listener.shutdown.grace-period in milliseconds", 0, gracePeriod.toMillis());
        }
    }

    /**
     * How often a listener method that throws is called again with the same message. Messages that cannot be converted
     * or are not valid are never tried again.
     *
     * @param enabled Whether it is called again at all.
     * @param maxRetries Number of further calls.
     * @param delay Wait before the first further call.
     * @param multiplier Factor by which the wait grows with each call.
     * @param maxDelay Longest wait.
     * @param jitter Time by which each wait varies at random.
     */
    public record Retry(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("3") long maxRetries,
            @DefaultValue("200ms") Duration delay,
            @DefaultValue("1.0") double multiplier,
            @DefaultValue("10s") Duration maxDelay,
            @DefaultValue("0s") Duration jitter) {

        /** Checks the number of retries. */
        public Retry {
            atLeast("zmq.listener.retry.max-retries", 0, maxRetries);
        }
    }
}
