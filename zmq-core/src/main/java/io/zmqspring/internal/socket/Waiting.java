package io.zmqspring.internal.socket;

import io.zmqspring.Message;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqInterruptedException;
import io.zmqspring.ZmqStateException;
import io.zmqspring.ZmqTimeoutException;
import io.zmqspring.internal.concurrent.Signal;
import io.zmqspring.internal.concurrent.WaitingRoom;
import io.zmqspring.internal.pattern.Pattern;
import io.zmqspring.internal.pipe.MessageQueue.Offer;
import io.zmqspring.internal.pipe.Pipe;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** How threads wait for a socket: for messages, for room, for peers; each until a timeout, an interrupt or the close. */
final class Waiting {
    /** Changes when a receive that found nothing may find something. */
    final Signal readable;

    /** Changes when a send that found no room may find some. */
    final Signal writable;

    /** Changes when peers come and go, are up or down, or ask for something. */
    final Signal peersChanged;

    private final Pattern pattern;
    private final ClosingState closing;

    /** Something was sent since a receiver last waited. Written by any thread: what one overlooks only costs time. */
    private boolean conversing;

    Waiting(Pattern pattern, ClosingState closing, WaitingRoom room) {
        this.readable = new Signal(room);
        this.writable = new Signal(room);
        this.peersChanged = new Signal(room);
        this.pattern = pattern;
        this.closing = closing;
        pattern.onNotice(readable::fireOne);
        pattern.onSubscriptions(peersChanged::fireAll);
        pattern.onTurn(() -> {
            readable.fireOne();
            writable.fireAll();
        });
    }

    /** The socket closes: nobody goes on waiting. */
    void end() {
        readable.fireAll();
        writable.fireAll();
        peersChanged.fireAll();
    }

    // ---- messages ------------------------------------------------------------------------------------------------

    /** Takes the next message, waiting for it; null if none came in time. */
    @Nullable
    Message receive(long timeoutNanos) {
        closing.ensureOpen();
        Message message = pattern.receive();
        if (message == null && timeoutNanos > 0) {
            message = awaitMessage(timeoutNanos);
        }
        if (message != null && readable.hasWaiters() && pattern.hasInput()) {
            readable.fireOne(); // a batch wakes one receiver; each one that finds more wakes the next
        }
        return message;
    }

    /** Whether an offered message was accepted: then there may be an answer to it. */
    boolean sent(Offer offer) {
        boolean accepted = offer == Offer.ACCEPTED;
        if (accepted && !conversing) { // written once and not for each message
            conversing = true;
        }
        return accepted;
    }

    private @Nullable Message awaitMessage(long timeoutNanos) {
        boolean answering = conversing;
        conversing = false;
        long left = timeoutNanos;
        while (left > 0) {
            long ticket = readable.ticket();
            Message message = pattern.receive();
            if (message != null) {
                return message;
            }
            closing.ensureOpen();
            left = await(readable, ticket, left, answering);
        }
        return pattern.receive();
    }

    /** Takes a message if one is there and it is the socket's turn to receive. */
    @Nullable
    Message poll() {
        closing.ensureOpen();
        try {
            return pattern.isReadable() ? receive(0) : null;
        } catch (ZmqStateException notItsTurn) { // another thread was faster; onTurn tells when it is ours
            return null;
        }
    }

    /** Repeats an attempt that found a queue full whenever there may be room; false if it never succeeded in time. */
    boolean awaitRoom(BooleanSupplier attempt, long timeoutNanos) {
        long left = timeoutNanos;
        while (left > 0) {
            long ticket = writable.ticket();
            if (attempt.getAsBoolean()) {
                return true;
            }
            closing.ensureOpen();
            left = await(writable, ticket, left, false);
        }
        return attempt.getAsBoolean();
    }

    // ---- peers ---------------------------------------------------------------------------------------------------

    /** Waits until so many peers are connected, and the pattern knows them. */
    void awaitPeers(int count, Duration timeout) {
        awaitCount("peers", count, timeout, () ->
                (int) pattern.pipes().stream().filter(Pipe::isUp).count());
    }

    /** Waits until a count of peers is reached; what counts changes only with {@link #peersChanged}. */
    void awaitCount(String what, int wanted, Duration timeout, IntSupplier count) {
        long left = nanos(timeout);
        while (true) {
            long ticket = peersChanged.ticket();
            closing.ensureOpen();
            int present = count.getAsInt();
            if (present >= wanted) {
                return;
            }
            if (left <= 0) {
                throw new ZmqTimeoutException(
                        present + " of " + wanted + " " + what + " within " + timeout + "; see peers()");
            }
            left = await(peersChanged, ticket, left, false);
        }
    }

    private static ZmqInterruptedException interrupted() {
        Thread.currentThread().interrupt();
        return new ZmqInterruptedException("interrupted while waiting; the socket is as it was before the call");
    }

    private static long await(Signal signal, long ticket, long nanos, boolean soon) {
        try {
            return soon ? signal.awaitAnswer(ticket, nanos) : signal.await(ticket, nanos);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Nanoseconds of a timeout, as far as they can be counted. */
    static long nanos(Duration timeout) {
        return timeout.compareTo(SocketOptions.FOREVER) >= 0 ? Long.MAX_VALUE : Math.max(0, timeout.toNanos());
    }
}
