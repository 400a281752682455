package io.zmqspring.internal.pipe;

/**
 * The counters of a queue at one moment: {@code offered} is always {@code passed}, {@code discarded} and {@code queued} together.
 *
 * @param offered everything accepted so far, and what was {@link MessageQueue#refused}
 * @param passed everything handed to the consumer so far, without what was discarded
 * @param discarded everything discarded so far
 * @param queued what is queued now
 */
public record QueueCounts(
        MessageQueue.Count offered,
        MessageQueue.Count passed,
        MessageQueue.Count discarded,
        MessageQueue.Count queued) {}
