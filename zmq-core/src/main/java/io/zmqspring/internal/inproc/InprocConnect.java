package io.zmqspring.internal.inproc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.DropReason;
import io.zmqspring.Endpoint;
import io.zmqspring.EnvelopeMode;
import io.zmqspring.PeerState;
import io.zmqspring.ZmqStateException;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.internal.concurrent.Clock;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.pipe.QueueLimits;
import io.zmqspring.internal.pipe.Subscription;
import io.zmqspring.internal.transport.Announcement;
import io.zmqspring.internal.transport.Opening;
import io.zmqspring.internal.transport.SocketHost;
import java.util.List;
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

    private static final byte[] NO_IDENTITY = new byte[0];

    private final Pipe pipe;
    private final SocketHost socket;
    private final BiConsumer<Endpoint, InprocConnect> forget;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private State state = State.WAITING;

    @GuardedBy("lock")
    private boolean told;

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
        open(accepted, binder);
        if (!enter(accepted, binder)) {
            end(null);
            return;
        }
        String refusal = binder.attach(accepted);
        if (refusal != null) {
            leave();
            end("the " + binder.type() + " socket bound there does not take the peer: " + refusal);
            return;
        }
        pipe.outbound().wakeProducer();
        socket.connected(pipe);
        binder.connected(accepted);
    }

    /** Offers what the socket says first; nothing else has been sent yet. */
    static void open(Pipe pipe, SocketHost socket) {
        Opening.messages(socket.type(), socket.options()).forEach(pipe.outbound()::force);
    }

    /** Each queue holds what its sender and its receiver allow together, and is read by the other side. */
    private Pipe join(SocketHost binder, Pipe accepted) {
        pipe.outbound().raiseLimits(QueueLimits.outbound(socket.options()).plus(QueueLimits.inbound(binder.options())));
        pipe.inbound().raiseLimits(QueueLimits.inbound(socket.options()).plus(QueueLimits.outbound(binder.options())));
        pipe.setPeer(Announcement.texts(binder), null);
        accepted.setPeer(Announcement.texts(socket), null);
        pipe.setPeerIdentity(binder.type().hasIdentity() ? binder.options().identity() : NO_IDENTITY);
        accepted.setPeerIdentity(socket.type().hasIdentity() ? socket.options().identity() : NO_IDENTITY);
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
        accepted.setLink(new OtherSide());
        return true;
    }

    /** The bound side does not want the pipe: nobody reads what is queued. */
    private void leave() {
        lock.lock();
        try {
            otherPipe = null;
            otherSocket = null;
        } finally {
            lock.unlock();
        }
    }

    /** What the connecting side wants to receive. */
    @Override
    public void send(List<Subscription> subscriptions, long after) {
        Pipe to;
        SocketHost toHost;
        lock.lock();
        try {
            to = otherPipe;
            toHost = otherSocket;
        } finally {
            lock.unlock();
        }
        if (to != null && toHost != null) {
            pass(subscriptions, toHost, to);
        }
    }

    private void pass(List<Subscription> subscriptions, SocketHost publisher, Pipe to) {
        for (Subscription subscription : subscriptions) {
            if (!publisher.subscription(to, subscription)) {
                throw new ZmqStateException("subscription of " + subscription.topic().length
                        + " octets: the publisher at " + pipe.endpoint() + " allows one peer no more than "
                        + publisher.options().pubSub().limits());
            }
        }
    }

    /** The bound side's link: what it wants goes to the side that connected. */
    private final class OtherSide implements Pipe.Link {
        @Override
        public void close(long lingerNanos) {
            end(null);
        }

        @Override
        public void send(List<Subscription> subscriptions, long after) {
            pass(subscriptions, socket, pipe);
        }
    }

    /** The bound side is told that its peer goes; the connecting side never is (as libzmq). */
    @Override
    public void closing() {
        Pipe to;
        SocketHost toHost;
        lock.lock();
        try {
            to = state == State.JOINED && !told ? otherPipe : null;
            toHost = otherSocket;
            told = true;
        } finally {
            lock.unlock();
        }
        if (to != null && toHost != null) {
            toHost.disconnected(to);
        }
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

    private static void endSide(Pipe pipe, SocketHost socket) {
        pipe.terminateShared();
        socket.terminated(pipe);
    }
}
