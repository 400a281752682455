package io.zmqspring;

/**
 * The REQ socket (RFC 28): sends a request to one peer in turn, then receives its reply, and so on. Out of turn it is
 * {@link ZmqStateException}, unless {@link ReqOptions} say otherwise. Thread-safe.
 */
public interface ReqSocket extends ZmqSocket, Connectable, MessageSender, MessageReceiver {}
