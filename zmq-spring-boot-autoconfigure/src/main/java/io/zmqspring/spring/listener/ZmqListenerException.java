package io.zmqspring.spring.listener;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;

/** A message could not be handled: it could not be converted, the listener threw, or its reply could not be sent. */
public class ZmqListenerException extends MessagingException {
    private static final long serialVersionUID = 1L;

    private final String description;

    /**
     * Makes an exception.
     *
     * @param message the message
     * @param description which listener failed
     * @param cause why
     */
    public ZmqListenerException(Message<?> message, String description, Throwable cause) {
        super(message, description, cause);
        this.description = description;
    }

    /**
     * Returns which listener failed.
     *
     * @return for instance {@code listener 'orders' (OrderService.on) failed}
     */
    public String getDescription() {
        return description;
    }
}
