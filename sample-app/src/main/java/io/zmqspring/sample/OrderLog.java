package io.zmqspring.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Remembers the last orders: those that the desk answered, and those that the traders of this process sent. */
@Component
public class OrderLog {
    private static final int MOST = 10;

    private final Deque<Entry> atDesk = new ArrayDeque<>();
    private final Deque<Entry> sent = new ArrayDeque<>();
    private long answered;
    private long accepted;
    private long refused;
    private long receipts;
    private long failures;
    private long entries;

    /**
     * What became of one order.
     *
     * @param number tells entries apart
     * @param at when
     * @param trader who sent it
     * @param order the order; null if it could not be read
     * @param receipt the receipt; null if there is none
     * @param error why there is none; null if there is one
     * @param micros how long the sender waited, in millionths of a second; null at the desk
     */
    public record Entry(
            long number,
            Instant at,
            String trader,
            @Nullable Order order,
            @Nullable Receipt receipt,
            @Nullable String error,
            @Nullable Long micros) {}

    /**
     * How many orders there were.
     *
     * @param answered orders that the desk answered
     * @param accepted those of them that were accepted
     * @param refused messages to the desk that were no orders
     * @param receipts receipts that came back to traders
     * @param failures orders of traders that got none
     */
    public record Counts(long answered, long accepted, long refused, long receipts, long failures) {}

    /** The desk has answered an order. */
    synchronized void answered(String trader, Order order, Receipt receipt) {
        answered++;
        accepted += receipt.accepted() ? 1 : 0;
        add(atDesk, new Entry(++entries, Instant.now(), trader, order, receipt, null, null));
    }

    /** The desk got something that is no order. */
    synchronized void refused(String trader, String error) {
        refused++;
        add(atDesk, new Entry(++entries, Instant.now(), trader, null, null, error, null));
    }

    /** A trader has got a receipt. */
    synchronized void received(String trader, Order order, Receipt receipt, Duration waited) {
        receipts++;
        add(sent, new Entry(++entries, Instant.now(), trader, order, receipt, null, waited.toNanos() / 1000));
    }

    /** A trader has got no receipt. */
    synchronized void failed(String trader, Order order, String error, Duration waited) {
        failures++;
        add(sent, new Entry(++entries, Instant.now(), trader, order, null, error, waited.toNanos() / 1000));
    }

    /**
     * Returns the last orders that the desk answered.
     *
     * @return a copy, newest first
     */
    public synchronized List<Entry> atDesk() {
        return new ArrayList<>(atDesk);
    }

    /**
     * Returns the last orders that the traders of this process sent.
     *
     * @return a copy, newest first
     */
    public synchronized List<Entry> sent() {
        return new ArrayList<>(sent);
    }

    /**
     * Returns how many orders there were since the start.
     *
     * @return the counts
     */
    public synchronized Counts counts() {
        return new Counts(answered, accepted, refused, receipts, failures);
    }

    private static void add(Deque<Entry> list, Entry entry) {
        list.addFirst(entry);
        if (list.size() > MOST) {
            list.removeLast();
        }
    }
}
