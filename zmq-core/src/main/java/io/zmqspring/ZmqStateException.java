package io.zmqspring;

/** The socket's pattern does not allow the call now: a REQ or REP socket out of turn. Nothing was sent or received. */
public class ZmqStateException extends ZmqException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message which call is due and the way out
     */
    public ZmqStateException(String message) {
        super(message);
    }
}
