package io.zmqspring.internal.pattern;

import io.zmqspring.DropReason;
import io.zmqspring.Message;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.Pipe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What most patterns share: a set of pipes, and messages taken from them in turn. */
abstract class AbstractPattern implements Pattern {
    final PipeSet pipes = new PipeSet();
    final FairQueue incoming;
    private volatile DropListener drops = (pipe, reason) -> {};

    AbstractPattern() {
        this(new FairQueue());
    }

    AbstractPattern(FairQueue incoming) {
        this.incoming = incoming;
    }

    @Override
    public boolean attach(Pipe pipe) {
        return pipes.add(pipe);
    }

    @Override
    public void detach(Pipe pipe) {
        pipes.remove(pipe);
    }

    @Override
    public void onDrop(DropListener listener) {
        drops = listener;
    }

    final void dropped(@Nullable Pipe pipe, DropReason reason) {
        drops.dropped(pipe, reason);
    }

    /** What to say of a message that this socket type has no use for. */
    final MessageQueue.Verdict unexpected(Pipe pipe) {
        dropped(pipe, DropReason.UNEXPECTED);
        return MessageQueue.Verdict.TAKEN;
    }

    @Override
    public void readable(Pipe pipe) {
        incoming.readable(pipe);
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
    public MessageQueue.Count discardReceived(Pipe pipe) {
        return incoming.discard(pipe);
    }

    @Override
    public List<Pipe> pipes() {
        return pipes.list();
    }
}
