package io.zmqspring.internal.pattern;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.DropReason;
import io.zmqspring.Message;
import io.zmqspring.PubSubOptions;
import io.zmqspring.internal.pipe.MessageQueue.Offer;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.pipe.Subscription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * RADIO (RFC 48): sends each message to the peers that joined its group, which is its first frame on the wire; a peer
 * whose queue is full misses it. Peers that cannot say what they want get everything.
 */
public final class RadioPattern extends AbstractPattern implements Publishing {
    private final PubSubOptions options;
    private final FanOut fanOut;
    private volatile Runnable onSubscriptions = () -> {};
    private final ReentrantLock lock = new ReentrantLock();

    /** How often each peer joined each group. */
    @GuardedBy("lock")
    private final Subscriptions<Pipe> groups = new Subscriptions<>();

    /** The peers that get everything, with the largest message that each takes. */
    @GuardedBy("lock")
    private final Map<Pipe, Integer> unfiltered = new LinkedHashMap<>();

    /** Makes the pattern; of the options it heeds whether a full peer holds up all, and how much one may ask for. */
    public RadioPattern(PubSubOptions options) {
        this.options = options;
        fanOut = new FanOut(options.noDrop(), pipe -> dropped(pipe, DropReason.NO_ROOM));
    }

    @Override
    public boolean attach(Pipe pipe) {
        pipe.inbound().setIntake(message -> unexpected(pipe));
        return super.attach(pipe);
    }

    @Override
    public void onSubscriptions(Runnable listener) {
        onSubscriptions = listener;
    }

    @Override
    public boolean subscription(Pipe pipe, Subscription subscription) {
        byte[] group = subscription.topic();
        lock.lock();
        try {
            if (subscription.kind() == Subscription.Kind.JOIN) {
                if (!groups.hasRoom(group, pipe, options.limits())) {
                    return false;
                }
                groups.add(group, pipe);
            } else if (subscription.kind() == Subscription.Kind.LEAVE) {
                groups.remove(group, pipe);
            }
        } finally {
            lock.unlock();
        }
        onSubscriptions.run();
        return true;
    }

    @Override
    public int subscribers(byte @Nullable [] group) {
        lock.lock();
        try {
            return group == null ? groups.peers() : members(group).size();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private List<Pipe> members(byte[] group) {
        List<Pipe> members = new ArrayList<>();
        groups.matchWhole(group, members::add);
        return members;
    }

    @Override
    public int topics() {
        lock.lock();
        try {
            return groups.topics();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void unfiltered(Pipe pipe, int largestMessage) {
        lock.lock();
        try {
            unfiltered.put(pipe, largestMessage);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void disconnected(Pipe pipe) {
        forget(pipe);
    }

    @Override
    public void detach(Pipe pipe) {
        super.detach(pipe);
        forget(pipe);
    }

    private void forget(Pipe pipe) {
        lock.lock();
        try {
            unfiltered.remove(pipe);
            groups.removeAll(pipe, (group, last) -> {});
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    /** The peers are found under the lock and offered the message without it. */
    @Override
    public Offer send(Message message) {
        List<Pipe> members;
        lock.lock();
        try {
            members = members(message.frame(0));
            unfiltered.forEach((pipe, largest) -> members.add(checked(pipe, largest, message)));
        } finally {
            lock.unlock();
        }
        return fanOut.send(members, message);
    }

    private static Pipe checked(Pipe pipe, int largest, Message message) {
        if (message.size() > largest) {
            throw new IllegalArgumentException("message of " + message.body().length + " octets to a group of "
                    + message.frame(0).length + " > " + largest + " together, the most that " + pipe.endpoint()
                    + " takes; send less at a time, raise UdpOptions.maxDatagram on both sides, or use tcp");
        }
        return pipe;
    }
}
