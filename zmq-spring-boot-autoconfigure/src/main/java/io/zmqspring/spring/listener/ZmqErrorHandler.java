package io.zmqspring.spring.listener;

/**
 * Deals with the failures of a container's messages that the listener's own error handler did not deal with, or there
 * is none.
 */
@FunctionalInterface
public interface ZmqErrorHandler {

    /**
     * Deals with a failure. The container counts it, but neither logs it nor gives the message to its recoverer, unless
     * this method throws.
     *
     * @param failure what happened: {@code getFailedMessage()} is the message, {@code getCause()} what the conversion
     *     or the listener threw
     * @throws Exception if it cannot deal with it
     */
    void handleError(ZmqListenerException failure) throws Exception;
}
