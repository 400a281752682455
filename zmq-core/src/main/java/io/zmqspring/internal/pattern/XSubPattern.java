package io.zmqspring.internal.pattern;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.DropReason;
import io.zmqspring.Message;
import io.zmqspring.PubSubOptions;
import io.zmqspring.internal.pipe.MessageQueue.Offer;
import io.zmqspring.internal.pipe.MessageQueue.Verdict;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.pipe.Subscription;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * SUB and XSUB (RFC 29): tells every publisher which topics it wants, again on each new connection, and receives from all
 * in turn. SUB drops what it did not ask for; XSUB takes everything, and subscribes by messages {@code 1 topic} and
 * {@code 0 topic}.
 */
public final class XSubPattern extends AbstractPattern {
    private final boolean filters;
    private final PubSubOptions options;
    private final FanOut fanOut = new FanOut(false, pipe -> dropped(pipe, DropReason.NO_ROOM));

    // Held while subscriptions are passed on, so that publishers hear of them in the order in which they were made.
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Subscriptions<XSubPattern> wanted = new Subscriptions<>();

    /** The publishers that have been told what is wanted, and how often each has been told a topic again. */
    @GuardedBy("lock")
    private final Map<Pipe, Map<ByteBuffer, Integer>> told = new LinkedHashMap<>();

    /** Makes the pattern of SUB, which filters, or of XSUB, which does not. */
    public XSubPattern(boolean filters, PubSubOptions options) {
        this.filters = filters;
        this.options = options;
    }

    @Override
    public boolean attach(Pipe pipe) {
        if (filters) {
            pipe.inbound().setIntake(message -> isWanted(message) ? Verdict.QUEUE : Verdict.TAKEN);
        }
        return super.attach(pipe);
    }

    private boolean isWanted(Message message) {
        boolean[] found = new boolean[1];
        lock.lock();
        try {
            wanted.match(message.frame(0), self -> found[0] = true);
        } finally {
            lock.unlock();
        }
        return found[0] != options.invertMatching();
    }

    /** Every subscription is passed on, also one that repeats another. */
    public void subscribe(byte[] topic) {
        lock.lock();
        try {
            boolean first = wanted.add(topic, this);
            List<Subscription> one = List.of(new Subscription(Subscription.Kind.SUBSCRIBE, topic));
            told.forEach((pipe, repeats) -> {
                if (!first && !isVerbose()) {
                    repeats.merge(ByteBuffer.wrap(topic), 1, Integer::sum);
                }
                pipe.send(one);
            });
        } finally {
            lock.unlock();
        }
    }

    /**
     * Passed on only when the topic is not wanted any more, because libzmq's publishers do not count; then as often as
     * the publisher was told to subscribe, because others do (RFC 37, "Publish-Subscribe").
     */
    public void unsubscribe(byte[] topic) {
        lock.lock();
        try {
            Subscriptions.Removal removal = wanted.remove(topic, this);
            if (isVerbose() ? removal != Subscriptions.Removal.UNKNOWN : removal == Subscriptions.Removal.LAST) {
                Subscription cancel = new Subscription(Subscription.Kind.CANCEL, topic);
                told.forEach((pipe, repeats) -> {
                    Integer again = repeats.remove(ByteBuffer.wrap(topic));
                    pipe.send(Collections.nCopies(again == null ? 1 : 1 + again, cancel));
                });
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many different topics are wanted. */
    public int topics() {
        lock.lock();
        try {
            return wanted.topics();
        } finally {
            lock.unlock();
        }
    }

    private boolean isVerbose() {
        return !filters && options.verboseUnsubscribe();
    }

    /** Tells a new connection everything, each topic once, or as often as it will be taken back; from then on it is told what changes. */
    @Override
    public void connected(Pipe pipe) {
        lock.lock();
        try {
            told.put(pipe, new HashMap<>());
            pipe.sendFirst(wanted.topics(this, isVerbose()).stream()
                    .map(topic -> new Subscription(Subscription.Kind.SUBSCRIBE, topic))
                    .toList());
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
            told.remove(pipe);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isWritable() {
        return !filters; // SUB sends nothing
    }

    /** XSUB: subscriptions are taken out, and what is left goes to every publisher that has room. Never waits. */
    @Override
    public Offer send(Message message) {
        boolean first = TopicFrame.isOne(message.frame(0));
        if (!first && (message.frameCount() == 1 || options.onlyFirstSubscribe())) {
            return fanOut.send(pipes.list(), message);
        }
        List<byte[]> rest = new ArrayList<>();
        for (byte[] frame : message.frames()) {
            if (!TopicFrame.isOne(frame)) {
                rest.add(frame);
            } else if (TopicFrame.isAdded(frame)) {
                subscribe(TopicFrame.topic(frame));
            } else {
                unsubscribe(TopicFrame.topic(frame));
            }
        }
        return rest.isEmpty() ? Offer.ACCEPTED : fanOut.send(pipes.list(), Message.ofFrames(rest));
    }
}
