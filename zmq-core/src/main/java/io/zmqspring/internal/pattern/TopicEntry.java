package io.zmqspring.internal.pattern;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One topic of one peer, as it stands in the tables of {@link Subscriptions} and of its {@link Subscriber}. */
final class TopicEntry<P> {
    final byte[] topic;
    final int hash;
    final Subscriber<P> subscriber;

    /** How often the peer subscribed to it. */
    int count;

    @Nullable
    TopicEntry<P> nextInBucket;

    @Nullable
    TopicEntry<P> previousInBucket;

    @Nullable
    TopicEntry<P> nextOfSubscriber;

    TopicEntry(byte[] topic, int hash, Subscriber<P> subscriber) {
        this.topic = topic;
        this.hash = hash;
        this.subscriber = subscriber;
    }

    boolean isFor(byte[] octets, int length, int hash) {
        return this.hash == hash && topic.length == length && Arrays.equals(topic, 0, length, octets, 0, length);
    }
}
