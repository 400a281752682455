package io.zmqspring;

import java.time.Duration;

/**
 * How a connection is kept under watch (RFC 37/ZMTP 3.1, "Connection Heartbeating"). Peers below ZMTP 3.1 know no
 * heartbeats and are sent none.
 *
 * <p>A side whose incoming queue is full does not read, and so does not see heartbeats either. It sends signs of life
 * instead, twice in the time in which the other side's heartbeats came, or every 50 ms if that is not known yet, and takes nobody
 * for dead meanwhile: a receiver may rest as long as it likes. Other implementations do not do that; where such a receiver may rest
 * for longer than the timeout, raise the timeout.
 *
 * @param interval the time between heartbeats (PING); zero sends none and only answers the other side's
 * @param timeout how long after a heartbeat something must be heard, or the connection is lost; zero waits for ever
 * @param ttl after which silence the other side shall give us up, sent with each heartbeat in tenths of a second, at
 *     most 6553.599 s; zero leaves it to the other side
 */
public record Heartbeat(Duration interval, Duration timeout, Duration ttl) {
    private static final Duration MAX_TTL = Duration.ofMillis(6_553_599);

    /** No heartbeats of our own, the default; the other side's are answered. */
    public static final Heartbeat OFF = new Heartbeat(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /**
     * Checks the values.
     *
     * @param interval the time between heartbeats
     * @param timeout the time to be heard
     * @param ttl what the other side is asked for
     * @throws IllegalArgumentException if one is negative or the ttl is more than the wire can say
     */
    public Heartbeat {
        if (interval.isNegative() || timeout.isNegative() || ttl.isNegative()) {
            throw new IllegalArgumentException("heartbeat interval=" + interval + ", timeout=" + timeout + ", ttl="
                    + ttl + ": none may be negative");
        }
        if (ttl.compareTo(MAX_TTL) > 0) {
            throw new IllegalArgumentException("heartbeat ttl=" + ttl + " > " + MAX_TTL + ", the most ZMTP can say");
        }
    }

    /**
     * Heartbeats at an interval, each to be answered within the same time.
     *
     * @param interval the interval
     * @return the heartbeat, without a ttl
     */
    public static Heartbeat every(Duration interval) {
        return new Heartbeat(interval, interval, Duration.ZERO);
    }

    /**
     * Returns the same heartbeat with another timeout.
     *
     * @param timeout the timeout
     * @return the new heartbeat
     */
    public Heartbeat withTimeout(Duration timeout) {
        return new Heartbeat(interval, timeout, ttl);
    }

    /**
     * Returns the same heartbeat with another time to live.
     *
     * @param ttl the time to live
     * @return the new heartbeat
     */
    public Heartbeat withTtl(Duration ttl) {
        return new Heartbeat(interval, timeout, ttl);
    }
}
