package io.zmqspring.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What a {@code ZmqTemplate} tells of a message it sends. Names are those of OpenTelemetry's semantic conventions for
 * messaging where these have one.
 */
public enum ZmqTemplateObservation implements ObservationDocumentation {
    /**
     * A message that is sent, until it is queued for its peer (kind producer); a request, until its reply has come or is
     * given up (kind client); a listener's reply (kind producer).
     */
    TEMPLATE {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultZmqTemplateObservationConvention.class;
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

        /** {@code send}, {@code request} or {@code reply}. */
        OPERATION_NAME("messaging.operation.name"),

        /** {@code send}, whichever of the three it is. */
        OPERATION_TYPE("messaging.operation.type"),

        /** The configured connection that was named, otherwise the socket that is sent over. */
        DESTINATION_NAME("messaging.destination.name"),

        /** The name of the socket. */
        SOCKET_NAME("zmq.socket.name"),

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
        /** The destination as it was given, for instance {@code orders/#42} or {@code prices:eur}. */
        DESTINATION("zmq.destination"),

        /** The id that the message carries. */
        MESSAGE_ID("messaging.message.id"),

        /** Of a reply, the id of the request it answers. */
        CONVERSATION_ID("messaging.message.conversation_id"),

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
