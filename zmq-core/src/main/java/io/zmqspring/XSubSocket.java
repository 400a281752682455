package io.zmqspring;

/**
 * The XSUB socket (RFC 29): a SUB that subscribes by sending {@code 1 topic} and {@code 0 topic}, and filters nothing. Thread-safe.
 */
public interface XSubSocket extends ZmqSocket, Connectable, MessageSender, MessageReceiver {

    /**
     * Returns how many different topics this socket is subscribed to.
     *
     * @return the number
     */
    int topicCount();
}
