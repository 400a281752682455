package io.zmqspring.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Decides how the handling of messages is called and which keys it has. A bean of this type is used instead of
 * {@link DefaultZmqListenerObservationConvention}, which is meant to be extended. Implementations are thread-safe.
 */
public interface ZmqListenerObservationConvention extends ObservationConvention<ZmqListenerObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof ZmqListenerObservationContext;
    }
}
