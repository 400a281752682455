package io.zmqspring.spring.listener;

import io.zmqspring.Message;
import io.zmqspring.SocketType;
import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A listener that reads no sockets but is given its messages by whoever receives them, and then treats them as a container does:
 * interceptors, retries, error handlers, answers, observations. Thread-safe.
 */
public final class DirectListener {
    private static final Log logger = LogFactory.getLog(DirectListener.class);

    private final String id;
    private final String description;
    private final Origin origin;
    private final Duration gracePeriod;
    private final ListenerPipeline pipeline;
    private final ListenerCounters counters = new ListenerCounters();

    /**
     * Makes a listener.
     *
     * @param id its id, by which observers know it
     * @param description what logs and exceptions call it
     * @param origin from where the messages come
     * @param settings how it treats them; those about threads, batches and subscriptions are of no account
     * @param listener what to do with messages
     * @param replies sends what the listener returns
     */
    public DirectListener(
            String id,
            String description,
            Origin origin,
            ListenerContainerSettings settings,
            ZmqMessageListener listener,
            ZmqOperations replies) {
        this.id = Objects.requireNonNull(id, "id");
        this.description = description;
        this.origin = Objects.requireNonNull(origin, "origin");
        this.gracePeriod = settings.gracePeriod;
        this.pipeline = new ListenerPipeline(
                description,
                settings,
                listener,
                replies,
                ListenerWatch.of(id, counters, settings),
                fatal -> logger.error(description + " has failed", fatal));
    }

    /**
     * Where messages come from.
     *
     * @param name what observers call it, also the messages' header {@link io.zmqspring.spring.support.ZmqHeaders#SOCKET}
     * @param type what type of socket receives them
     */
    public record Origin(String name, SocketType type) {}

    /**
     * Returns the id.
     *
     * @return the id
     */
    public String getId() {
        return id;
    }

    /**
     * Returns how many messages it was given.
     *
     * @return the number
     */
    public long getReceivedCount() {
        return counters.received.sum();
    }

    /**
     * Returns how many messages it failed on.
     *
     * @return the number
     */
    public long getFailedCount() {
        return counters.failed.sum();
    }

    /**
     * Handles a message, on the thread of the caller. Failures of the listener are dealt with and not thrown.
     *
     * @param message the message
     * @param headers where it came from
     */
    public void onMessage(Message message, Map<String, Object> headers) {
        pipeline.onMessage(message, new Given(origin, headers));
    }

    /** Waits for the futures that the listener returned, for at most the grace period. */
    public void awaitEnd() {
        if (!pipeline.awaitUnfinished(gracePeriod)) {
            logger.warn(description + " still handles messages after its stop; it was waited for "
                    + gracePeriod.toMillis() + " ms");
        }
        pipeline.flushLog();
    }

    /** Returns what logs call it. */
    @Override
    public String toString() {
        return description;
    }

    /** The source of one message. */
    private record Given(Origin origin, Map<String, Object> headers) implements MessageSource {
        @Override
        public String name() {
            return origin.name();
        }

        @Override
        public SocketType type() {
            return origin.type();
        }

        @Override
        public org.springframework.messaging.Message<byte[]> read(Message received, ZmqMessageMapper mapper) {
            return mapper.fromWire(received, received, origin.name(), headers);
        }

        @Override
        public boolean canAnswer() {
            return true;
        }

        @Override
        public void noReply(Message received) {
            // nobody waits
        }
    }
}
