package io.zmqspring;

/** Nothing arrived within the time that the caller allowed. */
public class ZmqTimeoutException extends ZmqException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what happened and what can be done
     */
    public ZmqTimeoutException(String message) {
        super(message);
    }
}
