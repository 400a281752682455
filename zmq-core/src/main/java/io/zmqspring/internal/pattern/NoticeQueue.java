package io.zmqspring.internal.pattern;

import io.zmqspring.Message;
import io.zmqspring.SubscriptionLimits;
import io.zmqspring.internal.pipe.MessageQueue;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue of an XPUB's notices, each of which comes after the messages that its peer had sent before. Not
 * thread-safe: its pattern has the lock.
 */
final class NoticeQueue {
    /** A notice, and how many messages of its peer come before it. */
    private record Notice(Message message, MessageQueue inbound, long after) {
        boolean isDue() {
            return inbound.taken() >= after;
        }
    }

    private final SubscriptionLimits limits;
    private final ArrayDeque<Notice> notices = new ArrayDeque<>();
    private long octets;

    NoticeQueue(SubscriptionLimits limits) {
        this.limits = limits;
    }

    /** Appends a notice of the peer whose messages come by that queue; false if there is no room for it. */
    boolean add(Message notice, MessageQueue inbound) {
        if (!limits.allowNext(notices.size(), octets, notice.size())) {
            return false;
        }
        octets += notice.size();
        return notices.add(new Notice(notice, inbound, inbound.accepted()));
    }

    /** Takes the next notice if what its peer had sent before has been received. */
    @Nullable
    Message poll() {
        if (!isDue()) {
            return null;
        }
        Message message = notices.remove().message();
        octets -= message.size();
        return message;
    }

    /** Whether {@link #poll} finds one. */
    boolean isDue() {
        Notice next = notices.peek();
        return next != null && next.isDue();
    }

    boolean isEmpty() {
        return notices.isEmpty();
    }
}
