package io.zmqspring.internal.pipe;

import io.zmqspring.SocketOptions;

/**
 * The high-water mark of one queue, in messages and in octets.
 *
 * @param messages the most messages
 * @param bytes the most octets; one larger message is taken when the queue is empty, or it could never be sent
 * @param newestOnly whether a message replaces the one that waits, so that the queue is never full
 */
public record QueueLimits(int messages, long bytes, boolean newestOnly) {
    private static final QueueLimits NEWEST = new QueueLimits(Integer.MAX_VALUE, Long.MAX_VALUE, true);

    public QueueLimits(int messages, long bytes) {
        this(messages, bytes, false);
    }

    public static QueueLimits outbound(SocketOptions options) {
        return options.conflate() ? NEWEST : new QueueLimits(options.sendHighWaterMark(), options.sendQueueBytes());
    }

    public static QueueLimits inbound(SocketOptions options) {
        return options.conflate()
                ? NEWEST
                : new QueueLimits(options.receiveHighWaterMark(), options.receiveQueueBytes());
    }

    /** The limits of a queue that joins two sockets of one process: what both allow together, or the newest only. */
    public QueueLimits plus(QueueLimits other) {
        if (newestOnly || other.newestOnly) {
            return NEWEST;
        }
        return new QueueLimits(
                (int) Math.min(Integer.MAX_VALUE, (long) messages + other.messages),
                bytes > Long.MAX_VALUE - other.bytes ? Long.MAX_VALUE : bytes + other.bytes);
    }
}
