package io.zmqspring;

/**
 * How much a publisher (PUB, XPUB, RADIO) keeps for its subscribers, so that none can take its memory. A peer that subscribes to
 * more loses its connection. An XPUB keeps as many notices of all its peers together while it does not receive them; further
 * ones are dropped and counted as {@link DropReason#NO_ROOM}.
 *
 * @param topics how many different topics or groups one peer may have: at least 1, default 1,000,000. Each takes some 100
 *     octets besides its own
 * @param octets how many octets these topics may have together: at least 1, default 64 MiB
 */
public record SubscriptionLimits(int topics, long octets) {
    /** A million topics of 64 MiB together. */
    public static final SubscriptionLimits DEFAULT = new SubscriptionLimits(1_000_000, 64L << 20);

    /**
     * Checks the numbers.
     *
     * @param topics see above
     * @param octets see above
     */
    public SubscriptionLimits {
        if (topics < 1 || octets < 1) {
            throw new IllegalArgumentException("topics=" + topics + ", octets=" + octets + ": each must be at least 1");
        }
    }

    /**
     * Tells whether so much is within the limits.
     *
     * @param topics a number of topics
     * @param octets how many octets they have together
     * @return whether neither is too much
     */
    public boolean allow(int topics, long octets) {
        return topics <= this.topics && octets <= this.octets;
    }
}
