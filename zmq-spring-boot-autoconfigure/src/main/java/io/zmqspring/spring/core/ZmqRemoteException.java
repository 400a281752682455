package io.zmqspring.spring.core;

import io.zmqspring.spring.support.LogText;
import org.springframework.messaging.MessagingException;

/** The other side could not handle a request, and says so. */
public class ZmqRemoteException extends MessagingException {
    private static final long serialVersionUID = 1L;
    private static final int MOST_TEXT = 1024;

    private final String error;

    /**
     * Makes an exception.
     *
     * @param destination who was asked
     * @param error what the other side says: the type and text of what was thrown there
     */
    public ZmqRemoteException(ZmqDestination destination, String error) {
        super("'" + destination + "' could not handle the request: " + LogText.printable(error, MOST_TEXT));
        this.error = LogText.printable(error, MOST_TEXT);
    }

    /**
     * Returns what the other side says.
     *
     * @return the type and text of what was thrown there, printable; a claim like everything that others say
     */
    public String getError() {
        return error;
    }
}
