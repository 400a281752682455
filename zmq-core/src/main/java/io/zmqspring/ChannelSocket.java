package io.zmqspring;

/**
 * The CHANNEL socket (RFC 52): talks to one peer; single frames. Thread-safe.
 */
public interface ChannelSocket extends ZmqSocket, Connectable, MessageSender, MessageReceiver {}
