package io.zmqspring;

/**
 * The DISH socket (RFC 48): receives the messages of the groups it joined. Each message has its group as its first frame, its
 * content as the second. Thread-safe.
 *
 * <p>It may also bind {@code udp://host:port}, {@code udp://group:port} (multicast) or {@code udp://interface;group:port} and is
 * then one peer of its own in {@link #peers()}, whoever sends. Datagrams that are no messages and those for which there is no
 * room are dropped and counted ({@link DropReason#BAD_DATAGRAM}, {@link DropReason#QUEUE_FULL}).
 */
public interface DishSocket extends ZmqSocket, Connectable, MessageReceiver {

    /**
     * Joins a group.
     *
     * @param group at most 255 octets in UTF-8, none of them 0
     * @throws IllegalArgumentException if the group is too long or was joined already
     * @throws ZmqClosedException if the socket is closed
     */
    void join(String group);

    /**
     * Leaves a group.
     *
     * @param group the group
     * @throws IllegalArgumentException if the group was not joined
     * @throws ZmqClosedException if the socket is closed
     */
    void leave(String group);
}
