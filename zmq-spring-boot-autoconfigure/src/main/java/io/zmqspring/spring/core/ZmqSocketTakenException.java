package io.zmqspring.spring.core;

/**
 * Two parties want to read one socket: two listeners, or a listener and an inbound adapter. Each would get a part of
 * the messages at random, so the second one is refused when it starts.
 */
public class ZmqSocketTakenException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** The socket's name. */
    private final String socket;

    /** Who reads it. */
    private final String owner;

    /** Who was refused. */
    private final String refused;

    /**
     * Makes an exception.
     *
     * @param socket the socket's name
     * @param owner who reads it already
     * @param refused who was refused
     */
    public ZmqSocketTakenException(String socket, String owner, String refused) {
        super("socket '" + socket + "' is read by " + owner + ", so " + refused
                + " cannot read it too: each message would reach one of the two at random;"
                + " remove one of them or give it a socket of its own");
        this.socket = socket;
        this.owner = owner;
        this.refused = refused;
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
     * Returns who reads the socket already.
     *
     * @return a description for people
     */
    public String owner() {
        return owner;
    }

    /**
     * Returns who was refused.
     *
     * @return a description for people
     */
    public String refused() {
        return refused;
    }
}
