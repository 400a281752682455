package io.zmqspring.internal.zmtp;

import io.zmqspring.Heartbeat;
import io.zmqspring.internal.codec.Command;
import java.util.concurrent.TimeUnit;

/**
 * The heartbeats of one connection (RFC 37, "Connection Heartbeating") as a machine: told what happens and when, it
 * says what to do. Times are monotonic nanoseconds.
 */
final class Heartbeats {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long SHORTEST_SIGN = TimeUnit.MILLISECONDS.toNanos(50);

    /** What to do now. */
    enum Action {
        NOTHING,
        PING,
        /** Show that we are there: an answer to PINGs that we do not read now. */
        SIGN,
        GIVE_UP
    }

    private final long intervalNanos;
    private final long timeoutNanos;
    private final int ttlTenths;
    private final boolean peerKnowsPing;

    // Nanoseconds after `origin`, so that NEVER is later than everything.
    private final long origin;
    private long nextPing;
    private long answerDue = NEVER;
    private long lifeDue = NEVER;

    // While we do not read, for want of room, the peer's PINGs wait in the network behind its messages. They come once
    // an
    // interval from the handshake on, so those that were read tell how often it wants to hear of us.
    private boolean resting;
    private long nextSign = NEVER;
    private long pings;
    private long listened;
    private long listeningSince;

    /** Starts counting; a peer below ZMTP 3.1 is sent no PING. */
    Heartbeats(Heartbeat heartbeat, boolean peerKnowsPing, long now) {
        this.peerKnowsPing = peerKnowsPing;
        this.intervalNanos = peerKnowsPing ? heartbeat.interval().toNanos() : 0;
        this.timeoutNanos = heartbeat.timeout().toNanos();
        this.ttlTenths = (int) (heartbeat.ttl().toMillis() / 100);
        this.origin = now;
        this.nextPing = intervalNanos > 0 ? intervalNanos : NEVER;
    }

    /** Something was heard: any octet is a sign of life. */
    void onTraffic() {
        answerDue = NEVER;
        lifeDue = NEVER;
    }

    /** The other side asked to be given up after a silence; zero asks for nothing. */
    void onPing(int ttl, long now) {
        pings++;
        lifeDue = ttl == 0 ? NEVER : now - origin + TimeUnit.MILLISECONDS.toNanos(ttl * 100L);
    }

    /** Nothing is read from now on, so that silence says nothing about the peer and ours could be taken for death. */
    void rest(long now) {
        if (!resting) {
            resting = true;
            listened += now - origin - listeningSince;
            nextSign = peerKnowsPing ? now - origin + signInterval() : NEVER;
        }
    }

    /** Half the time in which a PING has come, or in which none has, so that one sign is always in time. */
    private long signInterval() {
        return Math.max(SHORTEST_SIGN, listened / (pings + 1) / 2);
    }

    /** What comes is read again. */
    void listen(long now) {
        resting = false;
        nextSign = NEVER;
        listeningSince = now - origin;
    }

    /** Looks at the clock. */
    Action check(long now) {
        long time = now - origin;
        if (resting) {
            onTraffic();
        }
        if (time >= answerDue || time >= lifeDue) {
            return Action.GIVE_UP;
        }
        if (time < nextPing && time < nextSign) {
            return Action.NOTHING;
        }
        nextSign = resting && peerKnowsPing ? time + signInterval() : NEVER;
        if (time < nextPing) {
            return Action.SIGN;
        }
        nextPing = time + intervalNanos;
        if (timeoutNanos > 0 && answerDue == NEVER) {
            answerDue = time + timeoutNanos;
        }
        return Action.PING;
    }

    /** Nanoseconds from now until {@link #check} has something to do; a very long time if it never has. */
    long untilNextCheck(long now) {
        long due = Math.min(Math.min(nextPing, nextSign), Math.min(answerDue, lifeDue));
        return due == NEVER ? NEVER : Math.max(0, due - (now - origin));
    }

    Command ping() {
        return Command.ping(ttlTenths);
    }
}
