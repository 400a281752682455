package io.zmqspring.internal.pattern;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One peer and its topics, in a hash table of its own: so its entry of a topic that ten thousand others have too is found
 * without a look at theirs. Not thread-safe.
 */
final class Subscriber<P> {
    private static final int FIRST_CAPACITY = 2;

    final P peer;

    /** The last match that named the peer. */
    long lastMatch;

    private @Nullable TopicEntry<P>[] buckets = newBuckets(FIRST_CAPACITY);
    private int topics;
    private long octets;

    Subscriber(P peer) {
        this.peer = peer;
    }

    int topics() {
        return topics;
    }

    long octets() {
        return octets;
    }

    @Nullable
    TopicEntry<P> find(byte[] topic, int hash) {
        TopicEntry<P> entry = buckets[hash & (buckets.length - 1)];
        while (entry != null && !entry.isFor(topic, topic.length, hash)) {
            entry = entry.nextOfSubscriber;
        }
        return entry;
    }

    void add(TopicEntry<P> entry) {
        if (topics == buckets.length) {
            resize(buckets.length * 2);
        }
        link(entry);
        topics++;
        octets += entry.topic.length;
    }

    private void resize(int capacity) {
        List<TopicEntry<P>> entries = entries();
        buckets = newBuckets(capacity);
        entries.forEach(this::link);
    }

    private void link(TopicEntry<P> entry) {
        int index = entry.hash & (buckets.length - 1);
        entry.nextOfSubscriber = buckets[index];
        buckets[index] = entry;
    }

    void remove(TopicEntry<P> entry) {
        int index = entry.hash & (buckets.length - 1);
        TopicEntry<P> before = buckets[index];
        if (before == entry) {
            buckets[index] = entry.nextOfSubscriber;
        } else {
            while (before != null && before.nextOfSubscriber != entry) {
                before = before.nextOfSubscriber;
            }
            if (before != null) {
                before.nextOfSubscriber = entry.nextOfSubscriber;
            }
        }
        topics--;
        octets -= entry.topic.length;
        if (topics < buckets.length / 8) {
            resize(buckets.length / 2);
        }
    }

    List<TopicEntry<P>> entries() {
        List<TopicEntry<P>> entries = new ArrayList<>(topics);
        for (TopicEntry<P> first : buckets) {
            for (TopicEntry<P> entry = first; entry != null; entry = entry.nextOfSubscriber) {
                entries.add(entry);
            }
        }
        return entries;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays have no type parameters
    private static <P> @Nullable TopicEntry<P>[] newBuckets(int capacity) {
        return new TopicEntry[capacity];
    }
}
