package io.zmqspring.spring.support;

import java.util.Map;
import org.springframework.messaging.MessageHeaders;

/**
 * Decides which headers of a Spring message travel and which headers from the wire are believed. Implementations are
 * thread-safe. Correlation ({@code request-id}, {@code in-reply-to}) is not their business on the way out: the template
 * and the listener containers set it.
 */
public interface ZmqHeaderMapper {

    /**
     * Picks the headers to send.
     *
     * @param headers the headers of the Spring message
     * @return names and values for the wire, modifiable
     * @throws org.springframework.messaging.converter.MessageConversionException if a header that shall travel has a
     *     value that cannot
     */
    Map<String, String> toWire(MessageHeaders headers);

    /**
     * Picks the headers to believe.
     *
     * @param headers the headers as received
     * @return headers for the Spring message, modifiable; never one that steers the framework
     */
    Map<String, Object> fromWire(Map<String, String> headers);
}
