package io.zmqspring.internal.pattern;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.DropReason;
import io.zmqspring.Message;
import io.zmqspring.PubSubOptions;
import io.zmqspring.internal.pipe.MessageQueue.Offer;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.pipe.Subscription;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
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
    private final FanOut fanOut;
    private volatile Runnable onSubscriptions = () -> {};
    private final ReentrantLock lock = new ReentrantLock();

    /** How often each peer joined each group. */
    @GuardedBy("lock")
    private final Map<ByteBuffer, Map<Pipe, Integer>> groups = new HashMap<>();

    /** The peers that get everything, with the largest message that each takes. */
    @GuardedBy("lock")
    private final Map<Pipe, Integer> unfiltered = new LinkedHashMap<>();

    /** Makes the pattern; of the options it heeds whether a full peer holds up all. */
    public RadioPattern(PubSubOptions options) {
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
    public void subscription(Pipe pipe, Subscription subscription) {
        ByteBuffer group = ByteBuffer.wrap(subscription.topic());
        lock.lock();
        try {
            if (subscription.kind() == Subscription.Kind.JOIN) {
                groups.computeIfAbsent(group, name -> new HashMap<>()).merge(pipe, 1, Integer::sum);
            } else if (subscription.kind() == Subscription.Kind.LEAVE) {
                groups.computeIfPresent(group, (name, members) -> {
                    members.computeIfPresent(pipe, (member, count) -> count == 1 ? null : count - 1);
                    return members.isEmpty() ? null : members;
                });
            }
        } finally {
            lock.unlock();
        }
        onSubscriptions.run();
    }

    @Override
    public int subscribers(byte @Nullable [] group) {
        lock.lock();
        try {
            return group == null
                    ? (int) groups.values().stream()
                            .flatMap(members -> members.keySet().stream())
                            .distinct()
                            .count()
                    : groups.getOrDefault(ByteBuffer.wrap(group), Map.of()).size();
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
            groups.values().removeIf(members -> members.remove(pipe) != null && members.isEmpty());
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
            members = new ArrayList<>(groups.getOrDefault(ByteBuffer.wrap(message.frame(0)), Map.of())
                    .keySet());
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
