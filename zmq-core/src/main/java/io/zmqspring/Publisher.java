package io.zmqspring;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A socket that sends each message to the peers that asked for it: PUB, XPUB, RADIO. What is published before a peer has
 * asked is not for it (the "slow joiner" of the guide); the methods here wait until the peers have asked. A libzmq or JeroMQ
 * SUB that <em>binds</em> passes its subscriptions on only when its application next polls or receives.
 */
public interface Publisher extends ZmqSocket {

    /**
     * Returns how many different topics (PUB, XPUB) or groups (RADIO) peers are subscribed to now; with
     * {@link PubSubOptions.Notices#MANUAL} those that were applied.
     *
     * @return the number; what a peer had counts no more when its connection has ended
     */
    int topicCount();

    /**
     * Waits until peers get anything at all, whatever it is.
     *
     * @param count how many peers
     * @param timeout how long to wait
     * @throws ZmqTimeoutException if there are fewer when the time is over; says how many
     * @throws ZmqClosedException if the socket is closed, also while the call waits
     * @throws ZmqInterruptedException if the thread is interrupted while the call waits
     */
    void awaitSubscribers(int count, Duration timeout);

    /**
     * Waits until peers get the messages of a topic or group.
     *
     * @param topic the first octets of such a message (PUB, XPUB), or the group (RADIO)
     * @param count how many peers
     * @param timeout how long to wait
     * @throws ZmqTimeoutException if there are fewer when the time is over; says how many
     * @throws ZmqClosedException if the socket is closed, also while the call waits
     * @throws ZmqInterruptedException if the thread is interrupted while the call waits
     */
    void awaitSubscribers(byte[] topic, int count, Duration timeout);

    /**
     * Waits until peers get the messages of a topic or group in UTF-8, as {@link #awaitSubscribers(byte[], int, Duration)}.
     *
     * @param topic the first characters of such a message, or the group
     * @param count how many peers
     * @param timeout how long to wait
     * @throws ZmqTimeoutException if there are fewer when the time is over; says how many
     * @throws ZmqClosedException if the socket is closed, also while the call waits
     * @throws ZmqInterruptedException if the thread is interrupted while the call waits
     */
    default void awaitSubscribers(String topic, int count, Duration timeout) {
        awaitSubscribers(topic.getBytes(StandardCharsets.UTF_8), count, timeout);
    }
}
