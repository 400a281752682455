package io.zmqspring;

/**
 * The GATHER socket (RFC 49): receives from its peers in turn; single frames. Thread-safe.
 */
public interface GatherSocket extends ZmqSocket, Connectable, MessageReceiver {}
