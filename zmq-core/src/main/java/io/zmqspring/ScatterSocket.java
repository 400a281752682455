package io.zmqspring;

/**
 * The SCATTER socket (RFC 49): sends to its peers in turn; single frames. Thread-safe.
 */
public interface ScatterSocket extends ZmqSocket, Connectable, MessageSender {}
