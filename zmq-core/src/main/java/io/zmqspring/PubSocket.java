package io.zmqspring;

/**
 * The PUB socket (RFC 29): sends each message to the peers that subscribed to a prefix of its first frame. Never waits: a
 * peer whose queue is full misses the message. Thread-safe.
 */
public interface PubSocket extends Publisher, Connectable, MessageSender {}
