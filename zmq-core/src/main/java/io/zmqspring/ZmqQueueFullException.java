package io.zmqspring;

/**
 * The outgoing queue of a peer stayed full for the whole send timeout. The message was not accepted; nothing was lost.
 */
public class ZmqQueueFullException extends ZmqException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message whose queue, its limits and the time waited
     */
    public ZmqQueueFullException(String message) {
        super(message);
    }
}
