package io.zmqspring;

/**
 * The RADIO socket (RFC 48): sends each message to the peers that joined its group. Never waits: a peer whose queue is full
 * misses the message. Thread-safe.
 *
 * <p>It may also connect {@code udp://host:port}, {@code udp://group:port} or {@code udp://interface;group:port}: one host, a
 * broadcast address or a multicast group. Nobody tells a sender of datagrams what is wanted, so every message goes there, one a
 * datagram ({@link UdpOptions}), and the receiver drops what it did not join. Whether anybody is there is not known.
 */
public interface RadioSocket extends Publisher, Connectable {

    /**
     * Sends a message to a group.
     *
     * @param group at most 255 octets in UTF-8, none of them 0
     * @param message a message of one frame
     * @throws IllegalArgumentException if the group is too long, the message has several frames, or both together do not fit
     *     into a datagram and the socket is connected over udp; then nobody gets it
     * @throws ZmqClosedException if the socket is closed
     */
    void send(String group, Message message);
}
