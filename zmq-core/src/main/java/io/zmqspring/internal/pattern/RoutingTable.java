package io.zmqspring.internal.pattern;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.internal.pipe.Pipe;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Pipes by routing id: found without a lock, without boxing and in constant time; changed under a lock.
 *
 * <p>Ids count up from an arbitrary start and skip 0 and those in use (RFC 51: unique, non-zero).
 */
final class RoutingTable {
    // Open addressing with linear probing. A slot goes from empty to a pipe to the next pipe or to GONE, never back to
    // empty, so that a reader's probe never ends too early; a table full of GONE is rebuilt. A reader may see a pipe
    // that has just been removed: it is closed then, and says so itself.
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Slot[].class);
    private static final Slot GONE = new Slot(0, null);
    private static final int FIRST_CAPACITY = 16;

    private record Slot(int routingId, @Nullable Pipe pipe) {}

    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Slot[] slots = new Slot[FIRST_CAPACITY];

    @GuardedBy("lock")
    private int live;

    @GuardedBy("lock")
    private int used;

    @GuardedBy("lock")
    private int lastId;

    RoutingTable(int firstId) {
        lastId = firstId - 1;
    }

    @Nullable
    Pipe find(int routingId) {
        @Nullable Slot[] table = slots;
        int mask = table.length - 1;
        for (int i = hash(routingId) & mask; ; i = (i + 1) & mask) {
            Slot slot = (Slot) SLOT.getAcquire(table, i);
            if (slot == null) {
                return null;
            }
            if (slot.routingId == routingId && slot.pipe != null) {
                return slot.pipe;
            }
        }
    }

    /** Gives the pipe a fresh id and enters it. */
    void add(Pipe pipe) {
        lock.lock();
        try {
            do {
                lastId++;
            } while (lastId == 0 || find(lastId) != null);
            pipe.setRoutingId(lastId);
            if ((used + 1) * 2 > slots.length) {
                rebuild();
            }
            insert(slots, new Slot(lastId, pipe));
            live++;
            used++;
        } finally {
            lock.unlock();
        }
    }

    boolean remove(Pipe pipe) {
        lock.lock();
        try {
            @Nullable Slot[] table = slots;
            int mask = table.length - 1;
            for (int i = hash(pipe.routingId()) & mask; table[i] != null; i = (i + 1) & mask) {
                Slot slot = table[i];
                if (slot != null && slot.pipe == pipe) {
                    SLOT.setRelease(table, i, GONE);
                    live--;
                    return true;
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    List<Pipe> pipes() {
        List<Pipe> pipes = new ArrayList<>();
        @Nullable Slot[] table = slots;
        for (int i = 0; i < table.length; i++) {
            Slot slot = (Slot) SLOT.getAcquire(table, i);
            if (slot != null && slot.pipe != null) {
                pipes.add(slot.pipe);
            }
        }
        return pipes;
    }

    @GuardedBy("lock")
    private void rebuild() {
        int capacity = FIRST_CAPACITY;
        while (capacity < (live + 1) * 4) {
            capacity *= 2;
        }
        @Nullable Slot[] bigger = new Slot[capacity];
        for (Slot slot : slots) {
            if (slot != null && slot.pipe != null) {
                insert(bigger, slot);
            }
        }
        used = live;
        slots = bigger;
    }

    private static void insert(@Nullable Slot[] table, Slot slot) {
        int mask = table.length - 1;
        int i = hash(slot.routingId) & mask;
        while (table[i] != null) {
            i = (i + 1) & mask;
        }
        SLOT.setRelease(table, i, slot);
    }

    /** Ids are consecutive, which is the best spread there is. */
    private static int hash(int routingId) {
        return routingId;
    }
}
