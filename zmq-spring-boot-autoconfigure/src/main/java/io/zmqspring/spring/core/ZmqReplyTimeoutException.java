package io.zmqspring.spring.core;

import io.zmqspring.ZmqTimeoutException;
import java.time.Duration;

/** No reply to a request arrived in time. The request may or may not have been handled by the other side. */
public class ZmqReplyTimeoutException extends ZmqTimeoutException {
    private static final long serialVersionUID = 1L;

    /** The time waited. */
    private final Duration timeout;

    /**
     * Makes an exception.
     *
     * @param destination where the request was sent
     * @param timeout the time waited
     */
    public ZmqReplyTimeoutException(String destination, Duration timeout) {
        super("no reply from '" + destination + "' within " + timeout.toMillis()
                + " ms; a later one will be dropped; allow more time with the reply timeout of the template");
        this.timeout = timeout;
    }

    /**
     * Returns how long the caller waited.
     *
     * @return the reply timeout
     */
    public Duration timeout() {
        return timeout;
    }
}
