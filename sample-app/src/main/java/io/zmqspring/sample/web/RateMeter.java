package io.zmqspring.sample.web;

import io.zmqspring.Traffic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** Makes rates of a socket's counters, and keeps those of the last minute, as well as its queues. Used by one thread at a time. */
final class RateMeter {
    static final int HISTORY = 60;

    private final Series received = new Series();
    private final Series sent = new Series();
    private final Series incomingQueue = new Series();
    private final Series outgoingQueue = new Series();
    private Traffic before;
    private long beforeNanos;

    /** The last 60 values. */
    private static final class Series {
        private final Deque<Double> values = new ArrayDeque<>(Collections.nCopies(HISTORY, 0.0));

        void add(double value) {
            values.removeFirst();
            values.addLast(Math.round(value * 10) / 10.0);
        }

        double latest() {
            return values.getLast();
        }

        List<Double> all() {
            return new ArrayList<>(values);
        }
    }

    /** Starts with the counters as they are at the given time. */
    RateMeter(Traffic start, long nanos) {
        before = start;
        beforeNanos = nanos;
    }

    /** Takes the counters as they are at the given time. */
    void update(Traffic now, long nanos) {
        double seconds = Math.max(nanos - beforeNanos, 1) / 1e9;
        received.add((now.receivedMessages() - before.receivedMessages()) / seconds);
        sent.add((now.sentMessages() - before.sentMessages()) / seconds);
        incomingQueue.add((double) now.incomingQueue());
        outgoingQueue.add((double) now.outgoingQueue());
        before = now;
        beforeNanos = nanos;
    }

    /** Messages per second that came in between the last two updates. */
    double received() {
        return received.latest();
    }

    /** Messages per second that went out between the last two updates. */
    double sent() {
        return sent.latest();
    }

    /** What there was at each of the last 60 updates, the latest last. */
    Snapshot.History history() {
        return new Snapshot.History(received.all(), sent.all(), incomingQueue.all(), outgoingQueue.all());
    }
}
