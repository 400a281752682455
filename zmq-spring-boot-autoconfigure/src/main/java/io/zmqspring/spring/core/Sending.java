package io.zmqspring.spring.core;

import io.zmqspring.Message;
import java.util.Map;

/** One message on its way out, for whoever observes it. */
class Sending {
    /** Nobody observes it. */
    static final Sending UNOBSERVED = new Sending();

    /** Returns what the message carries besides its own headers. */
    Map<String, String> headers(Map<String, String> correlation) {
        return correlation;
    }

    /** Notes what is given to the socket, and returns it. */
    Message sent(Message message) {
        return message;
    }

    /** Notes the reply, and returns it. */
    org.springframework.messaging.Message<?> answered(org.springframework.messaging.Message<?> reply) {
        return reply;
    }
}
