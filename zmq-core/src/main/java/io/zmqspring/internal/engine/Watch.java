package io.zmqspring.internal.engine;

import io.zmqspring.internal.concurrent.WaitingRoom;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who runs a loop: its own thread, or a thread that waits for a message and nothing else.
 *
 * <p>Where one thread sends and receives by turns, handing each message from the loop's thread to it takes longer than all
 * the rest. So when the loop's thread has called a waiting thread and there is little to do and nobody else waits, it offers
 * the watch. The thread takes it the next time it has to wait, and returns it with the message it waited for. The loop's
 * thread looks now and then whether it is still taken, and resumes it otherwise: what comes in between waits for as long.
 *
 * <pre>
 *   OWN --called one, kernel not full, nobody waits --> OFFERED --a thread waits--> LENT --its message came--> OFFERED
 *    ^----- not taken for a while, a task, others wait, kernel full ------'
 * </pre>
 */
final class Watch {
    private static final long PATIENCE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

    private final Thread own;
    private final WaitingRoom room;
    private final AtomicReference<@Nullable Thread> holder = new AtomicReference<>();

    private volatile boolean offered;
    private volatile int loans;
    private volatile boolean sleeping; // the loop's thread, until it is called

    Watch(Thread own, WaitingRoom room) {
        this.own = own;
        this.room = room;
    }

    boolean isMine() {
        return holder.get() == Thread.currentThread();
    }

    // ---- the loop's thread ---------------------------------------------------------------------------------------

    /** Takes the watch; false if it is lent. */
    boolean take() {
        if (!holder.compareAndSet(null, own)) {
            return false;
        }
        offered = false;
        return true;
    }

    /** Takes the watch from whoever has borrowed it and was told to return it. */
    void takeBack() {
        while (!take()) {
            LockSupport.parkNanos(this, PATIENCE_NANOS);
        }
    }

    void offer() {
        offered = true;
        holder.set(null);
    }

    /** Waits until the watch is to be resumed: nobody cares for it, or the loop is needed. */
    void rest(BooleanSupplier needed) {
        int seen = loans;
        while (holder.get() != null || !needed.getAsBoolean()) {
            LockSupport.parkNanos(this, PATIENCE_NANOS);
            if (holder.get() == null && (loans == seen || !offered)) {
                return;
            }
            if (holder.get() != null && loans == seen) {
                sleepWhileLent(seen);
            }
            seen = loans;
        }
    }

    /** Somebody waits long with the watch in hand: a look every now and then would be for nothing. */
    private void sleepWhileLent(int seen) {
        sleeping = true;
        if (holder.get() != null && loans == seen) {
            LockSupport.park(this);
        }
        sleeping = false;
    }

    /** Has the loop's thread resume the watch if nobody holds it. */
    void call() {
        if (holder.get() == null) {
            LockSupport.unpark(own);
        }
    }

    // ---- other threads -------------------------------------------------------------------------------------------

    boolean isFree() {
        return offered && holder.get() == null && room.idle() == 0;
    }

    /** Takes the watch for the time of a wait. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the holder
    boolean borrow() {
        Thread borrower = Thread.currentThread();
        if (!isFree() || isVirtual(borrower) || !holder.compareAndSet(null, borrower)) {
            return false;
        }
        loans++;
        return true;
    }

    /** Gives it back, for others to borrow or, if they may not, for the loop's thread to resume. */
    void giveBack(boolean lendable, BooleanSupplier needed) {
        offered = lendable;
        holder.set(null);
        if (sleeping || !lendable || needed.getAsBoolean()) {
            LockSupport.unpark(own);
        }
    }

    /** A virtual thread would hold its carrier while it waits for a selector. */
    private static boolean isVirtual(Thread thread) {
        try {
            return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (Throwable e) {
            throw new LinkageError("Thread.isVirtual", e);
        }
    }

    private static @Nullable MethodHandle isVirtual() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException beforeJdk21) {
            return null;
        }
    }
}
