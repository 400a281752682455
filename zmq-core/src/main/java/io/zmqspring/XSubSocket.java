package io.zmqspring;

/**
 * The XSUB socket (RFC 29): a SUB that subscribes by sending {@code 1 topic} and {@code 0 topic}, and filters nothing. Publishers
 * that are connected get subscriptions and other messages in the order in which they were sent; one that comes is told all topics.
 * Thread-safe.
 */
public interface XSubSocket extends ZmqSocket, Connectable, MessageSender, MessageReceiver {

    /**
     * Returns how many different topics this socket is subscribed to.
     *
     * @return the number
     */
    int topicCount();
}
