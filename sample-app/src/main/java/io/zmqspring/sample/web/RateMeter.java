package io.zmqspring.sample.web;

import io.zmqspring.Traffic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** Makes rates of a socket's counters, and keeps those of the last minute. Used by one thread at a time. */
final class RateMeter {
    private static final int HISTORY = 60;

    private final Deque<Double> history = new ArrayDeque<>(Collections.nCopies(HISTORY, 0.0));
    private Traffic before;
    private long beforeNanos;
    private double received;
    private double sent;

    /** Starts with the counters as they are at the given time. */
    RateMeter(Traffic start, long nanos) {
        before = start;
        beforeNanos = nanos;
    }

    /** Takes the counters as they are at the given time. */
    void update(Traffic now, long nanos) {
        double seconds = Math.max(nanos - beforeNanos, 1) / 1e9;
        received = rate(now.receivedMessages() - before.receivedMessages(), seconds);
        sent = rate(now.sentMessages() - before.sentMessages(), seconds);
        history.removeFirst();
        history.addLast(rounded(received + sent));
        before = now;
        beforeNanos = nanos;
    }

    private static double rate(long messages, double seconds) {
        return rounded(messages / seconds);
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }

    /** Messages per second that came in between the last two updates. */
    double received() {
        return received;
    }

    /** Messages per second that went out between the last two updates. */
    double sent() {
        return sent;
    }

    /** In and out together at each of the last 60 updates, the latest last. */
    List<Double> history() {
        return new ArrayList<>(history);
    }
}
