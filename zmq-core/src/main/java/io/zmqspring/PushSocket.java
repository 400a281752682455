package io.zmqspring;

/**
 * The PUSH socket (RFC 30): sends to its peers in turn. Thread-safe.
 */
public interface PushSocket extends ZmqSocket, Connectable, MessageSender {}
