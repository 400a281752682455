package io.zmqspring;

/**
 * The CLIENT socket (RFC 41): sends to its servers in turn, receives from all; single frames. Thread-safe.
 */
public interface ClientSocket extends ZmqSocket, Connectable, MessageSender, MessageReceiver {}
