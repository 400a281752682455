package io.zmqspring;

import org.jspecify.annotations.Nullable;

/**
 * How publishers and subscribers treat subscriptions (RFC 29). Each option says for which socket types it counts; the
 * others ignore it.
 *
 * @param notices PUB and XPUB: which subscriptions an XPUB receives, and who applies them
 * @param noDrop PUB, XPUB and RADIO: whether send waits while a peer that should get the message has no room, and then
 *     nobody gets it yet; otherwise that peer misses it, as RFC 29 has it
 * @param invertMatching PUB, XPUB and SUB: whether subscribers get what does <em>not</em> begin with one of their
 *     topics; to be set alike on both sides
 * @param onlyFirstSubscribe PUB, XPUB and XSUB: whether the later frames of a message are looked at for subscriptions
 *     only if its first frame is one. True by default, unlike in libzmq, which by default takes every frame that begins
 *     with 0 or 1 out of what an XSUB sends
 * @param verboseUnsubscribe XSUB: whether each end of a subscription is passed on, not only the last of its topic. Then
 *     a new connection is told each topic as often as it is held
 * @param welcome PUB and XPUB: sent to every peer when it connects, before anything else; a SUB drops it unless it
 *     subscribed to a prefix of it. Null for none
 * @param limits PUB, XPUB and RADIO: how much one subscriber may ask for
 */
public record PubSubOptions(
        Notices notices,
        boolean noDrop,
        boolean invertMatching,
        boolean onlyFirstSubscribe,
        boolean verboseUnsubscribe,
        @Nullable Message welcome,
        SubscriptionLimits limits) {
    /** As RFC 29 has it: a peer without room misses messages, and only first and last subscriptions are shown. */
    public static final PubSubOptions DEFAULT =
            new PubSubOptions(Notices.FIRST_AND_LAST, false, false, true, false, null);

    /**
     * Options with the default limits.
     *
     * @param notices see above
     * @param noDrop see above
     * @param invertMatching see above
     * @param onlyFirstSubscribe see above
     * @param verboseUnsubscribe see above
     * @param welcome see above
     */
    public PubSubOptions(
            Notices notices,
            boolean noDrop,
            boolean invertMatching,
            boolean onlyFirstSubscribe,
            boolean verboseUnsubscribe,
            @Nullable Message welcome) {
        this(
                notices,
                noDrop,
                invertMatching,
                onlyFirstSubscribe,
                verboseUnsubscribe,
                welcome,
                SubscriptionLimits.DEFAULT);
    }

    /** Which subscriptions an XPUB receives as messages. */
    public enum Notices {
        /** The first of a topic among all peers and the end of the last. */
        FIRST_AND_LAST,
        /** Every subscription, but only the last end. */
        EVERY_SUBSCRIBE,
        /** Every subscription and every end. */
        EVERY_CHANGE,
        /** Every one, as a request that has no effect by itself: see {@link XPubSocket#subscribe}. */
        MANUAL
    }

    /**
     * Returns the same options with other notices.
     *
     * @param notices which subscriptions an XPUB receives
     * @return the new options
     */
    public PubSubOptions withNotices(Notices notices) {
        return new PubSubOptions(
                notices, noDrop, invertMatching, onlyFirstSubscribe, verboseUnsubscribe, welcome, limits);
    }

    /**
     * Returns the same options, with send waiting for peers that have no room.
     *
     * @return the new options
     */
    public PubSubOptions withNoDrop() {
        return new PubSubOptions(
                notices, true, invertMatching, onlyFirstSubscribe, verboseUnsubscribe, welcome, limits);
    }

    /**
     * Returns the same options with matching the other way round.
     *
     * @return the new options
     */
    public PubSubOptions withInvertMatching() {
        return new PubSubOptions(notices, noDrop, true, onlyFirstSubscribe, verboseUnsubscribe, welcome, limits);
    }

    /**
     * Returns the same options with every frame looked at for subscriptions, libzmq's default.
     *
     * @return the new options
     */
    public PubSubOptions withEveryFrameSubscribing() {
        return new PubSubOptions(notices, noDrop, invertMatching, false, verboseUnsubscribe, welcome, limits);
    }

    /**
     * Returns the same options with each end of a subscription passed on.
     *
     * @return the new options
     */
    public PubSubOptions withVerboseUnsubscribe() {
        return new PubSubOptions(notices, noDrop, invertMatching, onlyFirstSubscribe, true, welcome, limits);
    }

    /**
     * Returns the same options with another welcome.
     *
     * @param welcome what every new peer is sent, or null for nothing
     * @return the new options
     */
    public PubSubOptions withWelcome(@Nullable Message welcome) {
        return new PubSubOptions(
                notices, noDrop, invertMatching, onlyFirstSubscribe, verboseUnsubscribe, welcome, limits);
    }

    /**
     * Returns the same options with other limits.
     *
     * @param limits how much one subscriber may ask for
     * @return the new options
     */
    public PubSubOptions withLimits(SubscriptionLimits limits) {
        return new PubSubOptions(
                notices, noDrop, invertMatching, onlyFirstSubscribe, verboseUnsubscribe, welcome, limits);
    }
}
