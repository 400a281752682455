package io.zmqspring.internal.pattern;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.DropReason;
import io.zmqspring.Message;
import io.zmqspring.PubSubOptions;
import io.zmqspring.PubSubOptions.Notices;
import io.zmqspring.internal.pipe.MessageQueue.Offer;
import io.zmqspring.internal.pipe.MessageQueue.Verdict;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.pipe.Subscription;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
    private final PipeSet ready = new PipeSet();
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
    private final ArrayDeque<Message> notices = new ArrayDeque<>();

    /** Makes the pattern of XPUB, which shows subscriptions, or of PUB, which does not. */
    public XPubPattern(boolean showsSubscriptions, PubSubOptions options) {
        this.showsSubscriptions = showsSubscriptions;
        this.options = options;
        fanOut = new FanOut(options.noDrop(), pipe -> dropped(pipe, DropReason.NO_ROOM));
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
        ready.add(pipe);
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
        ready.remove(pipe);
        boolean all = isManual() || options.notices() == Notices.EVERY_CHANGE;
        List<byte[]> ended = new ArrayList<>();
        lock.lock();
        try {
            requests.removeAll(pipe, (topic, last) -> {
                if (last || all) {
                    ended.add(topic);
                }
            });
            subscriptions.removeAll(pipe, (topic, last) -> {});
            ended.forEach(topic -> notice(pipe, false, topic));
        } finally {
            lock.unlock();
        }
        if (!ended.isEmpty()) {
            onNotice.run();
        }
    }

    // ---- subscriptions -------------------------------------------------------------------------------------------

    /** A subscription may come as a message too, 1 or 0 and the topic, as in ZMTP 3.0. */
    private Verdict look(Pipe pipe, Message message) {
        boolean found = TopicFrame.isOne(message.frame(0));
        List<byte[]> rest = new ArrayList<>();
        if (found || (message.frameCount() > 1 && !options.onlyFirstSubscribe())) {
            for (byte[] frame : message.frames()) {
                if (TopicFrame.isOne(frame)) {
                    found = true;
                    request(pipe, TopicFrame.isAdded(frame), TopicFrame.topic(frame));
                } else {
                    rest.add(frame);
                }
            }
        }
        if (found) {
            onSubscriptions.run();
        }
        if (found && showsSubscriptions && !rest.isEmpty()) {
            add(Message.receivedFrames(rest, pipe.sender()));
        }
        if (found) {
            return Verdict.TAKEN;
        }
        return showsSubscriptions ? Verdict.QUEUE : unexpected(pipe);
    }

    private void add(Message notice) {
        lock.lock();
        try {
            notices.add(notice);
        } finally {
            lock.unlock();
        }
        onNotice.run();
    }

    @Override
    public void subscription(Pipe pipe, Subscription subscription) {
        switch (subscription.kind()) {
            case SUBSCRIBE -> request(pipe, true, subscription.topic());
            case CANCEL -> request(pipe, false, subscription.topic());
            case JOIN, LEAVE -> {} // of RADIO and DISH
        }
        onSubscriptions.run();
    }

    private void request(Pipe pipe, boolean added, byte[] topic) {
        lock.lock();
        try {
            boolean changed =
                    added ? requests.add(topic, pipe) : requests.remove(topic, pipe) != Subscriptions.Removal.REMAINS;
            if (!changed && !isVerbose(added)) {
                return;
            }
            notice(pipe, added, topic);
        } finally {
            lock.unlock();
        }
        onNotice.run();
    }

    private boolean isVerbose(boolean added) {
        return switch (options.notices()) {
            case FIRST_AND_LAST -> false;
            case EVERY_SUBSCRIBE -> added;
            case EVERY_CHANGE, MANUAL -> true;
        };
    }

    @GuardedBy("lock")
    private void notice(Pipe pipe, boolean added, byte[] topic) {
        if (showsSubscriptions) {
            notices.add(Message.received(TopicFrame.of(added, topic), pipe.sender()));
        }
    }

    /**
     * Gives the peer that a message came from a topic, or takes it back, if that peer is still there.
     *
     * @return false if peers' own subscriptions are applied, so that there is nothing to do by hand
     */
    @SuppressWarnings("ReferenceEquality") // one Sender object stands for one connection
    public boolean apply(Message request, boolean added, byte[] topic) {
        if (!isManual()) {
            return false;
        }
        lock.lock();
        try {
            for (Pipe pipe : ready.snapshot()) {
                if (request.sender() == pipe.sender()) {
                    if (added) {
                        subscriptions.add(topic, pipe);
                    } else {
                        subscriptions.remove(topic, pipe);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
        onSubscriptions.run();
        return true;
    }

    @Override
    public int subscribers(byte @Nullable [] topic) {
        List<Pipe> matching = new ArrayList<>();
        lock.lock();
        try {
            if (topic == null) {
                return subscriptions.peers();
            }
            subscriptions.match(topic, matching::add);
        } finally {
            lock.unlock();
        }
        return options.invertMatching() ? allBut(matching).size() : matching.size();
    }

    // ---- messages ------------------------------------------------------------------------------------------------

    @Override
    public boolean isWritable() {
        return true;
    }

    /** The peers are found under the lock and offered the message without it. */
    @Override
    public Offer send(Message message) {
        List<Pipe> matching = new ArrayList<>();
        lock.lock();
        try {
            subscriptions.match(message.frame(0), matching::add);
        } finally {
            lock.unlock();
        }
        return fanOut.send(options.invertMatching() ? allBut(matching) : matching, message);
    }

    private List<Pipe> allBut(List<Pipe> some) {
        Set<Pipe> left = Collections.newSetFromMap(new IdentityHashMap<>());
        left.addAll(ready.list());
        some.forEach(left::remove);
        return List.copyOf(left);
    }

    @Override
    public @Nullable Message receive() {
        lock.lock();
        try {
            Message notice = notices.poll();
            if (notice != null) {
                return notice;
            }
        } finally {
            lock.unlock();
        }
        return super.receive();
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
            if (!notices.isEmpty()) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        return super.isReadable();
    }
}
