package io.zmqspring.spring.observation;

import io.micrometer.common.KeyValues;
import io.zmqspring.spring.observation.ZmqListenerObservation.HighCardinality;
import io.zmqspring.spring.observation.ZmqListenerObservation.LowCardinality;

/** Names and keys as {@link ZmqListenerObservation} says. */
public class DefaultZmqListenerObservationConvention implements ZmqListenerObservationConvention {
    /** The name of the observation, and of its timer. */
    public static final String NAME = "zmq.listener";

    /** Makes a convention. */
    public DefaultZmqListenerObservationConvention() {}

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getContextualName(ZmqListenerObservationContext context) {
        return Keys.PROCESS + " " + context.getSocketName();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(ZmqListenerObservationContext context) {
        return KeyValues.of(
                LowCardinality.SYSTEM.withValue(Keys.SYSTEM),
                LowCardinality.OPERATION_NAME.withValue(Keys.PROCESS),
                LowCardinality.OPERATION_TYPE.withValue(Keys.PROCESS),
                LowCardinality.DESTINATION_NAME.withValue(context.getSocketName()),
                LowCardinality.LISTENER_ID.withValue(context.getListenerId()),
                LowCardinality.SOCKET_TYPE.withValue(Keys.text(context.getSocketType())));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ZmqListenerObservationContext context) {
        return new Keys()
                .add(HighCardinality.ROUTING_ID, context.getRoutingId())
                .add(HighCardinality.PEER_NAME, context.getPeerName())
                .add(HighCardinality.PEER_ADDRESS, context.getPeerAddress())
                .add(HighCardinality.MESSAGE_ID, context.getMessageId())
                .add(HighCardinality.CONVERSATION_ID, context.getConversationId())
                .add(HighCardinality.BATCH_SIZE, context.getBatchSize())
                .add(HighCardinality.BODY_SIZE, context.getBodySize())
                .addError(HighCardinality.ERROR_TYPE, context.getError())
                .all();
    }
}
