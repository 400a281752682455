package io.zmqspring.spring.observation;

import io.micrometer.common.KeyValues;
import io.zmqspring.spring.observation.ZmqTemplateObservation.HighCardinality;
import io.zmqspring.spring.observation.ZmqTemplateObservation.LowCardinality;

/** Names and keys as {@link ZmqTemplateObservation} says. */
public class DefaultZmqTemplateObservationConvention implements ZmqTemplateObservationConvention {
    /** The name of the observation, and of its timer. */
    public static final String NAME = "zmq.template";

    /** Makes a convention. */
    public DefaultZmqTemplateObservationConvention() {}

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getContextualName(ZmqTemplateObservationContext context) {
        return context.getOperation().text() + " " + context.getDestinationName();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(ZmqTemplateObservationContext context) {
        return KeyValues.of(
                LowCardinality.SYSTEM.withValue(Keys.SYSTEM),
                LowCardinality.OPERATION_NAME.withValue(context.getOperation().text()),
                LowCardinality.OPERATION_TYPE.withValue(Keys.SEND),
                LowCardinality.DESTINATION_NAME.withValue(context.getDestinationName()),
                LowCardinality.SOCKET_NAME.withValue(context.getSocketName()),
                LowCardinality.SOCKET_TYPE.withValue(Keys.text(context.getSocketType())));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ZmqTemplateObservationContext context) {
        return new Keys()
                .add(HighCardinality.DESTINATION, context.getDestination())
                .add(HighCardinality.MESSAGE_ID, context.getMessageId())
                .add(HighCardinality.CONVERSATION_ID, context.getConversationId())
                .add(HighCardinality.BODY_SIZE, context.getBodySize())
                .addError(HighCardinality.ERROR_TYPE, context.getError())
                .all();
    }
}
