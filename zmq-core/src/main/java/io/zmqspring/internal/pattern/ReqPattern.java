package io.zmqspring.internal.pattern;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.Message;
import io.zmqspring.ReqOptions;
import io.zmqspring.ZmqStateException;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.MessageQueue.Verdict;
import io.zmqspring.internal.pipe.Pipe;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * REQ (RFC 28): a request to one peer in turn, then its reply from that peer and no other.
 *
 * <pre>
 *   IDLE --send--> SENDING(id) --a peer takes it--> AWAITING(peer, id) --reply received--> IDLE
 *     ^---------- no peer has room ------'
 * </pre>
 *
 * On the wire a request is {@code [id] delimiter body...}; the id only when replies are correlated.
 */
public final class ReqPattern extends AbstractPattern {
    private static final byte[] DELIMITER = new byte[0];
    private static final int ID_SIZE = 4;

    private final LoadBalancer outgoing = new LoadBalancer(pipes);
    private final ReqOptions options;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Runnable onTurn = () -> {};

    /** The request that waits for its reply. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Request(@Nullable Pipe peer, byte[] id) {}

    @GuardedBy("lock") // for writing
    private volatile @Nullable Request awaiting;

    @GuardedBy("lock")
    private int lastId;

    /** The first request id is arbitrary. */
    public ReqPattern(ReqOptions options, int firstId) {
        this.options = options;
        this.lastId = firstId;
    }

    @Override
    public boolean attach(Pipe pipe) {
        pipe.inbound().setIntake(message -> look(pipe, message));
        return super.attach(pipe);
    }

    /** What cannot be a reply ends its connection; what is none to our request is dropped. */
    @SuppressWarnings("GuardedBy") // reading needs no lock
    private Verdict look(Pipe pipe, Message message) {
        int delimiter = delimiterOf(message);
        if (message.frameCount() < delimiter + 2 || message.frame(delimiter).length > 0) {
            return Verdict.REFUSED;
        }
        return isReply(awaiting, pipe, message) ? Verdict.QUEUE : unexpected(pipe);
    }

    /** A first frame that may be an id is let through even if we send none. */
    private static int delimiterOf(Message message) {
        return message.frame(0).length == ID_SIZE ? 1 : 0;
    }

    /** Only the peer that was asked is listened to; a reply begins with the request's id, if it had one. */
    private boolean isReply(@Nullable Request request, @Nullable Pipe pipe, Message message) {
        if (request == null || request.peer != pipe) {
            return false;
        }
        int delimiter = delimiterOf(message);
        return options.correlate() ? delimiter == 1 && Arrays.equals(message.frame(0), request.id) : delimiter == 0;
    }

    /** The reply may come before this returns: what it is looked at by is set before the request leaves. */
    @Override
    public MessageQueue.Offer send(Message message) {
        byte[] id = takeTurn();
        Message request = options.correlate() ? message.withLeading(id, DELIMITER) : message.withLeading(DELIMITER);
        for (Pipe peer : outgoing.turns()) {
            await(new Request(peer, id));
            if (outgoing.sendTo(peer, request)) {
                return MessageQueue.Offer.ACCEPTED;
            }
        }
        giveTurnBack(id);
        return MessageQueue.Offer.FULL;
    }

    /** From now on other threads find that a request is on its way, to a peer that is not chosen yet. */
    private byte[] takeTurn() {
        lock.lock();
        try {
            if (awaiting != null && !options.relaxed()) {
                throw new ZmqStateException("a REQ socket sends its next request when it has received the reply to the"
                        + " last; receive first, or set ReqOptions.relaxed");
            }
            byte[] id = ByteBuffer.allocate(ID_SIZE).putInt(++lastId).array();
            awaiting = new Request(null, id);
            discardReplies();
            return id;
        } finally {
            lock.unlock();
        }
    }

    private void await(Request request) {
        lock.lock();
        try {
            awaiting = request;
        } finally {
            lock.unlock();
        }
    }

    private void giveTurnBack(byte[] id) {
        lock.lock();
        try {
            if (awaiting != null && Arrays.equals(awaiting.id, id)) {
                awaiting = null;
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void discardReplies() {
        while (incoming.next() != null) {
            // replies to a request that was given up
        }
    }

    @Override
    public @Nullable Message receive() {
        Message reply = takeReply();
        if (reply != null) {
            onTurn.run();
        }
        return reply;
    }

    private @Nullable Message takeReply() {
        lock.lock();
        try {
            if (awaiting == null || awaiting.peer == null) {
                throw new ZmqStateException("a REQ socket receives the reply to a request; send one first");
            }
            Message reply = nextReply();
            if (reply == null) {
                return null;
            }
            awaiting = null;
            return reply.withoutLeading(options.correlate() ? 2 : 1);
        } finally {
            lock.unlock();
        }
    }

    /** Looks again: a message may have been looked at for the request before and queued only now. */
    @GuardedBy("lock")
    private @Nullable Message nextReply() {
        @Nullable Pipe[] from = new Pipe[1];
        Message message = incoming.next(from);
        while (message != null && !isReply(awaiting, from[0], message)) {
            message = incoming.next(from);
        }
        return message;
    }

    @Override
    public void onTurn(Runnable listener) {
        onTurn = listener;
    }

    @Override
    @SuppressWarnings("GuardedBy") // reading needs no lock
    public boolean isReadable() {
        return awaiting != null && super.isReadable();
    }

    @Override
    @SuppressWarnings("GuardedBy") // reading needs no lock
    public boolean isWritable() {
        return (awaiting == null || options.relaxed()) && outgoing.hasRoom();
    }
}
