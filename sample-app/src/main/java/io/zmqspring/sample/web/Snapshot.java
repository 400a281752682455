package io.zmqspring.sample.web;

import io.zmqspring.sample.OrderLog;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the page shows that changes, at one moment.
 *
 * @param at the moment
 * @param topology who is connected to whom
 * @param sockets the sockets of this process, by name
 * @param stock what the desk has to sell; empty without a desk
 * @param desk the last orders that the desk answered
 * @param traders the last orders that traders of this process sent
 */
record Snapshot(
        Instant at,
        Topology topology,
        List<SocketView> sockets,
        List<StockView> stock,
        List<OrderLog.Entry> desk,
        List<OrderLog.Entry> traders) {

    /**
     * A socket.
     *
     * @param name its name
     * @param announced the name under which others know it
     * @param bound where it listens
     * @param received messages that came in, per second
     * @param sent messages that went out, per second
     * @param history the last minute
     * @param incomingQueue messages that wait to be handled
     * @param outgoingQueue messages that wait to be sent
     * @param dropped messages dropped since the start
     * @param peerCount how many peers it has, connected or not
     * @param peers the first of them
     */
    record SocketView(
            String name,
            String announced,
            List<String> bound,
            double received,
            double sent,
            History history,
            long incomingQueue,
            long outgoingQueue,
            long dropped,
            int peerCount,
            List<PeerView> peers) {}

    /**
     * A socket's last minute, one value a second, the latest last.
     *
     * @param received messages that came in, per second
     * @param sent messages that went out, per second
     * @param incomingQueue messages that waited to be handled
     * @param outgoingQueue messages that waited to be sent
     */
    record History(List<Double> received, List<Double> sent, List<Double> incomingQueue, List<Double> outgoingQueue) {}

    /**
     * The other end of a connection.
     *
     * @param name its name: the connection's, if we made it, or the one it announced
     * @param accepted whether it came to us
     * @param endpoint where we connect to it, or where it came to
     * @param address where it is, or where we try to reach it
     * @param state the connection's state
     * @param since when it got into that state
     * @param error why it is not connected; null if it is
     * @param received messages from it
     * @param sent messages to it
     */
    record PeerView(
            String name,
            boolean accepted,
            String endpoint,
            String address,
            String state,
            Instant since,
            @Nullable String error,
            long received,
            long sent) {}

    /**
     * What the desk has of an item.
     *
     * @param item the item
     * @param left how much there is
     * @param full how much there is after a delivery
     */
    record StockView(String item, int left, int full) {}
}
