package io.zmqspring.internal.pattern;

import io.zmqspring.Message;
import io.zmqspring.internal.pipe.MessageQueue.Offer;
import io.zmqspring.internal.pipe.Pipe;
import java.util.concurrent.locks.ReentrantLock;

/** Sends one message to many peers: each that has no room misses it, or nobody gets it until all have room. */
final class FanOut {
    private final boolean noDrop;

    // Between the look at the room and the sending nobody else may take it. Held while messages are offered, over
    // inproc
    // also while the receiving pattern looks at them; no pattern sends from there.
    private final ReentrantLock sending = new ReentrantLock();

    FanOut(boolean noDrop) {
        this.noDrop = noDrop;
    }

    Offer send(Iterable<Pipe> targets, Message message) {
        if (!noDrop) {
            offer(targets, message);
            return Offer.ACCEPTED;
        }
        sending.lock();
        try {
            for (Pipe pipe : targets) {
                if (!pipe.outbound().hasRoomFor(message)) {
                    return Offer.FULL;
                }
            }
            offer(targets, message);
            return Offer.ACCEPTED;
        } finally {
            sending.unlock();
        }
    }

    private static void offer(Iterable<Pipe> targets, Message message) {
        for (Pipe pipe : targets) {
            if (pipe.outbound().offer(message) == Offer.ACCEPTED) {
                pipe.outbound().wakeConsumer();
            }
        }
    }
}
