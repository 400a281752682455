package io.zmqspring;

/**
 * The ROUTER socket (RFC 28): the first frame of every message is the identity of the peer it came from or goes to. Thread-safe.
 */
public interface RouterSocket extends ZmqSocket, Connectable, MessageSender, MessageReceiver {}
