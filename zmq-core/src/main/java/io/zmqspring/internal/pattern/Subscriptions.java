package io.zmqspring.internal.pattern;

import io.zmqspring.SubscriptionLimits;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which peers want messages that begin with which topic, counted for each peer as RFC 37 has it: two subscriptions need
 * two cancels. Not thread-safe: its pattern has the lock.
 */
final class Subscriptions<P> {
    // A hash table of (topic, peer) pairs. To match a message, the hash of its first octets is grown octet by octet,
    // and at each length that some topic has, the bucket of that prefix is looked through. So the work depends on the
    // lengths that occur and on the message, not on the number of topics, and ends early where no topic goes on (see
    // PrefixMarks); nothing recurses on what a peer chose; a pair costs an entry of some 50 octets and its topic. The
    // hash is seeded, so that a peer cannot choose topics that collide. What one peer has is found in a table of its
    // own. See docs/decisions, "Subscriptions are a hash of prefixes".
    private static final int SEED = new SecureRandom().nextInt() | 1;
    private static final int FIRST_CAPACITY = 16;

    /** Most prefixes that are looked up are no topics: an empty bucket says so without a look at an entry. */
    private static final int BUCKETS_PER_ENTRY = 4;

    private static final int MARKS_PER_BUCKET = 8;

    private final IdentityHashMap<P, Subscriber<P>> subscribers = new IdentityHashMap<>();
    private final LengthCounts lengths = new LengthCounts();
    private @Nullable TopicEntry<P>[] buckets = newBuckets(FIRST_CAPACITY);
    private PrefixMarks marks = new PrefixMarks(FIRST_CAPACITY * MARKS_PER_BUCKET);
    private int entries;
    private int topics;
    private int deletedSinceMarked;
    private long matches;

    /**
     * Counts a subscription.
     *
     * @return whether nobody had the topic before
     */
    boolean add(byte[] topic, P peer) {
        int hash = hash(topic);
        Subscriber<P> subscriber = subscribers.computeIfAbsent(peer, Subscriber::new);
        TopicEntry<P> own = subscriber.find(topic, hash);
        if (own != null) {
            own.count++;
            return false;
        }
        boolean first = !isKnown(topic, hash);
        insert(new TopicEntry<>(topic, hash, subscriber));
        topics += first ? 1 : 0;
        return first;
    }

    /** Whether anybody has the topic: of many who have it, the first that is found is enough. */
    private boolean isKnown(byte[] topic, int hash) {
        for (TopicEntry<P> entry = bucket(hash); entry != null; entry = entry.nextInBucket) {
            if (entry.isFor(topic, topic.length, hash)) {
                return true;
            }
        }
        return false;
    }

    /** What taking a subscription back came to. */
    enum Removal {
        /** Nobody has the topic any more. */
        LAST,
        /** The peer or another one still has it. */
        REMAINS,
        /** Nobody had it. */
        UNKNOWN
    }

    /** Takes one subscription back; one that the peer does not have changes nothing. */
    Removal remove(byte[] topic, P peer) {
        int hash = hash(topic);
        Subscriber<P> subscriber = subscribers.get(peer);
        TopicEntry<P> own = subscriber == null ? null : subscriber.find(topic, hash);
        if (own == null) {
            return isKnown(topic, hash) ? Removal.REMAINS : Removal.UNKNOWN;
        }
        own.count--;
        if (own.count > 0) {
            return Removal.REMAINS;
        }
        return delete(own) ? Removal.LAST : Removal.REMAINS;
    }

    /** Forgets a peer; each of its topics is told, and whether nobody has it any more. */
    void removeAll(P peer, TopicVisitor visitor) {
        Subscriber<P> subscriber = subscribers.get(peer);
        if (subscriber != null) {
            subscriber.entries().forEach(entry -> visitor.visit(entry.topic, delete(entry)));
        }
    }

    /** Is told topics. */
    interface TopicVisitor {
        void visit(byte[] topic, boolean last);
    }

    /** Tells each peer that wants messages beginning so, once. */
    void match(byte[] message, Consumer<P> visitor) {
        matches++;
        int hash = SEED;
        int grown = 0;
        for (int length : lengths.present()) {
            if (length > message.length) {
                return;
            }
            while (grown < length) {
                hash = grow(hash, message[grown++]);
                if (PrefixMarks.isAt(grown) && !marks.isSet(hash)) {
                    return;
                }
            }
            for (TopicEntry<P> entry = bucket(hash); entry != null; entry = entry.nextInBucket) {
                if (entry.subscriber.lastMatch != matches && entry.isFor(message, length, hash)) {
                    entry.subscriber.lastMatch = matches;
                    visitor.accept(entry.subscriber.peer);
                }
            }
        }
    }

    /** Tells each peer that has exactly this topic, once. */
    void matchWhole(byte[] topic, Consumer<P> visitor) {
        int hash = hash(topic);
        for (TopicEntry<P> entry = bucket(hash); entry != null; entry = entry.nextInBucket) {
            if (entry.isFor(topic, topic.length, hash)) {
                visitor.accept(entry.subscriber.peer);
            }
        }
    }

    /** Whether a peer may have one topic more. */
    boolean hasRoom(byte[] topic, P peer, SubscriptionLimits limits) {
        Subscriber<P> subscriber = subscribers.get(peer);
        return subscriber == null
                ? limits.allowNext(0, 0, topic.length)
                : limits.allowNext(subscriber.topics(), subscriber.octets(), topic.length);
    }

    /** How many different topics there are. */
    int topics() {
        return topics;
    }

    /** The topics of one peer, each once or as often as it is counted. */
    List<byte[]> topics(P peer, boolean repeated) {
        List<byte[]> topics = new ArrayList<>();
        Subscriber<P> subscriber = subscribers.get(peer);
        if (subscriber != null) {
            subscriber
                    .entries()
                    .forEach(entry -> topics.addAll(Collections.nCopies(repeated ? entry.count : 1, entry.topic)));
        }
        return topics;
    }

    /** How many peers want anything. */
    int peers() {
        return subscribers.size();
    }

    /** How many pairs of topic and peer there are. */
    int size() {
        return entries;
    }

    // ---- the table -----------------------------------------------------------------------------------------------

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays have no type parameters
    private static <P> @Nullable TopicEntry<P>[] newBuckets(int capacity) {
        return new TopicEntry[capacity];
    }

    private static int hash(byte[] topic) {
        int hash = SEED;
        for (byte octet : topic) {
            hash = grow(hash, octet);
        }
        return hash;
    }

    private static int grow(int hash, byte octet) {
        int mixed = (hash ^ octet) * 0x9E3779B1;
        return mixed ^ (mixed >>> 15);
    }

    private @Nullable TopicEntry<P> bucket(int hash) {
        return buckets[hash & (buckets.length - 1)];
    }

    private void insert(TopicEntry<P> entry) {
        if (entries >= buckets.length / BUCKETS_PER_ENTRY) {
            rebuild(buckets.length * 2);
        }
        entry.count = 1;
        link(entry);
        mark(entry.topic);
        entry.subscriber.add(entry);
        entries++;
        lengths.count(entry.topic.length, 1);
    }

    private void link(TopicEntry<P> entry) {
        int index = entry.hash & (buckets.length - 1);
        TopicEntry<P> next = buckets[index];
        entry.nextInBucket = next;
        entry.previousInBucket = null;
        if (next != null) {
            next.previousInBucket = entry;
        }
        buckets[index] = entry;
    }

    private void mark(byte[] topic) {
        int hash = SEED;
        for (int i = 0; i < topic.length; ) {
            hash = grow(hash, topic[i++]);
            if (PrefixMarks.isAt(i)) {
                marks.set(hash);
            }
        }
    }

    /** Builds the table again, and the marks, which forget what was deleted. */
    private void rebuild(int capacity) {
        @Nullable TopicEntry<P>[] former = buckets;
        buckets = newBuckets(capacity);
        marks = new PrefixMarks(capacity * MARKS_PER_BUCKET);
        deletedSinceMarked = 0;
        for (TopicEntry<P> first : former) {
            for (TopicEntry<P> entry = first; entry != null; ) {
                TopicEntry<P> next = entry.nextInBucket;
                link(entry);
                mark(entry.topic);
                entry = next;
            }
        }
    }

    /** Takes an entry out; true if nobody has its topic any more. */
    private boolean delete(TopicEntry<P> entry) {
        TopicEntry<P> previous = entry.previousInBucket;
        TopicEntry<P> next = entry.nextInBucket;
        if (previous == null) {
            buckets[entry.hash & (buckets.length - 1)] = next;
        } else {
            previous.nextInBucket = next;
        }
        if (next != null) {
            next.previousInBucket = previous;
        }
        entry.subscriber.remove(entry);
        if (entry.subscriber.topics() == 0) {
            subscribers.remove(entry.subscriber.peer);
        }
        entries--;
        lengths.count(entry.topic.length, -1);
        boolean last = !isKnown(entry.topic, entry.hash);
        topics -= last ? 1 : 0;
        if (++deletedSinceMarked > buckets.length) {
            rebuild(buckets.length);
        }
        return last;
    }
}
