package io.zmqspring.spring.integration;

import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.MessageBuilder;

/** What a received message becomes before it goes into a flow. */
final class Payloads {
    private Payloads() {}

    /** The message with a payload of that type; bytes are left as they are. */
    static Message<?> convert(Message<?> received, Class<?> type, MessageConverter converter) {
        if (type == byte[].class) {
            return received;
        }
        Object payload = converter.fromMessage(received, type);
        if (payload == null) {
            throw new MessageConversionException(
                    received, "no converter turns the payload into a " + type.getName() + ", or its JSON is null");
        }
        return MessageBuilder.createMessage(payload, received.getHeaders());
    }
}
