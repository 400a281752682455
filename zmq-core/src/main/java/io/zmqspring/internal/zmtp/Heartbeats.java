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

    /** What to do now. */
    enum Action {
        NOTHING,
        PING,
        GIVE_UP
    }

    private final long intervalNanos;
    private final long timeoutNanos;
    private final int ttlTenths;

    // Nanoseconds after `origin`, so that NEVER is later than everything.
    private final long origin;
    private long nextPing;
    private long answerDue = NEVER;
    private long lifeDue = NEVER;

    /** Starts counting; a peer below ZMTP 3.1 is sent no PING. */
    Heartbeats(Heartbeat heartbeat, boolean peerKnowsPing, long now) {
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
        lifeDue = ttl == 0 ? NEVER : now - origin + TimeUnit.MILLISECONDS.toNanos(ttl * 100L);
    }

    /** Looks at the clock. */
    Action check(long now) {
        long time = now - origin;
        if (time >= answerDue || time >= lifeDue) {
            return Action.GIVE_UP;
        }
        if (time < nextPing) {
            return Action.NOTHING;
        }
        nextPing = time + intervalNanos;
        if (timeoutNanos > 0 && answerDue == NEVER) {
            answerDue = time + timeoutNanos;
        }
        return Action.PING;
    }

    /** Nanoseconds from now until {@link #check} has something to do; a very long time if it never has. */
    long untilNextCheck(long now) {
        long due = Math.min(nextPing, Math.min(answerDue, lifeDue));
        return due == NEVER ? NEVER : Math.max(0, due - (now - origin));
    }

    Command ping() {
        return Command.ping(ttlTenths);
    }
}
