package io.zmqspring;

/**
 * The RADIO socket (RFC 48): sends each message to the peers that joined its group. Never waits: a peer whose queue is full
 * misses the message. Thread-safe.
 */
public interface RadioSocket extends Publisher, Connectable {

    /**
     * Sends a message to a group.
     *
     * @param group at most 255 octets in UTF-8, none of them 0
     * @param message a message of one frame
     * @throws IllegalArgumentException if the group is too long or the message has several frames
     * @throws ZmqClosedException if the socket is closed
     */
    void send(String group, Message message);
}
