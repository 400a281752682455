package io.zmqspring.internal.pattern;

import io.zmqspring.Message;
import io.zmqspring.SubscriptionLimits;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The bounded queue of an XPUB's notices. Not thread-safe: its pattern has the lock. */
final class NoticeQueue {
    private final SubscriptionLimits limits;
    private final ArrayDeque<Message> notices = new ArrayDeque<>();
    private long octets;

    NoticeQueue(SubscriptionLimits limits) {
        this.limits = limits;
    }

    /** Appends a notice; false if there is no room for it. */
    boolean add(Message notice) {
        if (!limits.allowNext(notices.size(), octets, notice.size())) {
            return false;
        }
        octets += notice.size();
        return notices.add(notice);
    }

    @Nullable
    Message poll() {
        Message notice = notices.poll();
        if (notice != null) {
            octets -= notice.size();
        }
        return notice;
    }

    boolean isEmpty() {
        return notices.isEmpty();
    }
}
