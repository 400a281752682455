package io.zmqspring.internal.pipe;

import io.zmqspring.SocketOptions;

/**
 * The high-water mark of one queue, in messages and in octets.
 *
 * @param messages the most messages
 * @param bytes the most octets; one larger message is taken when the queue is empty, or it could never be sent
 */
public record QueueLimits(int messages, long bytes) {

    public static QueueLimits outbound(SocketOptions options) {
        return new QueueLimits(options.sendHighWaterMark(), options.sendQueueBytes());
    }

    public static QueueLimits inbound(SocketOptions options) {
        return new QueueLimits(options.receiveHighWaterMark(), options.receiveQueueBytes());
    }

    /** The limits of a queue that joins two sockets of one process: what both allow together. */
    public QueueLimits plus(QueueLimits other) {
        return new QueueLimits(
                (int) Math.min(Integer.MAX_VALUE, (long) messages + other.messages),
                bytes > Long.MAX_VALUE - other.bytes ? Long.MAX_VALUE : bytes + other.bytes);
    }
}
