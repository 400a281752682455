package io.zmqspring.internal.pattern;

import io.zmqspring.Message;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.Pipe;

/** PUSH (RFC 30) and SCATTER (RFC 49): sends to the peers in turn. What a peer sends is dropped. */
public final class PushPattern extends AbstractPattern {
    private final LoadBalancer outgoing = new LoadBalancer(pipes);

    @Override
    public boolean attach(Pipe pipe) {
        pipe.inbound().setIntake(message -> unexpected(pipe));
        return super.attach(pipe);
    }

    @Override
    public MessageQueue.Offer send(Message message) {
        return outgoing.send(message);
    }

    @Override
    public boolean isWritable() {
        return outgoing.hasRoom();
    }
}
