package io.zmqspring;

/** The socket or its context is closed, or was closed while the call was waiting. */
public class ZmqClosedException extends ZmqException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what happened and what can be done
     */
    public ZmqClosedException(String message) {
        super(message);
    }
}
