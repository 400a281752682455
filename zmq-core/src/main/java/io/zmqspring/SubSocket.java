package io.zmqspring;

import java.nio.charset.StandardCharsets;

/**
 * The SUB socket (RFC 29): receives the messages whose first frame begins with a topic it subscribed to. A new one receives
 * nothing. Subscriptions are told to every publisher, again after each reconnect, and count against no limit. Thread-safe.
 */
public interface SubSocket extends ZmqSocket, Connectable, MessageReceiver {

    /**
     * Subscribes to a topic; the empty one matches everything. Subscribing twice needs two ends.
     *
     * @param topic the first octets of the messages wanted; not to be changed afterwards
     * @throws ZmqClosedException if the socket is closed
     */
    void subscribe(byte[] topic);

    /**
     * Ends one subscription; one that is not there is ignored.
     *
     * @param topic the topic
     * @throws ZmqClosedException if the socket is closed
     */
    void unsubscribe(byte[] topic);

    /**
     * Returns how many different topics this socket is subscribed to.
     *
     * @return the number
     */
    int topicCount();

    /**
     * Subscribes to a topic in UTF-8.
     *
     * @param topic the first characters of the messages wanted
     * @throws ZmqClosedException if the socket is closed
     */
    default void subscribe(String topic) {
        subscribe(topic.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Ends one subscription to a topic in UTF-8.
     *
     * @param topic the topic
     * @throws ZmqClosedException if the socket is closed
     */
    default void unsubscribe(String topic) {
        unsubscribe(topic.getBytes(StandardCharsets.UTF_8));
    }
}
