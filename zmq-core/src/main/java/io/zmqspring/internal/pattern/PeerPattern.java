package io.zmqspring.internal.pattern;

import io.zmqspring.Message;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.Pipe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * PEER (RFC 51/P2P), SERVER (RFC 41) and STREAM: each outgoing message goes to the pipe with its routing id, incoming ones
 * are taken from the pipes in turn.
 */
public final class PeerPattern implements Pattern {
    private final RoutingTable routes;
    private final FairQueue incoming = new FairQueue();

    /** The first routing id is arbitrary, so that nobody comes to rely on particular ids. */
    public PeerPattern(int firstRoutingId) {
        routes = new RoutingTable(firstRoutingId);
    }

    @Override
    public boolean attach(Pipe pipe) {
        routes.add(pipe);
        return true;
    }

    @Override
    public void detach(Pipe pipe) {
        routes.remove(pipe);
    }

    @Override
    public MessageQueue.Count discardReceived(Pipe pipe) {
        return incoming.discard(pipe);
    }

    @Override
    public void readable(Pipe pipe) {
        incoming.readable(pipe);
    }

    /** The pipe with that routing id, or null. */
    public @Nullable Pipe route(int routingId) {
        return routes.find(routingId);
    }

    /** Queues a message for one peer and has it sent; CLOSED if there is no such peer. */
    public MessageQueue.Offer send(int routingId, Message message) {
        Pipe pipe = routes.find(routingId);
        if (pipe == null) {
            return MessageQueue.Offer.CLOSED;
        }
        MessageQueue outbound = pipe.outbound();
        MessageQueue.Offer result = outbound.offer(message);
        if (result == MessageQueue.Offer.ACCEPTED) {
            outbound.wakeConsumer();
        }
        return result;
    }

    @Override
    public @Nullable Message receive() {
        return incoming.next();
    }

    @Override
    public boolean hasInput() {
        return incoming.hasInput();
    }

    @Override
    public boolean isReadable() {
        return incoming.isReadable();
    }

    @Override
    public boolean isWritable() {
        return true; // to some peer or other; who is full shows when it is sent to
    }

    @Override
    public List<Pipe> pipes() {
        return routes.pipes();
    }
}
