package io.zmqspring.boot.autoconfigure;

import io.zmqspring.ZmqException;

/** A socket would not be as safe as it looks, or not safe at all. The message shows no secret. */
public final class ZmqSecurityException extends ZmqException {
    private static final long serialVersionUID = 1L;

    /** The property at fault. */
    private final String property;

    /** What is wrong. */
    private final String problem;

    /** What to do. */
    private final String wayOut;

    /**
     * Makes an exception.
     *
     * @param property the property at fault, for instance {@code zmq.sockets.orders.security}
     * @param problem what is wrong, without secrets
     * @param wayOut what to do about it
     */
    public ZmqSecurityException(String property, String problem, String wayOut) {
        super(property + ": " + problem + "; " + wayOut);
        this.property = property;
        this.problem = problem;
        this.wayOut = wayOut;
    }

    /**
     * Returns the property at fault.
     *
     * @return its name, for instance {@code zmq.sockets.orders.security}
     */
    public String property() {
        return property;
    }

    /**
     * Returns what is wrong.
     *
     * @return the problem, without secrets
     */
    public String problem() {
        return problem;
    }

    /**
     * Returns what to do about it.
     *
     * @return the way out
     */
    public String wayOut() {
        return wayOut;
    }
}
