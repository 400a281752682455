package io.zmqspring.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Decides how the sending of messages is called and which keys it has. A bean of this type is used instead of
 * {@link DefaultZmqTemplateObservationConvention}, which is meant to be extended. Implementations are thread-safe.
 */
public interface ZmqTemplateObservationConvention extends ObservationConvention<ZmqTemplateObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof ZmqTemplateObservationContext;
    }
}
