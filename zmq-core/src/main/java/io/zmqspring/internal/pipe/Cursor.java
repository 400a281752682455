package io.zmqspring.internal.pipe;

import io.zmqspring.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What the consumer of a {@link MessageQueue} writes for each message. It has cache lines of its own: in those of the
 * producers' fields each message would cost both sides a transfer between cores.
 */
final class Cursor extends CursorFields {
    private static final VarHandle POLLED;

    static {
        try {
            POLLED = MethodHandles.lookup().findVarHandle(CursorFields.class, "polled", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // keeps what follows in memory away
    private long p0, p1, p2, p3, p4, p5, p6, p7;

    /** How many have been polled; everything that the consumer wrote before is visible after it. Any thread. */
    long polled() {
        return (long) POLLED.getAcquire(this);
    }

    /** The octets of those, at least; written before their number. Any thread that has asked for the number. */
    long polledBytes() {
        return polledBytes;
    }

    boolean isAtEnd() {
        return next == count;
    }

    /** Whether half of the batch, or all of it, has just been taken. */
    boolean isHalfWay() {
        return next == count || next == count >> 1;
    }

    /** Begins a batch and returns the array of the last one, empty. */
    Message[] begin(Message[] messages, int count) {
        Message[] empty = taken;
        taken = messages;
        this.count = count;
        next = 0;
        return empty;
    }

    Message take() {
        Message message = taken[next];
        taken[next++] = null;
        polledBytes += message.size();
        POLLED.setRelease(this, polled + 1);
        return message;
    }
}

/** Keeps what stands before in memory away. */
@SuppressWarnings("unused")
class CursorPadding {
    private long p0, p1, p2, p3, p4, p5, p6, p7;
}

/** The fields of a {@link Cursor}, in the order of inheritance, which the layout in memory follows. */
class CursorFields extends CursorPadding {
    Message[] taken = {};
    int next;
    int count;
    long polledBytes;
    long polled;

    /** A refused producer has asked to be told of room, and has not been. */
    boolean owesRoom;
}
