package io.zmqspring.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.DropReason;
import io.zmqspring.SocketStats;
import io.zmqspring.Traffic;
import io.zmqspring.ZmqSocket;

/** The promise of {@link SocketStats}: whenever a socket is quiet, every message is in exactly one place. */
public final class Books {
    private Books() {}

    /** Messages that send had accepted and that were dropped. */
    public static long droppedOutgoing(SocketStats stats) {
        return stats.dropped(DropReason.PEER_GONE)
                + stats.dropped(DropReason.CONNECTION_LOST)
                + stats.dropped(DropReason.SOCKET_CLOSED);
    }

    /** Waits until the books balance. */
    public static void assertBalanced(ZmqSocket socket) {
        Until.holds(() -> assertBalanced(socket.stats()));
    }

    /** The books balance. */
    public static void assertBalanced(SocketStats stats) {
        Traffic traffic = stats.traffic();
        assertThat(traffic.sentMessages() + droppedOutgoing(stats) + traffic.outgoingQueue())
                .as("sent, dropped or queued, of the accepted; " + stats)
                .isEqualTo(traffic.acceptedMessages());
        assertThat(traffic.deliveredMessages()
                        + stats.dropped(DropReason.UNREAD)
                        + stats.dropped(DropReason.QUEUE_FULL)
                        + traffic.incomingQueue())
                .as("delivered, dropped or queued, of the received; " + stats)
                .isEqualTo(traffic.receivedMessages());
    }
}
