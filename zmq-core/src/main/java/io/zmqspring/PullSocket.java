package io.zmqspring;

/**
 * The PULL socket (RFC 30): receives from its peers in turn. Thread-safe.
 */
public interface PullSocket extends ZmqSocket, Connectable, MessageReceiver {}
