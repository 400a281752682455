package io.zmqspring.spring.core;

import io.zmqspring.SocketType;

/** A socket was to be used as its type does not allow: a listener on a PUSH, a message sent by a SUB, topics for a PULL. */
public class ZmqSocketUseException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** The socket's name. */
    private final String socket;

    /** The socket's type. */
    private final SocketType type;

    /** What does not work. */
    private final String problem;

    /** What to do instead. */
    private final String wayOut;

    /**
     * Makes an exception.
     *
     * @param socket the socket's name
     * @param type the socket's type
     * @param problem what does not work, and who wanted it
     * @param wayOut what to do instead
     */
    public ZmqSocketUseException(String socket, SocketType type, String problem, String wayOut) {
        super("socket '" + socket + "' of type " + type + " " + problem + "; " + wayOut);
        this.socket = socket;
        this.type = type;
        this.problem = problem;
        this.wayOut = wayOut;
    }

    /**
     * Returns the socket's name.
     *
     * @return the name
     */
    public String socket() {
        return socket;
    }

    /**
     * Returns the socket's type.
     *
     * @return the type
     */
    public SocketType type() {
        return type;
    }

    /**
     * Returns what does not work.
     *
     * @return a phrase whose subject is the socket, for instance "cannot send messages"
     */
    public String problem() {
        return problem;
    }

    /**
     * Returns what to do instead.
     *
     * @return an advice for people
     */
    public String wayOut() {
        return wayOut;
    }
}
