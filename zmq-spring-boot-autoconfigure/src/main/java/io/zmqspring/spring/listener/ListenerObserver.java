package io.zmqspring.spring.listener;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.zmqspring.spring.observation.DefaultZmqListenerObservationConvention;
import io.zmqspring.spring.observation.ZmqListenerObservation;
import io.zmqspring.spring.observation.ZmqListenerObservationContext;
import io.zmqspring.spring.observation.ZmqListenerObservationConvention;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/** Observes what a container does with each message. Thread-safe. */
record ListenerObserver(
        String listenerId,
        ObservationRegistry registry,
        @Nullable ZmqListenerObservationConvention convention) {
    private static final ZmqListenerObservationConvention DEFAULT = new DefaultZmqListenerObservationConvention();

    /** Starts the observation of a message, the first part of whose handling is about to begin. */
    Observed start(Message<byte[]> message, MessageSource source) {
        return start(() -> new ZmqListenerObservationContext(listenerId, source.name(), source.type(), message));
    }

    /** Starts the observation of a batch. */
    Observed start(List<Message<byte[]>> batch, MessageSource source) {
        return start(() -> new ZmqListenerObservationContext(listenerId, source.name(), source.type(), batch));
    }

    private Observed start(Supplier<ZmqListenerObservationContext> context) {
        return new Observed(ZmqListenerObservation.LISTENER.start(convention, DEFAULT, context, registry));
    }

    /**
     * The observation of a message, or of a batch. The work on it has parts, one after the other and perhaps on several
     * threads: the call of the listener, then what is to be done when the future that it returned is there. With the last
     * part it ends.
     */
    static final class Observed {
        private final Observation observation;
        private final AtomicInteger parts = new AtomicInteger(1);

        private Observed(Observation observation) {
            this.observation = observation;
        }

        /** Says, within a part, that there will be a further one. */
        void expect() {
            parts.incrementAndGet();
        }

        /** Does a part: what is sent meanwhile belongs to the same trace. */
        <T> T call(Supplier<T> part) {
            try {
                return observation.scoped(part);
            } finally {
                if (parts.decrementAndGet() == 0) {
                    observation.stop();
                }
            }
        }

        /** Does a part that has no result. */
        void run(Runnable part) {
            boolean unused = call(() -> {
                part.run();
                return true;
            });
        }

        void failed(Throwable failure) {
            observation.error(failure);
        }
    }
}
