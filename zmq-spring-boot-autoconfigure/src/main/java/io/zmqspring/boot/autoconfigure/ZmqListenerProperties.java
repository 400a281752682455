package io.zmqspring.boot.autoconfigure;

import io.zmqspring.spring.core.Ordering;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
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
 * @param retry How often a listener method that throws is called again with the same message. Messages that cannot be
 *     converted or are not valid are never tried again.
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
        @NestedConfigurationProperty @DefaultValue ZmqRetryProperties retry,
        @DefaultValue("true") boolean observationEnabled) {

    /** Checks the numbers. */
    public ZmqListenerProperties {
        ZmqProperties.atLeast("zmq.listener.concurrency", 1, concurrency);
        ZmqProperties.atLeast("zmq.listener.hand-over", 1, handOver);
        if (idleEventInterval != null) {
            ZmqProperties.atLeast("zmq.listener.idle-event-interval in milliseconds", 1, idleEventInterval.toMillis());
        }
        ZmqProperties.atLeast("zmq.listener.retry.max-retries", 0, retry.maxRetries());
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
            ZmqProperties.atLeast("zmq.listener.batch.size", 1, size);
            ZmqProperties.atLeast("zmq.listener.batch.timeout in milliseconds", 0, timeout.toMillis());
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
            ZmqProperties.atLeast("zmq.listener.shutdown.grace-period in milliseconds", 0, gracePeriod.toMillis());
        }
    }
}
