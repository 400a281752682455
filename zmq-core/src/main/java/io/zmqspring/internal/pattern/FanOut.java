package io.zmqspring.internal.pattern;

import io.zmqspring.Message;
import io.zmqspring.internal.pipe.MessageQueue.Offer;
import io.zmqspring.internal.pipe.Pipe;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Sends one message to many peers: each that has no room misses it, or nobody gets it until all have room. */
final class FanOut {
    private final boolean noDrop;
    private final Consumer<Pipe> missed;

    // Between the look at the room and the sending nobody else may take it. Held while messages are offered, over
    // inproc also while the receiving pattern looks at them; no pattern sends from there.
    private final ReentrantLock sending = new ReentrantLock();

    /** Names who is told of each peer that misses a message for want of room. */
    FanOut(boolean noDrop, Consumer<Pipe> missed) {
        this.noDrop = noDrop;
        this.missed = missed;
    }

    Offer send(Iterable<Pipe> targets, Message message) {
        if (!noDrop) {
            offer(targets, message);
            return Offer.ACCEPTED;
        }
        sending.lock();
        try {
            for (Pipe pipe : targets) {
                if (!pipe.outbound().hasRoomFor(message) && !pipe.outbound().isClosed()) {
                    return Offer.FULL;
                }
            }
            offer(targets, message);
            return Offer.ACCEPTED;
        } finally {
            sending.unlock();
        }
    }

    private void offer(Iterable<Pipe> targets, Message message) {
        for (Pipe pipe : targets) {
            Offer offer = pipe.outbound().offer(message);
            if (offer == Offer.ACCEPTED) {
                pipe.outbound().wakeConsumer();
            } else if (offer == Offer.FULL) {
                missed.accept(pipe);
            }
        }
    }
}
