package io.zmqspring.boot.autoconfigure;

import io.zmqspring.ZmqException;

/** A socket could not be made, bound or connected as its properties say; the cause tells why. */
public final class ZmqSocketStartException extends ZmqException {
    private static final long serialVersionUID = 1L;

    /** The property at fault. */
    private final String property;

    /**
     * Makes an exception.
     *
     * @param property the property at fault, for instance {@code zmq.sockets.orders.bind}
     * @param cause why
     */
    public ZmqSocketStartException(String property, RuntimeException cause) {
        super(property + ": " + cause.getMessage(), cause);
        this.property = property;
    }

    /**
     * Returns the property at fault.
     *
     * @return its name, for instance {@code zmq.sockets.orders.bind}
     */
    public String property() {
        return property;
    }
}
