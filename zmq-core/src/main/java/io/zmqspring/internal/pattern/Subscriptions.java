package io.zmqspring.internal.pattern;

import io.zmqspring.SubscriptionLimits;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
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
    // and
    // at each length that some topic has, the bucket of that prefix is looked through. So the work depends on the
    // lengths that occur and on the message, not on the number of topics, and ends early where no topic goes on (see
    // PrefixMarks); nothing recurses on what a peer chose; a pair
    // costs an entry of some 50 octets and its topic. The hash is seeded, so that a peer cannot choose topics that
    // collide. See docs/decisions, "Subscriptions are hashed by prefix length".
    private static final int SEED = new SecureRandom().nextInt() | 1;
    private static final int FIRST_CAPACITY = 16;

    /** Most prefixes that are looked up are no topics: an empty bucket says so without a look at an entry. */
    private static final int BUCKETS_PER_ENTRY = 4;

    private static final int MARKS_PER_BUCKET = 8;

    /** One topic of one peer. */
    private static final class Entry<P> {
        final byte[] topic;
        final int hash;
        final Subscriber<P> subscriber;
        int count;

        @Nullable
        Entry<P> nextInBucket;

        @Nullable
        Entry<P> nextOfSubscriber;

        @Nullable
        Entry<P> previousOfSubscriber;

        Entry(byte[] topic, int hash, Subscriber<P> subscriber) {
            this.topic = topic;
            this.hash = hash;
            this.subscriber = subscriber;
        }

        boolean isFor(byte[] octets, int length, int hash) {
            return this.hash == hash && topic.length == length && Arrays.equals(topic, 0, length, octets, 0, length);
        }
    }

    /** One peer and its topics. */
    private static final class Subscriber<P> {
        final P peer;

        @Nullable
        Entry<P> first;

        int topics;
        long octets;
        long lastMatch;

        Subscriber(P peer) {
            this.peer = peer;
        }
    }

    private final IdentityHashMap<P, Subscriber<P>> subscribers = new IdentityHashMap<>();
    private final LengthCounts lengths = new LengthCounts();
    private @Nullable Entry<P>[] buckets = newBuckets(FIRST_CAPACITY);
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
        boolean first = true;
        for (Entry<P> entry = bucket(hash); entry != null; entry = entry.nextInBucket) {
            if (entry.isFor(topic, topic.length, hash)) {
                first = false;
                if (entry.subscriber.peer == peer) {
                    entry.count++;
                    return false;
                }
            }
        }
        insert(new Entry<>(topic, hash, subscribers.computeIfAbsent(peer, Subscriber::new)));
        topics += first ? 1 : 0;
        return first;
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
        boolean last = true;
        Entry<P> own = null;
        for (Entry<P> entry = bucket(hash); entry != null; entry = entry.nextInBucket) {
            if (entry.isFor(topic, topic.length, hash)) {
                if (entry.subscriber.peer == peer) {
                    own = entry;
                } else {
                    last = false;
                }
            }
        }
        if (own == null) {
            return last ? Removal.UNKNOWN : Removal.REMAINS;
        }
        own.count--;
        if (own.count > 0) {
            return Removal.REMAINS;
        }
        delete(own);
        topics -= last ? 1 : 0;
        return last ? Removal.LAST : Removal.REMAINS;
    }

    /** Forgets a peer; each of its topics is told, and whether nobody has it any more. */
    void removeAll(P peer, TopicVisitor visitor) {
        Subscriber<P> subscriber = subscribers.get(peer);
        while (subscriber != null && subscriber.first != null) {
            Entry<P> entry = subscriber.first;
            entry.count = 1;
            visitor.visit(entry.topic, remove(entry.topic, peer) == Removal.LAST);
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
            for (Entry<P> entry = bucket(hash); entry != null; entry = entry.nextInBucket) {
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
        for (Entry<P> entry = bucket(hash); entry != null; entry = entry.nextInBucket) {
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
                : limits.allowNext(subscriber.topics, subscriber.octets, topic.length);
    }

    /** How many different topics there are. */
    int topics() {
        return topics;
    }

    /** The topics of one peer, each once or as often as it is counted. */
    List<byte[]> topics(P peer, boolean repeated) {
        List<byte[]> topics = new ArrayList<>();
        Subscriber<P> subscriber = subscribers.get(peer);
        for (Entry<P> entry = subscriber == null ? null : subscriber.first; entry != null; ) {
            topics.addAll(Collections.nCopies(repeated ? entry.count : 1, entry.topic));
            entry = entry.nextOfSubscriber;
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
    private static <P> @Nullable Entry<P>[] newBuckets(int capacity) {
        return new Entry[capacity];
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

    private @Nullable Entry<P> bucket(int hash) {
        return buckets[hash & (buckets.length - 1)];
    }

    private void insert(Entry<P> entry) {
        if (entries >= buckets.length / BUCKETS_PER_ENTRY) {
            rebuild(buckets.length * 2);
        }
        entry.count = 1;
        link(entry);
        mark(entry.topic);
        entry.nextOfSubscriber = entry.subscriber.first;
        if (entry.subscriber.first != null) {
            entry.subscriber.first.previousOfSubscriber = entry;
        }
        entry.subscriber.first = entry;
        entry.subscriber.topics++;
        entry.subscriber.octets += entry.topic.length;
        entries++;
        lengths.count(entry.topic.length, 1);
    }

    private void link(Entry<P> entry) {
        int index = entry.hash & (buckets.length - 1);
        entry.nextInBucket = buckets[index];
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
        @Nullable Entry<P>[] former = buckets;
        buckets = newBuckets(capacity);
        marks = new PrefixMarks(capacity * MARKS_PER_BUCKET);
        deletedSinceMarked = 0;
        for (Entry<P> first : former) {
            for (Entry<P> entry = first; entry != null; ) {
                Entry<P> next = entry.nextInBucket;
                link(entry);
                mark(entry.topic);
                entry = next;
            }
        }
    }

    private void delete(Entry<P> entry) {
        int index = entry.hash & (buckets.length - 1);
        if (buckets[index] == entry) {
            buckets[index] = entry.nextInBucket;
        } else {
            Entry<P> before = buckets[index];
            while (before != null && before.nextInBucket != entry) {
                before = before.nextInBucket;
            }
            if (before != null) {
                before.nextInBucket = entry.nextInBucket;
            }
        }
        unlinkFromSubscriber(entry);
        entries--;
        lengths.count(entry.topic.length, -1);
        if (++deletedSinceMarked > buckets.length) {
            rebuild(buckets.length);
        }
    }

    private void unlinkFromSubscriber(Entry<P> entry) {
        Subscriber<P> subscriber = entry.subscriber;
        subscriber.topics--;
        subscriber.octets -= entry.topic.length;
        if (entry.previousOfSubscriber == null) {
            subscriber.first = entry.nextOfSubscriber;
        } else {
            entry.previousOfSubscriber.nextOfSubscriber = entry.nextOfSubscriber;
        }
        if (entry.nextOfSubscriber != null) {
            entry.nextOfSubscriber.previousOfSubscriber = entry.previousOfSubscriber;
        }
        if (subscriber.first == null) {
            subscribers.remove(subscriber.peer);
        }
    }
}
