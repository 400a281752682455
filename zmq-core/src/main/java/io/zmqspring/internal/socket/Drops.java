package io.zmqspring.internal.socket;

import io.zmqspring.DropReason;
import io.zmqspring.Endpoint;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.internal.pattern.Pattern;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.Pipe;
import org.jspecify.annotations.Nullable;

/** Where everything that is dropped is counted and told of. */
final class Drops implements Pattern.DropListener {
    private final SocketMetrics metrics;
    private final EventQueue events;
    private final ClosingState closing;

    Drops(SocketMetrics metrics, EventQueue events, ClosingState closing) {
        this.metrics = metrics;
        this.events = events;
        this.closing = closing;
    }

    void dropped(Endpoint endpoint, DropReason reason, MessageQueue.Count count) {
        if (count.messages() > 0) {
            DropReason actual =
                    closing.hasBegun() && reason == DropReason.PEER_GONE ? DropReason.SOCKET_CLOSED : reason;
            metrics.dropped(actual, count.messages());
            if (actual == DropReason.SOCKET_CLOSED || actual == DropReason.CONNECTION_LOST) {
                closing.undelivered(count);
            }
            events.publish(new SocketEvent.Dropped(endpoint, actual, count.messages()));
        }
    }

    /** What the pattern drops; without a pipe it belongs to no connection, and so no event tells of it. */
    @Override
    public void dropped(@Nullable Pipe pipe, DropReason reason) {
        metrics.dropped(reason, 1);
        if (pipe != null) {
            events.publish(new SocketEvent.Dropped(pipe.endpoint(), reason, 1));
        }
    }

    /** Counts one message that was replaced by a newer one, which is what the option asks for: no event. */
    void replaced() {
        metrics.dropped(DropReason.REPLACED, 1);
    }
}
