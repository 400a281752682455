package io.zmqspring;

import org.jspecify.annotations.Nullable;

/** The root of everything this library throws on purpose. Subclasses tell what happened and what can be done. */
public class ZmqException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message the values, the limit and the way out
     */
    public ZmqException(String message) {
        super(message);
    }

    /**
     * Makes an exception with a cause.
     *
     * @param message the values, the limit and the way out
     * @param cause the cause, or null
     */
    public ZmqException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
