package io.zmqspring.internal.inproc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.DropReason;
import io.zmqspring.Endpoint;
import io.zmqspring.EnvelopeMode;
import io.zmqspring.PeerState;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.internal.concurrent.Clock;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.pipe.QueueLimits;
import io.zmqspring.internal.transport.Announcement;
import io.zmqspring.internal.transport.SocketHost;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One connect over inproc: waits for its bind, then joins the two pipes, then ends both when either side closes. */
final class InprocConnect implements Pipe.Link {
    private enum State {
        WAITING,
        JOINED,
        ENDED
    }

    private final Pipe pipe;
    private final SocketHost socket;
    private final BiConsumer<Endpoint, InprocConnect> forget;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private State state = State.WAITING;

    @GuardedBy("lock")
    private @Nullable Pipe otherPipe;

    @GuardedBy("lock")
    private @Nullable SocketHost otherSocket;

    InprocConnect(Pipe pipe, SocketHost socket, BiConsumer<Endpoint, InprocConnect> forget) {
        this.pipe = pipe;
        this.socket = socket;
        this.forget = forget;
    }

    /** The name is bound by that socket. */
    void join(SocketHost binder) {
        if (!binder.type().accepts(socket.type().name())) {
            end("socket type " + socket.type() + " may not talk to " + binder.type());
            return;
        }
        Pipe accepted = join(binder, pipe.mirror(Clock.SYSTEM.now()));
        if (!enter(accepted, binder) || !binder.attach(accepted)) {
            end(null);
            return;
        }
        pipe.outbound().wakeProducer();
        socket.changed(pipe);
        binder.changed(accepted);
    }

    /** Each queue holds what its sender and its receiver allow together, and is read by the other side. */
    private Pipe join(SocketHost binder, Pipe accepted) {
        pipe.outbound().raiseLimits(QueueLimits.outbound(socket.options()).plus(QueueLimits.inbound(binder.options())));
        pipe.inbound().raiseLimits(QueueLimits.inbound(socket.options()).plus(QueueLimits.outbound(binder.options())));
        pipe.setProperties(Announcement.of(binder));
        accepted.setProperties(Announcement.of(socket));
        if (socket.options().envelope() == EnvelopeMode.NEVER
                || binder.options().envelope() == EnvelopeMode.NEVER) {
            pipe.stripHeaders();
            accepted.stripHeaders();
        }
        Pipe.Status connected = new Pipe.Status(PeerState.CONNECTED, Clock.SYSTEM.now(), null, null);
        pipe.setStatus(connected);
        accepted.setStatus(connected);
        return accepted;
    }

    private boolean enter(Pipe accepted, SocketHost binder) {
        lock.lock();
        try {
            if (state != State.WAITING) {
                return false;
            }
            state = State.JOINED;
            otherPipe = accepted;
            otherSocket = binder;
        } finally {
            lock.unlock();
        }
        accepted.setLink(this);
        return true;
    }

    @Override
    public void close(long lingerNanos) {
        end(null);
    }

    /** Ends both sides at once; what each has sent, the other can still read. */
    private void end(@Nullable String detail) {
        Pipe other;
        SocketHost otherHost;
        lock.lock();
        try {
            if (state == State.ENDED) {
                return;
            }
            state = State.ENDED;
            other = otherPipe;
            otherHost = otherSocket;
        } finally {
            lock.unlock();
        }
        if (other == null || otherHost == null) {
            forget.accept(pipe.endpoint(), this);
            socket.dropped(pipe.endpoint(), DropReason.PEER_GONE, pipe.terminate());
            if (detail != null) {
                socket.event(new SocketEvent.Closed(pipe.endpoint(), detail));
            }
            socket.terminated(pipe);
        } else {
            endSide(pipe, socket);
            endSide(other, otherHost);
        }
    }

    /** What a side had sent and the other threw away unread was never delivered. */
    private static void endSide(Pipe pipe, SocketHost socket) {
        socket.dropped(pipe.endpoint(), DropReason.PEER_GONE, pipe.terminateShared());
        socket.terminated(pipe);
    }
}
