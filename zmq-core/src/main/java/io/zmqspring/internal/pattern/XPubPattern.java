package io.zmqspring.internal.pattern;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.DropReason;
import io.zmqspring.Message;
import io.zmqspring.PubSubOptions;
import io.zmqspring.PubSubOptions.Notices;
import io.zmqspring.Sender;
import io.zmqspring.internal.pipe.MessageQueue.Offer;
import io.zmqspring.internal.pipe.MessageQueue.Verdict;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.pipe.Subscription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * PUB and XPUB (RFC 29): sends each message to the peers that subscribed to a prefix of its first frame; a peer whose
 * queue is full misses it. XPUB also receives: {@code 1 topic} for the first subscription of a topic, {@code 0 topic} for
 * the end of the last, and what peers send besides.
 */
public final class XPubPattern extends AbstractPattern implements Publishing {
    private final boolean showsSubscriptions;
    private final PubSubOptions options;
    private final FanOut fanOut;
    private volatile Runnable onNotice = () -> {};
    private volatile Runnable onSubscriptions = () -> {};
    private final ReentrantLock lock = new ReentrantLock();

    /** What peers get. */
    @GuardedBy("lock")
    private final Subscriptions<Pipe> subscriptions = new Subscriptions<>();

    /** What peers asked for, where the application decides what they get. */
    @GuardedBy("lock")
    private final Subscriptions<Pipe> requests;

    @GuardedBy("lock")
    private final NoticeQueue notices;

    /** The peers that are connected, by what their messages are stamped with. */
    @GuardedBy("lock")
    private final IdentityHashMap<Sender, Pipe> ready = new IdentityHashMap<>();

    /** Makes the pattern of XPUB, which shows subscriptions, or of PUB, which does not. */
    public XPubPattern(boolean showsSubscriptions, PubSubOptions options) {
        this.showsSubscriptions = showsSubscriptions;
        this.options = options;
        fanOut = new FanOut(options.noDrop(), pipe -> dropped(pipe, DropReason.NO_ROOM));
        notices = new NoticeQueue(options.limits());
        requests = isManual() ? new Subscriptions<>() : subscriptions;
    }

    private boolean isManual() {
        return showsSubscriptions && options.notices() == Notices.MANUAL;
    }

    @Override
    public void onNotice(Runnable listener) {
        onNotice = listener;
    }

    @Override
    public void onSubscriptions(Runnable listener) {
        onSubscriptions = listener;
    }

    // ---- peers come and go ---------------------------------------------------------------------------------------

    @Override
    public boolean attach(Pipe pipe) {
        pipe.inbound().setIntake(message -> look(pipe, message));
        boolean attached = super.attach(pipe);
        if (pipe.isAccepted()) {
            welcome(pipe); // here, because over inproc the other side subscribes before connected is called
        }
        return attached;
    }

    @Override
    public void connected(Pipe pipe) {
        if (!pipe.isAccepted()) {
            welcome(pipe);
        }
    }

    private void welcome(Pipe pipe) {
        Message welcome = options.welcome();
        if (welcome != null && pipe.outbound().offer(welcome) == Offer.ACCEPTED) {
            pipe.outbound().wakeConsumer();
        }
        lock.lock();
        try {
            ready.put(pipe.sender(), pipe);
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
        boolean all = isManual() || options.notices() == Notices.EVERY_CHANGE;
        List<byte[]> ended = new ArrayList<>();
        int missed = 0;
        lock.lock();
        try {
            ready.remove(pipe.sender());
            requests.removeAll(pipe, (topic, last) -> {
                if (last || all) {
                    ended.add(topic);
                }
            });
            subscriptions.removeAll(pipe, (topic, last) -> {});
            for (byte[] topic : ended) {
                missed += notice(pipe, false, topic) ? 0 : 1;
            }
        } finally {
            lock.unlock();
        }
        for (int i = 0; i < missed; i++) {
            dropped(pipe, DropReason.NO_ROOM);
        }
        if (!ended.isEmpty()) {
            onNotice.run();
        }
    }

    // ---- subscriptions -------------------------------------------------------------------------------------------

    /** A subscription may come as a message too, 1 or 0 and the topic, as in ZMTP 3.0. */
    private Verdict look(Pipe pipe, Message message) {
        if (!TopicFrame.isOne(message.frame(0)) && (message.frameCount() == 1 || options.onlyFirstSubscribe())) {
            return other(pipe);
        }
        List<byte[]> rest = new ArrayList<>();
        for (byte[] frame : message.frames()) {
            if (!TopicFrame.isOne(frame)) {
                rest.add(frame);
            } else if (!request(pipe, TopicFrame.isAdded(frame), TopicFrame.topic(frame))) {
                return Verdict.REFUSED;
            }
        }
        if (rest.size() == message.frameCount()) {
            return other(pipe);
        }
        onSubscriptions.run();
        if (showsSubscriptions && !rest.isEmpty()) {
            add(pipe, Message.receivedFrames(rest, pipe.sender()));
        }
        return Verdict.TAKEN;
    }

    private Verdict other(Pipe pipe) {
        return showsSubscriptions ? Verdict.QUEUE : unexpected(pipe);
    }

    @Override
    public boolean subscription(Pipe pipe, Subscription subscription) {
        boolean allowed = switch (subscription.kind()) {
            case SUBSCRIBE -> request(pipe, true, subscription.topic());
            case CANCEL -> request(pipe, false, subscription.topic());
            case JOIN, LEAVE -> true; // of RADIO and DISH
        };
        onSubscriptions.run();
        return allowed;
    }

    /** False if the peer may have no more topics. */
    private boolean request(Pipe pipe, boolean added, byte[] topic) {
        boolean shown;
        lock.lock();
        try {
            if (added && !requests.hasRoom(topic, pipe, options.limits())) {
                return false;
            }
            boolean changed =
                    added ? requests.add(topic, pipe) : requests.remove(topic, pipe) != Subscriptions.Removal.REMAINS;
            if (!changed && !isVerbose(added)) {
                return true;
            }
            shown = notice(pipe, added, topic);
        } finally {
            lock.unlock();
        }
        tell(pipe, shown);
        return true;
    }

    /** What came beside subscriptions is received as they are. */
    private void add(Pipe pipe, Message message) {
        boolean shown;
        lock.lock();
        try {
            shown = notices.add(message, pipe.inbound());
        } finally {
            lock.unlock();
        }
        tell(pipe, shown);
    }

    private void tell(Pipe pipe, boolean shown) {
        if (shown) {
            onNotice.run();
        } else {
            dropped(pipe, DropReason.NO_ROOM);
        }
    }

    private boolean isVerbose(boolean added) {
        return switch (options.notices()) {
            case FIRST_AND_LAST -> false;
            case EVERY_SUBSCRIBE -> added;
            case EVERY_CHANGE, MANUAL -> true;
        };
    }

    /** False if there is no room for another notice. */
    @GuardedBy("lock")
    private boolean notice(Pipe pipe, boolean added, byte[] topic) {
        return !showsSubscriptions
                || notices.add(Message.received(TopicFrame.of(added, topic), pipe.sender()), pipe.inbound());
    }

    /**
     * Gives the peer that a message came from a topic, or takes it back, if that peer is still there.
     *
     * @return false if peers' own subscriptions are applied, so that there is nothing to do by hand
     */
    public boolean apply(Message request, boolean added, byte[] topic) {
        if (!isManual()) {
            return false;
        }
        lock.lock();
        try {
            Pipe pipe = ready.get(request.sender());
            if (pipe != null && added) {
                subscriptions.add(topic, pipe);
            } else if (pipe != null) {
                subscriptions.remove(topic, pipe);
            }
        } finally {
            lock.unlock();
        }
        onSubscriptions.run();
        return true;
    }

    @Override
    public int topics() {
        lock.lock();
        try {
            return subscriptions.topics();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int subscribers(byte @Nullable [] topic) {
        lock.lock();
        try {
            return topic == null ? subscriptions.peers() : receivers(topic).size();
        } finally {
            lock.unlock();
        }
    }

    /** Who gets a message with this first frame. */
    @GuardedBy("lock")
    private Collection<Pipe> receivers(byte[] topic) {
        if (!options.invertMatching()) {
            List<Pipe> matching = new ArrayList<>();
            subscriptions.match(topic, matching::add);
            return matching;
        }
        Set<Pipe> left = Collections.newSetFromMap(new IdentityHashMap<>());
        left.addAll(ready.values());
        subscriptions.match(topic, left::remove);
        return left;
    }

    // ---- messages ------------------------------------------------------------------------------------------------

    @Override
    public boolean isWritable() {
        return true;
    }

    /** The peers are found under the lock and offered the message without it. */
    @Override
    public Offer send(Message message) {
        Collection<Pipe> receivers;
        lock.lock();
        try {
            receivers = receivers(message.frame(0));
        } finally {
            lock.unlock();
        }
        return fanOut.send(receivers, message);
    }

    /** Sends to the peer that a message came from, if it is still there, and to nobody else. */
    public Offer sendTo(Message request, Message message) {
        Pipe pipe;
        lock.lock();
        try {
            pipe = ready.get(request.sender());
        } finally {
            lock.unlock();
        }
        return pipe == null ? Offer.ACCEPTED : fanOut.send(List.of(pipe), message);
    }

    @Override
    public @Nullable Message receive() {
        Message notice = nextNotice();
        Message message = notice == null ? super.receive() : notice;
        return message == null ? nextNotice() : message; // another thread may have taken what came before it
    }

    private @Nullable Message nextNotice() {
        lock.lock();
        try {
            return notices.poll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean hasInput() {
        lock.lock();
        try {
            return !notices.isEmpty() || super.hasInput();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isReadable() {
        lock.lock();
        try {
            if (notices.isDue()) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        return super.isReadable();
    }
}
