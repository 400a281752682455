package io.zmqspring.spring.listener;

import io.zmqspring.spring.core.ZmqSocketReader;
import org.springframework.messaging.Message;

/**
 * A message in hand.
 *
 * @param message the message, as the listener gets it
 * @param raw the message as received
 * @param source the reader of the socket that received it
 */
record Handling(Message<byte[]> message, io.zmqspring.Message raw, ZmqSocketReader source) {

    /** The same with what an interceptor made of the message. */
    Handling with(Message<byte[]> changed) {
        return changed == message ? this : new Handling(changed, raw, source);
    }

    /** A socket that takes turns must know that no answer comes. */
    void unanswered() {
        source.noReply(raw);
    }
}
