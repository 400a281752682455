package io.zmqspring.event;

/**
 * Receives the events of a socket, one after another, on a thread of its own: it may block, throw or close the
 * socket without disturbing any connection. If it falls more than 4096 events behind, further ones are dropped and
 * counted in {@link io.zmqspring.SocketStats#eventsDropped()}.
 */
@FunctionalInterface
public interface SocketEventListener {

    /**
     * Called for each event, in order.
     *
     * @param event the event
     */
    void onEvent(SocketEvent event);
}
