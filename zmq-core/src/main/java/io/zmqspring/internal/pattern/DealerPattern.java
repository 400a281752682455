package io.zmqspring.internal.pattern;

import io.zmqspring.Message;
import io.zmqspring.internal.pipe.MessageQueue;

/** DEALER (RFC 28) and CLIENT (RFC 41): sends to the peers in turn, receives from them in turn, changes nothing. */
public final class DealerPattern extends AbstractPattern {
    private final LoadBalancer outgoing = new LoadBalancer(pipes);

    @Override
    public MessageQueue.Offer send(Message message) {
        return outgoing.send(message);
    }

    @Override
    public boolean isWritable() {
        return outgoing.hasRoom();
    }
}
