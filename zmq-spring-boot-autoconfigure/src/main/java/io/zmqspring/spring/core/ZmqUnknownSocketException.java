package io.zmqspring.spring.core;

import io.zmqspring.ZmqException;
import java.util.List;
import java.util.Set;

/** A socket name that no socket has. */
public class ZmqUnknownSocketException extends ZmqException {
    private static final long serialVersionUID = 1L;

    /** The name asked for. */
    private final String socket;

    /** The names there are. */
    private final List<String> known;

    /**
     * Makes an exception.
     *
     * @param socket the name asked for
     * @param known the names there are
     */
    public ZmqUnknownSocketException(String socket, Set<String> known) {
        super("no socket is named '" + socket + "'; known: " + known + "; configure it, for instance under zmq.sockets."
                + socket + ", or correct the name");
        this.socket = socket;
        this.known = List.copyOf(known);
    }

    /**
     * Returns the name that was asked for.
     *
     * @return the name
     */
    public String socket() {
        return socket;
    }

    /**
     * Returns the names of the sockets there are.
     *
     * @return an unmodifiable list
     */
    public List<String> known() {
        return known;
    }
}
