package io.zmqspring;

/**
 * The REP socket (RFC 28): receives a request, then sends the reply to where it came from. A requester that has gone does
 * not get it; send never waits. Thread-safe.
 */
public interface RepSocket extends ZmqSocket, Connectable, MessageSender, MessageReceiver {}
