package io.zmqspring;

/**
 * How a STREAM socket tells of its connections.
 *
 * @param notices whether an empty message is received when a connection has been made and again when it has ended
 */
public record StreamOptions(boolean notices) {
    /** With notices, as in libzmq. */
    public static final StreamOptions DEFAULT = new StreamOptions(true);

    /** No empty messages: a connection is known by its first octets, its end by its routing id being refused. */
    public static final StreamOptions SILENT = new StreamOptions(false);
}
