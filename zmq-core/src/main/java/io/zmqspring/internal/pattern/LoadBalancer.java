package io.zmqspring.internal.pattern;

import io.zmqspring.Message;
import io.zmqspring.internal.pipe.MessageQueue.Offer;
import io.zmqspring.internal.pipe.Pipe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Gives whole messages to the peers in turn and skips those whose queue is full (RFC 28, RFC 30). */
final class LoadBalancer {
    private static final Message SMALL = Message.empty();

    private final PipeSet pipes;

    /** Where the next turn begins. Threads that send at once take a turn each. */
    private final AtomicInteger next = new AtomicInteger();

    LoadBalancer(PipeSet pipes) {
        this.pipes = pipes;
    }

    /** Queues the message for one peer and has it sent; FULL if no peer has room. */
    Offer send(Message message) {
        Pipe[] all = pipes.snapshot();
        if (all.length == 1) {
            return offer(all[0], message) ? Offer.ACCEPTED : Offer.FULL;
        }
        int start = next.getAndIncrement();
        for (int i = 0; i < all.length; i++) {
            if (offer(all[Math.floorMod(start + i, all.length)], message)) {
                if (i > 0) {
                    next.compareAndSet(start + 1, start + 1 + i); // those that were skipped have had their turn
                }
                return Offer.ACCEPTED;
            }
        }
        next.compareAndSet(start + 1, start);
        return Offer.FULL;
    }

    /** Whether some peer has room for a small message; if none has, each tells when it has. */
    boolean hasRoom() {
        boolean any = false;
        for (Pipe pipe : pipes.snapshot()) {
            any |= hasRoom(pipe);
        }
        return any;
    }

    static boolean hasRoom(Pipe pipe) {
        return pipe.outbound().hasRoomFor(SMALL);
    }

    private static boolean offer(Pipe pipe, Message message) {
        if (pipe.outbound().offer(message) != Offer.ACCEPTED) {
            return false;
        }
        pipe.outbound().wakeConsumer();
        return true;
    }

    /** The peers in the order in which they are to be tried now. */
    List<Pipe> turns() {
        List<Pipe> turns = new ArrayList<>(pipes.list());
        Collections.rotate(turns, turns.isEmpty() ? 0 : -Math.floorMod(next.get(), turns.size()));
        return turns;
    }

    /** Tries one of the {@link #turns()}; the next turn begins after it if it took the message. */
    boolean sendTo(Pipe pipe, Message message) {
        if (!offer(pipe, message)) {
            return false;
        }
        next.set(pipes.list().indexOf(pipe) + 1);
        return true;
    }
}
