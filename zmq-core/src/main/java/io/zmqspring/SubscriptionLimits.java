package io.zmqspring;

/**
 * How much a publisher (PUB, XPUB, RADIO) keeps for its subscribers, so that none can take its memory. A peer that subscribes to
 * more loses its connection. An XPUB keeps as many notices of all its peers together while it does not receive them; further
 * ones are dropped and counted as {@link DropReason#NO_ROOM}.
 *
 * @param topics how many different topics or groups one peer may have: at least 1, default 100,000. Each takes some 100
 *     octets besides its own
 * @param octets how many octets these topics may have together: at least 1, default 16 MiB
 * @param topicOctets how many octets one topic may have: at least 1, default 4 KiB
 */
public record SubscriptionLimits(long topics, long octets, long topicOctets) {
    /** A hundred thousand topics of 16 MiB together, none longer than 4 KiB. */
    public static final SubscriptionLimits DEFAULT = new SubscriptionLimits(100_000, 16L << 20, 4L << 10);

    /** As many and as long as subscribers like: for subscribers that are trusted. */
    public static final SubscriptionLimits UNLIMITED =
            new SubscriptionLimits(SocketOptions.UNLIMITED, SocketOptions.UNLIMITED, SocketOptions.UNLIMITED);

    /**
     * Checks the numbers.
     *
     * @param topics see above
     * @param octets see above
     * @param topicOctets see above
     */
    public SubscriptionLimits {
        if (topics < 1 || octets < 1 || topicOctets < 1) {
            throw new IllegalArgumentException("topics=" + topics + ", octets=" + octets + ", topicOctets="
                    + topicOctets + ": each must be at least 1, or SocketOptions.UNLIMITED");
        }
    }

    /**
     * Tells whether a peer may have one topic more.
     *
     * @param topics the number of topics that it has
     * @param octets how many octets these have together
     * @param topicOctets how many octets the next one has
     * @return whether nothing is too much then
     */
    public boolean allowNext(long topics, long octets, long topicOctets) {
        return topics < this.topics && topicOctets <= this.topicOctets && octets + topicOctets <= this.octets;
    }
}
