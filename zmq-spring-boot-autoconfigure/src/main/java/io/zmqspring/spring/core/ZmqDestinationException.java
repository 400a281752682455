package io.zmqspring.spring.core;

import io.zmqspring.ZmqException;

/** A destination that names nobody, or several where one is needed. The message was not sent. */
public class ZmqDestinationException extends ZmqException {
    private static final long serialVersionUID = 1L;

    /** The destination's text form. */
    private final String destination;

    /**
     * Makes an exception.
     *
     * @param destination the destination's text form
     * @param problem what is wrong, what is known, and the way out
     */
    public ZmqDestinationException(String destination, String problem) {
        super("destination '" + destination + "': " + problem);
        this.destination = destination;
    }

    /**
     * Returns the destination that could not be used.
     *
     * @return its text form
     */
    public String destination() {
        return destination;
    }
}
