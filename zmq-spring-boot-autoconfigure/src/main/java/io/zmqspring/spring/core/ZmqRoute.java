package io.zmqspring.spring.core;

import io.zmqspring.Message;
import io.zmqspring.ZmqSocket;
import org.jspecify.annotations.Nullable;

/** What a destination stands for at one moment. */
public final class ZmqRoute {
    private final ZmqDestination destination;
    private final Dialect dialect;
    private final int routingId;
    private final @Nullable String address;

    ZmqRoute(ZmqDestination destination, Dialect dialect, int routingId, @Nullable String address) {
        this.destination = destination;
        this.dialect = dialect;
        this.routingId = routingId;
        this.address = address;
    }

    ZmqDestination destination() {
        return destination;
    }

    Dialect dialect() {
        return dialect;
    }

    /**
     * Returns the name of the socket.
     *
     * @return the name
     */
    public String socketName() {
        return dialect.name();
    }

    /**
     * Returns the socket.
     *
     * @return the socket
     */
    public ZmqSocket socket() {
        return dialect.socket();
    }

    /**
     * Returns the socket's routing id of the peer.
     *
     * @return unsigned 32 bits; 0 if the socket does not address its peers so
     */
    public int routingId() {
        return routingId;
    }

    /**
     * Returns the identity of the peer (ROUTER), the topic (PUB, XPUB) or the group (RADIO) of what is sent.
     *
     * @return the text; null if there is none
     */
    public @Nullable String address() {
        return address;
    }

    /**
     * Sends a message this way, as a template does when it has converted it.
     *
     * @param message the content
     * @throws ZmqSocketUseException if sockets of the type send nothing of their own accord
     */
    public void send(Message message) {
        requireSending();
        dialect.send(routingId, address, message);
    }

    /** Sends a message if that needs no waiting, and returns whether it did. */
    boolean trySend(Message message) {
        requireSending();
        return dialect.trySend(routingId, address, message);
    }

    private void requireSending() {
        if (!dialect.can(Can.SEND)) {
            dialect.require(Can.SEND, "destination '" + destination + "'");
        }
    }
}
