package io.zmqspring.internal.pattern;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.DropReason;
import io.zmqspring.Message;
import io.zmqspring.RouterOptions;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.MessageQueue.Offer;
import io.zmqspring.internal.pipe.Pipe;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * ROUTER (RFC 28): each received message has the identity of its peer in front, and the first frame of a sent one names
 * the peer it goes to. A peer that announces no identity gets one of five octets: 0 and a counter.
 */
public final class RouterPattern extends AbstractPattern {
    private static final int GENERATED_SIZE = 5;

    private final RouterOptions options;
    private final Map<ByteBuffer, Pipe> routes = new ConcurrentHashMap<>(); // read without the lock
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private int lastGenerated;

    /** Generated identities count up from an arbitrary start. */
    public RouterPattern(RouterOptions options, int firstGenerated) {
        this.options = options;
        this.lastGenerated = firstGenerated;
    }

    /** A peer we connect to can be addressed when its handshake has told its identity, or at once under one of ours. */
    @Override
    public boolean attach(Pipe pipe) {
        boolean welcome = pipe.isAccepted() ? enter(pipe) : pipe.identity().length == 0 || enterNamed(pipe);
        return welcome && super.attach(pipe);
    }

    /** An identity that the application chose never takes one over. */
    private boolean enterNamed(Pipe pipe) {
        return routes.putIfAbsent(ByteBuffer.wrap(pipe.identity()), pipe) == null;
    }

    @Override
    public String refusal(Pipe pipe) {
        byte[] taken = pipe.isAccepted() ? pipe.peerIdentity() : pipe.identity();
        return "another peer has its identity of " + taken.length
                + " octets; choose another, disconnect that peer first, or let it be taken over (RouterOptions.handover)";
    }

    @Override
    public void connected(Pipe pipe) {
        if (!pipe.isAccepted() && !enter(pipe)) {
            pipe.inbound().close(); // what came with the handshake must not pass for the other peer's
            pipe.close(0);
        } else if (options.notifyConnect()) {
            notice(pipe);
        }
    }

    @Override
    public void disconnected(Pipe pipe) {
        if (options.notifyDisconnect()) {
            notice(pipe);
        }
    }

    private static void notice(Pipe pipe) {
        if (!pipe.endpoint().scheme().equals("inproc")) {
            pipe.inbound().force(Message.empty());
        }
    }

    /**
     * Gives the pipe its identity and enters it under that; once. False if another peer has the identity and keeps it:
     * then the pipe has none, and nothing that came by it is received.
     */
    private boolean enter(Pipe pipe) {
        Pipe former = null;
        lock.lock();
        try {
            byte[] identity = pipe.identity();
            if (identity.length == 0) {
                identity = isUsable(pipe.peerIdentity()) ? pipe.peerIdentity() : generate();
            }
            ByteBuffer key = ByteBuffer.wrap(identity);
            former = routes.get(key);
            if (former != null && former != pipe && !options.handover()) {
                return false;
            }
            pipe.setIdentity(identity);
            if (former == pipe || pipe.outbound().isClosed()) {
                return true; // one that is ending is not entered any more, detach may already have been
            }
            routes.put(key, pipe);
        } finally {
            lock.unlock();
        }
        if (former != null) {
            former.close(0);
        }
        return true;
    }

    /** RFC 37, "Identity": the first octet is not 0. Those that begin so are generated here. */
    private static boolean isUsable(byte[] identity) {
        return identity.length > 0 && identity[0] != 0;
    }

    @GuardedBy("lock")
    private byte[] generate() {
        byte[] identity;
        do {
            identity = ByteBuffer.allocate(GENERATED_SIZE)
                    .put((byte) 0)
                    .putInt(++lastGenerated)
                    .array();
        } while (routes.containsKey(ByteBuffer.wrap(identity)));
        return identity;
    }

    @Override
    public void detach(Pipe pipe) {
        super.detach(pipe);
        lock.lock();
        try {
            routes.remove(ByteBuffer.wrap(pipe.identity()), pipe);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isWritable() {
        if (!options.mandatory()) {
            return true;
        }
        boolean any = false;
        for (Pipe pipe : pipes.snapshot()) {
            any |= pipe.identity().length > 0 && LoadBalancer.hasRoom(pipe);
        }
        return any;
    }

    @Override
    public Offer send(Message message) {
        if (message.frameCount() < 2) {
            dropped(null, DropReason.UNROUTABLE); // an identity and nothing to send to it
            return Offer.ACCEPTED;
        }
        Pipe pipe = routes.get(ByteBuffer.wrap(message.frame(0)));
        if (pipe == null) {
            return refused(null, Offer.CLOSED);
        }
        MessageQueue outbound = pipe.outbound();
        Offer result = outbound.offer(message.withoutLeading(1));
        if (result == Offer.ACCEPTED) {
            outbound.wakeConsumer();
            return result;
        }
        return refused(pipe, result);
    }

    /** Not to be sent now: an error or a wait where every message counts, otherwise it is dropped. */
    private Offer refused(@Nullable Pipe pipe, Offer why) {
        if (options.mandatory()) {
            return why;
        }
        dropped(pipe, why == Offer.FULL ? DropReason.NO_ROOM : DropReason.UNROUTABLE);
        return Offer.ACCEPTED;
    }

    /** Over inproc a peer may send before we are told that it is connected, which is when it is known by then. */
    @Override
    public @Nullable Message receive() {
        @Nullable Pipe[] from = new Pipe[1];
        for (Message message = incoming.next(from); message != null; message = incoming.next(from)) {
            Pipe pipe = Objects.requireNonNull(from[0]);
            if (pipe.identity().length > 0 || enter(pipe)) {
                return message.withLeading(pipe.identity());
            }
        }
        return null;
    }
}
