package io.zmqspring.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What a listener container tells of a message it handles. Names are those of OpenTelemetry's semantic conventions for
 * messaging where these have one.
 */
public enum ZmqListenerObservation implements ObservationDocumentation {
    /**
     * A message that is handled, retries and error handlers included, until it has been answered or needs no answer (kind
     * consumer). A future that the listener returned keeps it open. A batch is one, linked to the traces of its messages.
     */
    LISTENER {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultZmqListenerObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return LowCardinality.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return HighCardinality.values();
        }
    };

    /** Keys of few values: they are on timers and on spans. */
    public enum LowCardinality implements KeyName {
        /** Always {@code zeromq}. */
        SYSTEM("messaging.system"),

        /** Always {@code process}. */
        OPERATION_NAME("messaging.operation.name"),

        /** Always {@code process}. */
        OPERATION_TYPE("messaging.operation.type"),

        /** The name of the socket that received the message. */
        DESTINATION_NAME("messaging.destination.name"),

        /** The id of the listener. */
        LISTENER_ID("zmq.listener.id"),

        /** The type of the socket, in lower case. */
        SOCKET_TYPE("zmq.socket.type");

        private final String name;

        LowCardinality(String name) {
            this.name = name;
        }

        @Override
        public String asString() {
            return name;
        }
    }

    /** Keys of any number of values, on spans alone. None of them is there if its value is not known. */
    public enum HighCardinality implements KeyName {
        /** The socket's routing id of the sender, unsigned. */
        ROUTING_ID("zmq.routing.id"),

        /** The name that the sender announced. */
        PEER_NAME("zmq.peer.name"),

        /** The IP address of the sender; over ipc its host, user and group. */
        PEER_ADDRESS("network.peer.address"),

        /** The id that the sender gave the message. */
        MESSAGE_ID("messaging.message.id"),

        /** Of a request, its id, which the reply repeats. */
        CONVERSATION_ID("messaging.message.conversation_id"),

        /** Of a batch, how many messages it has; what else is here is of single messages. */
        BATCH_SIZE("messaging.batch.message_count"),

        /** Bytes of content. */
        BODY_SIZE("messaging.message.body.size"),

        /** The class of the exception, if there was one. */
        ERROR_TYPE("error.type");

        private final String name;

        HighCardinality(String name) {
            this.name = name;
        }

        @Override
        public String asString() {
            return name;
        }

        @Override
        public boolean isRequired() {
            return false;
        }
    }
}
