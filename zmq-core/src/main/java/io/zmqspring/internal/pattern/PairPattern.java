package io.zmqspring.internal.pattern;

import io.zmqspring.Message;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.MessageQueue.Offer;
import io.zmqspring.internal.pipe.Pipe;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** PAIR (RFC 31) and CHANNEL (RFC 52): talks to one peer at a time; another one is turned away until the first has left. */
public final class PairPattern extends AbstractPattern {
    private final AtomicReference<@Nullable Pipe> peer = new AtomicReference<>();

    /** What a peer that left had sent comes before what its successor sends. */
    public PairPattern() {
        super(FairQueue.inOrder());
    }

    @Override
    public boolean attach(Pipe pipe) {
        return peer.compareAndSet(null, pipe) && super.attach(pipe);
    }

    @Override
    public String refusal(Pipe pipe) {
        return "it has a peer and takes no second one; disconnect from the first, see peers()";
    }

    @Override
    public void detach(Pipe pipe) {
        super.detach(pipe);
        peer.compareAndSet(pipe, null);
    }

    @Override
    public MessageQueue.Offer send(Message message) {
        Pipe to = peer.get();
        if (to == null || to.outbound().offer(message) != Offer.ACCEPTED) {
            return Offer.FULL;
        }
        to.outbound().wakeConsumer();
        return Offer.ACCEPTED;
    }

    @Override
    public boolean isWritable() {
        Pipe to = peer.get();
        return to != null && LoadBalancer.hasRoom(to);
    }
}
