package io.zmqspring.internal.socket;

import io.zmqspring.ZmqPoller.Interest;
import io.zmqspring.ZmqPoller.Ready;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A socket or channel in a poller, which guards it by its lock. */
interface Registration<A> {

    /** The socket or channel. */
    Object source();

    /** From now on the poller is woken for these. */
    void setInterests(List<Interest> interests);

    boolean hasInterest();

    /** What there is to report, or null. */
    @Nullable
    Ready<A> look();

    /** The poller is woken no more. */
    void end();
}
