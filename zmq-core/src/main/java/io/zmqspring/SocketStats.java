package io.zmqspring;

import java.util.Map;

/**
 * Counters of a socket since it was opened, peers that have gone included.
 *
 * <p>Every accepted message is in exactly one of three places: sent, dropped (under a reason that concerns outgoing
 * messages), or in the outgoing queue. Every received one is delivered, dropped, or in the incoming queue.
 *
 * @param traffic messages and bytes
 * @param dropped dropped messages by reason, unmodifiable; reasons that never occurred are absent
 * @param connections connections that are up now
 * @param reconnects connections that were made again after they had been lost
 * @param handshakeFailures connections that ended before their handshake was done
 * @param eventsDropped events not delivered because the listener was too slow
 */
public record SocketStats(
        Traffic traffic,
        Map<DropReason, Long> dropped,
        int connections,
        long reconnects,
        long handshakeFailures,
        long eventsDropped) {

    /**
     * Returns how many messages were dropped for one reason.
     *
     * @param reason the reason
     * @return the number
     */
    public long dropped(DropReason reason) {
        return dropped.getOrDefault(reason, 0L);
    }
}
