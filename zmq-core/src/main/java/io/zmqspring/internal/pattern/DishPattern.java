package io.zmqspring.internal.pattern;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.Message;
import io.zmqspring.internal.pipe.MessageQueue.Verdict;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.pipe.Subscription;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** DISH (RFC 48): tells every RADIO which groups it joined, again on each new connection, and receives those in turn. */
public final class DishPattern extends AbstractPattern {
    private static final int MAX_GROUP = 255;

    // Held while memberships are passed on, so that every RADIO hears of them in the order in which they were made.
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Set<ByteBuffer> joined = new LinkedHashSet<>();

    /** The RADIOs that have been told all groups. */
    private final PipeSet told = new PipeSet();

    @Override
    public boolean attach(Pipe pipe) {
        pipe.inbound().setIntake(this::look);
        return super.attach(pipe);
    }

    /** On the wire a message is two frames, group and body (RFC 37, "Radio-Dish"). */
    private Verdict look(Message message) {
        if (message.frameCount() != 2 || message.frame(0).length > MAX_GROUP) {
            return Verdict.REFUSED;
        }
        lock.lock();
        try {
            return joined.contains(ByteBuffer.wrap(message.frame(0))) ? Verdict.QUEUE : Verdict.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /** False if the group was joined already. */
    public boolean join(byte[] group) {
        lock.lock();
        try {
            return joined.add(ByteBuffer.wrap(group)) && pass(new Subscription(Subscription.Kind.JOIN, group));
        } finally {
            lock.unlock();
        }
    }

    /** False if the group was not joined. */
    public boolean leave(byte[] group) {
        lock.lock();
        try {
            return joined.remove(ByteBuffer.wrap(group)) && pass(new Subscription(Subscription.Kind.LEAVE, group));
        } finally {
            lock.unlock();
        }
    }

    private boolean pass(Subscription subscription) {
        List<Subscription> one = List.of(subscription);
        for (Pipe pipe : told.snapshot()) {
            pipe.sendFirst(one);
        }
        return true;
    }

    @Override
    @SuppressWarnings("ByteBufferBackingArray") // made by wrap
    public void connected(Pipe pipe) {
        lock.lock();
        try {
            told.remove(pipe);
            told.add(pipe);
            pipe.sendFirst(joined.stream()
                    .map(group -> new Subscription(Subscription.Kind.JOIN, group.array()))
                    .toList());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void disconnected(Pipe pipe) {
        told.remove(pipe);
    }

    @Override
    public void detach(Pipe pipe) {
        super.detach(pipe);
        told.remove(pipe);
    }
}
