package io.zmqspring.spring.listener;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Receives from sockets on behalf of one listener. Starts after everything else and stops first, so that no message is
 * taken that cannot be handled; a stop waits for the messages in hand. Thread-safe.
 */
public interface ZmqListenerContainer extends SmartLifecycle {
    /** The phase of listener containers. */
    int PHASE = Integer.MAX_VALUE - 100;

    /**
     * Returns the container's id.
     *
     * @return the id
     */
    String getId();

    /**
     * Returns the sockets it reads.
     *
     * @return their names, unmodifiable
     */
    List<String> getSockets();

    /**
     * Receives further topics: prefixes of messages for SUB and XSUB, exact groups for DISH. Those that it has already stay.
     * They last as long as the container: a stop takes them back from the sockets, and a start tells them again.
     *
     * @param topics the topics
     * @throws io.zmqspring.spring.core.ZmqSocketUseException if it runs and one of its sockets is no subscriber
     */
    void addTopics(String... topics);

    /**
     * Receives topics no more, unless somebody else wants them of the same socket.
     *
     * @param topics the topics; those that it has not are ignored
     */
    void removeTopics(String... topics);

    /**
     * Returns the topics or groups that the container asks for.
     *
     * @return a snapshot, in the order they were added
     */
    Set<String> getTopics();

    /**
     * Takes no more messages until resumed; what is in hand is finished. Queues fill up and slow the peers down, and
     * nothing is lost. Replies to requests are received all the same.
     */
    void pause();

    /** Goes on after {@link #pause()}. */
    void resume();

    /**
     * Tells whether it is paused.
     *
     * @return whether it is; false after a new start
     */
    boolean isPaused();

    /**
     * Returns why the container stopped by itself: an {@link Error} of the listener, or the socket was closed. It can
     * be started again if that has been mended.
     *
     * @return the reason; null if it is running, or was stopped or never started
     */
    @Nullable
    Throwable getStopReason();

    /**
     * Tells whether it is in the state that somebody wanted: it runs, or was stopped or never started. Health is
     * DOWN otherwise.
     *
     * @return false if it stopped by itself
     */
    default boolean isInExpectedState() {
        return getStopReason() == null;
    }

    /**
     * Returns how many messages were received, those that the filter kept from the listener included.
     *
     * @return messages since the container was made
     */
    long getReceivedCount();

    /**
     * Returns how many messages could not be handled, those that an error handler dealt with included.
     *
     * @return messages since the container was made
     */
    long getFailedCount();

    /**
     * Returns how many messages the filter or an interceptor kept from the listener.
     *
     * @return messages since the container was made
     */
    default long getFilteredCount() {
        return 0;
    }
}
