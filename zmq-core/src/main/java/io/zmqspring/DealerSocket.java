package io.zmqspring;

/**
 * The DEALER socket (RFC 28): sends to its peers in turn, receives from them in turn, and leaves messages as they are. Thread-safe.
 */
public interface DealerSocket extends ZmqSocket, Connectable, MessageSender, MessageReceiver {}
