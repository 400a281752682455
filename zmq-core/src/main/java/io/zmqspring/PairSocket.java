package io.zmqspring;

/**
 * The PAIR socket (RFC 31): talks to one peer; another one is turned away until the first has left. Thread-safe.
 */
public interface PairSocket extends ZmqSocket, Connectable, MessageSender, MessageReceiver {}
