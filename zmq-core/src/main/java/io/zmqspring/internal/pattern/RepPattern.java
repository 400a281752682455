package io.zmqspring.internal.pattern;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.DropReason;
import io.zmqspring.Message;
import io.zmqspring.ZmqStateException;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.MessageQueue.Verdict;
import io.zmqspring.internal.pipe.Pipe;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * REP (RFC 28): takes a request, keeps its envelope, and sends the reply back with that envelope to where it came from.
 *
 * <pre>
 *   IDLE --request received--> ANSWERING(peer, envelope) --send--> IDLE
 * </pre>
 */
public final class RepPattern extends AbstractPattern {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Runnable onTurn = () -> {};

    /** The request that waits for our reply: all frames up to and including the first empty one. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Answer(Pipe peer, byte[][] envelope) {}

    @GuardedBy("lock")
    private @Nullable Answer due;

    @Override
    public boolean attach(Pipe pipe) {
        // A request without a delimiter, or with nothing behind it, cannot be answered: it is dropped.
        pipe.inbound().setIntake(message -> envelopeSize(message) == 0 ? unexpected(pipe) : Verdict.QUEUE);
        return super.attach(pipe);
    }

    /** How many frames the envelope has, 0 if it has no end or nothing follows. */
    private static int envelopeSize(Message message) {
        for (int i = 0; i < message.frameCount() - 1; i++) {
            if (message.frame(i).length == 0) {
                return i + 1;
            }
        }
        return 0;
    }

    @Override
    public @Nullable Message receive() {
        Message request = takeRequest();
        if (request != null) {
            onTurn.run();
        }
        return request;
    }

    private @Nullable Message takeRequest() {
        lock.lock();
        try {
            if (due != null) {
                throw new ZmqStateException("a REP socket answers a request before it receives the next; send first");
            }
            @Nullable Pipe[] from = new Pipe[1];
            Message request = incoming.next(from);
            while (request != null && envelopeSize(request) == 0) {
                request = incoming.next(from); // over inproc it may have been queued before we were there to look at it
            }
            if (request == null) {
                return null;
            }
            int size = envelopeSize(request);
            due = new Answer(
                    Objects.requireNonNull(from[0]),
                    request.frames().subList(0, size).toArray(new byte[0][]));
            return request.withoutLeading(size);
        } finally {
            lock.unlock();
        }
    }

    /** Never waits: a requester that has gone, or reads too slowly to take its reply, does not get it (RFC 28). */
    @Override
    public MessageQueue.Offer send(Message message) {
        Answer answer;
        lock.lock();
        try {
            answer = due;
            due = null;
        } finally {
            lock.unlock();
        }
        if (answer == null) {
            throw new ZmqStateException("a REP socket sends the reply to a request; receive one first");
        }
        MessageQueue.Offer offer = answer.peer.outbound().offer(message.withLeading(answer.envelope));
        if (offer == MessageQueue.Offer.ACCEPTED) {
            answer.peer.outbound().wakeConsumer();
        } else {
            dropped(answer.peer, offer == MessageQueue.Offer.FULL ? DropReason.NO_ROOM : DropReason.UNROUTABLE);
        }
        if (hasInput()) {
            onTurn.run(); // the next request may be there already
        }
        return MessageQueue.Offer.ACCEPTED;
    }

    @Override
    public void onTurn(Runnable listener) {
        onTurn = listener;
    }

    @Override
    public boolean isReadable() {
        return !isWritable() && super.isReadable();
    }

    @Override
    public boolean isWritable() {
        lock.lock();
        try {
            return due != null;
        } finally {
            lock.unlock();
        }
    }
}
