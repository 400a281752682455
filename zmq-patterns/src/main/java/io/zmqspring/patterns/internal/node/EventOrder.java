package io.zmqspring.patterns.internal.node;

import io.zmqspring.patterns.mesh.MeshEvent;
import io.zmqspring.patterns.mesh.MeshListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Hands events to listeners on an executor: those of one peer one after the other, those of different peers side by side if the
 * executor has several threads. Thread-safe.
 */
final class EventOrder {
    private static final Logger LOG = System.getLogger(EventOrder.class.getName());
    /** So many events, or octets of content, may wait before {@link #isFull} asks for a pause. */
    private static final int MOST_EVENTS = 10_000;

    private static final long MOST_OCTETS = 16 << 20;
    /** After so many of one peer the others have their turn, if there is one thread for all. */
    private static final int TURN = 256;

    private final Executor executor;
    private final List<MeshListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<UUID, ArrayDeque<MeshEvent>> queues = new HashMap<>();
    private final List<UUID> toStart = new ArrayList<>();
    private int waiting;
    private long octets;
    private volatile boolean starting;

    EventOrder(Executor executor) {
        this.executor = executor;
    }

    List<MeshListener> listeners() {
        return listeners;
    }

    /** Takes the next event of its peer; nobody is called before {@link #dispatch}. */
    synchronized void add(MeshEvent event) {
        ArrayDeque<MeshEvent> queue = queues.get(event.peer().id());
        if (queue == null) {
            queue = new ArrayDeque<>();
            queues.put(event.peer().id(), queue);
            toStart.add(event.peer().id());
            starting = true;
        }
        queue.add(event);
        waiting++;
        octets += sizeOf(event);
    }

    /** Has listeners called for what was added. Not under a lock that a listener may want. */
    void dispatch() {
        if (!starting) {
            return;
        }
        List<UUID> peers;
        synchronized (this) {
            peers = List.copyOf(toStart);
            toStart.clear();
            starting = false;
        }
        peers.forEach(this::start);
    }

    private void start(UUID peer) {
        try {
            executor.execute(() -> drain(peer));
        } catch (RejectedExecutionException e) {
            LOG.log(
                    Level.WARNING,
                    "events of peer {0} are lost: the executor takes no more ({1})",
                    peer,
                    e.getMessage());
            forget(peer);
        }
    }

    /** One turn of one peer; whoever has more to come gets in line again. */
    private void drain(UUID peer) {
        List<MeshEvent> turn = nextTurn(peer);
        turn.forEach(this::tell);
        if (hasMoreAfter(turn, peer)) {
            start(peer);
        }
    }

    private synchronized List<MeshEvent> nextTurn(UUID peer) {
        ArrayDeque<MeshEvent> queue = queues.getOrDefault(peer, new ArrayDeque<>());
        List<MeshEvent> turn = new ArrayList<>(Math.min(TURN, queue.size()));
        while (turn.size() < TURN && !queue.isEmpty()) {
            turn.add(queue.removeFirst());
        }
        return turn;
    }

    private synchronized boolean hasMoreAfter(List<MeshEvent> turn, UUID peer) {
        finished(turn);
        ArrayDeque<MeshEvent> queue = queues.get(peer);
        if (queue != null && queue.isEmpty()) {
            queues.remove(peer);
            return false;
        }
        return queue != null;
    }

    private synchronized void finished(List<MeshEvent> done) {
        boolean wasFull = isFull();
        waiting -= done.size();
        done.forEach(event -> octets -= sizeOf(event));
        if (wasFull) {
            notifyAll();
        }
    }

    private synchronized void forget(UUID peer) {
        ArrayDeque<MeshEvent> queue = queues.remove(peer);
        if (queue != null) {
            finished(List.copyOf(queue));
        }
    }

    private void tell(MeshEvent event) {
        for (MeshListener listener : listeners) {
            try {
                listener.onEvent(event);
            } catch (RuntimeException e) {
                LOG.log(
                        Level.ERROR,
                        "a listener of the mesh failed at " + event.getClass().getSimpleName() + " of "
                                + event.peer().name(),
                        e);
            }
        }
    }

    /** Whether so much waits for listeners that no more should be read. */
    synchronized boolean isFull() {
        return waiting >= MOST_EVENTS || octets >= MOST_OCTETS;
    }

    /** Waits for a time, or until it is not full. */
    synchronized void awaitRoom(long nanos) {
        if (isFull()) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, nanos);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    synchronized int waiting() {
        return waiting;
    }

    private static long sizeOf(MeshEvent event) {
        if (event instanceof MeshEvent.Whisper whisper) {
            return sizeOf(whisper.content());
        }
        return event instanceof MeshEvent.Shout shout ? sizeOf(shout.content()) : 0;
    }

    private static long sizeOf(List<byte[]> content) {
        long size = 0;
        for (byte[] frame : content) {
            size += frame.length;
        }
        return size;
    }
}
