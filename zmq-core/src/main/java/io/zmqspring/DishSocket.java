package io.zmqspring;

/**
 * The DISH socket (RFC 48): receives the messages of the groups it joined. Each message has its group as its first frame, its
 * content as the second. Thread-safe.
 */
public interface DishSocket extends ZmqSocket, Connectable, MessageReceiver {

    /**
     * Joins a group.
     *
     * @param group at most 255 octets in UTF-8, none of them 0
     * @throws IllegalArgumentException if the group is too long or was joined already
     */
    void join(String group);

    /**
     * Leaves a group.
     *
     * @param group the group
     * @throws IllegalArgumentException if the group was not joined
     */
    void leave(String group);
}
