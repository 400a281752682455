package io.zmqspring;

/**
 * The XPUB socket (RFC 29): a PUB that receives subscriptions: {@code 1 topic} for the first of a topic, {@code 0 topic}
 * for the end of the last, or as {@link PubSubOptions#notices()} says. Thread-safe.
 */
public interface XPubSocket extends Publisher, Connectable, MessageSender, MessageReceiver {

    /**
     * Applies a topic to the peer that made a request; only with {@link PubSubOptions.Notices#MANUAL}. The topic need not
     * be the one asked for. If the peer has gone, nothing happens. Unlike libzmq, which means whoever's request was received
     * last, the request is named, so that several threads can answer.
     *
     * @param request the request as it was received
     * @param topic the first octets of the messages that the peer shall get; not to be changed afterwards
     * @throws ZmqStateException if this socket applies subscriptions by itself
     * @throws ZmqClosedException if the socket is closed
     */
    void subscribe(Message request, byte[] topic);

    /**
     * Takes a topic back from the peer that made a request; only with {@link PubSubOptions.Notices#MANUAL}.
     *
     * @param request the request as it was received
     * @param topic the topic
     * @throws ZmqStateException if this socket applies subscriptions by itself
     * @throws ZmqClosedException if the socket is closed
     */
    void unsubscribe(Message request, byte[] topic);

    /**
     * Sends a message to the one peer that something received came from, as the last value of a topic to who has just
     * subscribed to it. If that peer has gone, nothing happens. libzmq's {@code ZMQ_XPUB_MANUAL_LAST_VALUE} sends the first
     * message after {@link #subscribe} there instead, which several threads could not tell apart.
     *
     * @param request the subscription, or anything else, as it was received
     * @param message the message; the peer's SUB drops it if it begins with none of its topics
     * @throws ZmqQueueFullException with {@link PubSubOptions#noDrop()}, if the peer has no room within the send timeout;
     *     without it the peer misses the message
     * @throws ZmqClosedException if the socket is closed, also while the call waits
     * @throws ZmqInterruptedException if the thread is interrupted while the call waits
     */
    void sendTo(Message request, Message message);
}
