package io.zmqspring;

/** The calling thread was interrupted while it waited. Its interrupt flag is set again; socket and message are as before the call. */
public class ZmqInterruptedException extends ZmqException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what happened and what can be done
     */
    public ZmqInterruptedException(String message) {
        super(message);
    }
}
