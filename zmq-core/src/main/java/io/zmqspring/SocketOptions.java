package io.zmqspring;

import io.zmqspring.event.SocketEventListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The options of a socket: an immutable value, checked once by {@link Builder#build()}. Sizes are in octets. Where a
 * default differs from libzmq's it is the safer one.
 */
public final class SocketOptions {
    /** As long as it takes: the timeout that never ends. */
    public static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private static final SocketOptions DEFAULTS = new Builder().build();

    private final int sendHighWaterMark;
    private final int receiveHighWaterMark;
    private final long sendQueueBytes;
    private final long receiveQueueBytes;
    private final long maxMessageSize;
    private final Duration sendTimeout;
    private final Duration receiveTimeout;
    private final Duration linger;
    private final Duration connectTimeout;
    private final Duration handshakeTimeout;
    private final Heartbeat heartbeat;
    private final Reconnect reconnect;
    private final int backlog;
    private final EnvelopeMode envelope;
    private final Map<String, String> properties;
    private final @Nullable SocketEventListener eventListener;

    private SocketOptions(Builder builder) {
        sendHighWaterMark = builder.sendHighWaterMark;
        receiveHighWaterMark = builder.receiveHighWaterMark;
        sendQueueBytes = builder.sendQueueBytes;
        receiveQueueBytes = builder.receiveQueueBytes;
        maxMessageSize = builder.maxMessageSize;
        sendTimeout = builder.sendTimeout;
        receiveTimeout = builder.receiveTimeout;
        linger = builder.linger;
        connectTimeout = builder.connectTimeout;
        handshakeTimeout = builder.handshakeTimeout;
        heartbeat = builder.heartbeat;
        reconnect = builder.reconnect;
        backlog = builder.backlog;
        envelope = builder.envelope;
        properties = Map.copyOf(builder.properties);
        eventListener = builder.eventListener;
    }

    /**
     * Returns the defaults.
     *
     * @return options with every default
     */
    public static SocketOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Starts from the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts from these options.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * Returns how many messages a peer's outgoing queue holds.
     *
     * @return messages, default 1000
     */
    public int sendHighWaterMark() {
        return sendHighWaterMark;
    }

    /**
     * Returns how many messages a peer's incoming queue holds.
     *
     * @return messages, default 1000
     */
    public int receiveHighWaterMark() {
        return receiveHighWaterMark;
    }

    /**
     * Returns how many octets a peer's outgoing queue holds.
     *
     * @return octets, default 16 MiB
     */
    public long sendQueueBytes() {
        return sendQueueBytes;
    }

    /**
     * Returns how many octets a peer's incoming queue holds.
     *
     * @return octets, default 16 MiB
     */
    public long receiveQueueBytes() {
        return receiveQueueBytes;
    }

    /**
     * Returns the size of the largest message accepted from a peer; a larger one ends its connection.
     *
     * @return octets, default 16 MiB
     */
    public long maxMessageSize() {
        return maxMessageSize;
    }

    /**
     * Returns how long send waits for room.
     *
     * @return the timeout, default {@link #FOREVER}
     */
    public Duration sendTimeout() {
        return sendTimeout;
    }

    /**
     * Returns how long receive waits for a message.
     *
     * @return the timeout, default {@link #FOREVER}
     */
    public Duration receiveTimeout() {
        return receiveTimeout;
    }

    /**
     * Returns how long a closing socket or connection still sends what is queued.
     *
     * @return the linger, default 1 s
     */
    public Duration linger() {
        return linger;
    }

    /**
     * Returns how long one attempt to connect may take.
     *
     * @return the timeout, default 5 s
     */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /**
     * Returns the deadline of greeting and handshake together, from the moment the connection is up.
     *
     * @return the timeout, default 10 s
     */
    public Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    /**
     * Returns how connections are kept under watch.
     *
     * @return the heartbeat, default {@link Heartbeat#OFF}
     */
    public Heartbeat heartbeat() {
        return heartbeat;
    }

    /**
     * Returns how long to wait between attempts to connect.
     *
     * @return the delays, default 100 ms to 2 s
     */
    public Reconnect reconnect() {
        return reconnect;
    }

    /**
     * Returns how many connections the system may hold before we accept them.
     *
     * @return the backlog, default 1024
     */
    public int backlog() {
        return backlog;
    }

    /**
     * Returns whether headers travel in an envelope.
     *
     * @return the mode, default {@link EnvelopeMode#NEVER}: plain ZeroMQ frames
     */
    public EnvelopeMode envelope() {
        return envelope;
    }

    /**
     * Returns the application's properties announced in each handshake.
     *
     * @return names that begin with {@code X-} and their values, unmodifiable
     */
    public Map<String, String> properties() {
        return properties;
    }

    /**
     * Returns the listener of the socket's events.
     *
     * @return the listener, or null
     */
    public @Nullable SocketEventListener eventListener() {
        return eventListener;
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private static final int MAX_PROPERTY_NAME = 255;
        private static final int MAX_PROPERTIES_SIZE = 4096;

        private int sendHighWaterMark = 1000;
        private int receiveHighWaterMark = 1000;
        private long sendQueueBytes = 16L << 20;
        private long receiveQueueBytes = 16L << 20;
        private long maxMessageSize = 16L << 20;
        private Duration sendTimeout = FOREVER;
        private Duration receiveTimeout = FOREVER;
        private Duration linger = Duration.ofSeconds(1);
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration handshakeTimeout = Duration.ofSeconds(10);
        private Heartbeat heartbeat = Heartbeat.OFF;
        private Reconnect reconnect = Reconnect.DEFAULT;
        private int backlog = 1024;
        private EnvelopeMode envelope = EnvelopeMode.NEVER;
        private final Map<String, String> properties = new TreeMap<>();
        private @Nullable SocketEventListener eventListener;

        private Builder() {}

        private Builder(SocketOptions options) {
            sendHighWaterMark = options.sendHighWaterMark;
            receiveHighWaterMark = options.receiveHighWaterMark;
            sendQueueBytes = options.sendQueueBytes;
            receiveQueueBytes = options.receiveQueueBytes;
            maxMessageSize = options.maxMessageSize;
            sendTimeout = options.sendTimeout;
            receiveTimeout = options.receiveTimeout;
            linger = options.linger;
            connectTimeout = options.connectTimeout;
            handshakeTimeout = options.handshakeTimeout;
            heartbeat = options.heartbeat;
            reconnect = options.reconnect;
            backlog = options.backlog;
            envelope = options.envelope;
            properties.putAll(options.properties);
            eventListener = options.eventListener;
        }

        /**
         * Sets how many messages a peer's outgoing queue holds.
         *
         * @param messages at least 1
         * @return this
         */
        public Builder sendHighWaterMark(int messages) {
            sendHighWaterMark = (int) atLeast("sendHighWaterMark", 1, messages);
            return this;
        }

        /**
         * Sets how many messages a peer's incoming queue holds.
         *
         * @param messages at least 1
         * @return this
         */
        public Builder receiveHighWaterMark(int messages) {
            receiveHighWaterMark = (int) atLeast("receiveHighWaterMark", 1, messages);
            return this;
        }

        /**
         * Sets how many octets a peer's outgoing queue holds. One larger message is taken when the queue is empty.
         *
         * @param octets at least 1
         * @return this
         */
        public Builder sendQueueBytes(long octets) {
            sendQueueBytes = atLeast("sendQueueBytes", 1, octets);
            return this;
        }

        /**
         * Sets how many octets a peer's incoming queue holds. One larger message is taken when the queue is empty.
         *
         * @param octets at least 1
         * @return this
         */
        public Builder receiveQueueBytes(long octets) {
            receiveQueueBytes = atLeast("receiveQueueBytes", 1, octets);
            return this;
        }

        /**
         * Sets the size of the largest message accepted from a peer.
         *
         * @param octets at least 1; a message cannot be larger than 2 GiB anyway
         * @return this
         */
        public Builder maxMessageSize(long octets) {
            maxMessageSize = atLeast("maxMessageSize", 1, octets);
            return this;
        }

        /**
         * Sets how long send waits for room.
         *
         * @param timeout zero or more; {@link SocketOptions#FOREVER}
         * @return this
         */
        public Builder sendTimeout(Duration timeout) {
            sendTimeout = notNegative("sendTimeout", timeout);
            return this;
        }

        /**
         * Sets how long receive waits for a message.
         *
         * @param timeout zero or more; {@link SocketOptions#FOREVER}
         * @return this
         */
        public Builder receiveTimeout(Duration timeout) {
            receiveTimeout = notNegative("receiveTimeout", timeout);
            return this;
        }

        /**
         * Sets how long a closing socket or connection still sends what is queued.
         *
         * @param linger zero or more
         * @return this
         */
        public Builder linger(Duration linger) {
            this.linger = notNegative("linger", linger);
            return this;
        }

        /**
         * Sets how long one attempt to connect may take.
         *
         * @param timeout more than zero
         * @return this
         */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = positive("connectTimeout", timeout);
            return this;
        }

        /**
         * Sets the deadline of greeting and handshake together.
         *
         * @param timeout more than zero
         * @return this
         */
        public Builder handshakeTimeout(Duration timeout) {
            handshakeTimeout = positive("handshakeTimeout", timeout);
            return this;
        }

        /**
         * Sets how connections are kept under watch.
         *
         * @param heartbeat the heartbeat
         * @return this
         */
        public Builder heartbeat(Heartbeat heartbeat) {
            this.heartbeat = Objects.requireNonNull(heartbeat, "heartbeat");
            return this;
        }

        /**
         * Sets how long to wait between attempts to connect.
         *
         * @param reconnect the delays
         * @return this
         */
        public Builder reconnect(Reconnect reconnect) {
            this.reconnect = Objects.requireNonNull(reconnect, "reconnect");
            return this;
        }

        /**
         * Sets how many connections the system may hold before we accept them.
         *
         * @param connections at least 1
         * @return this
         */
        public Builder backlog(int connections) {
            backlog = (int) atLeast("backlog", 1, connections);
            return this;
        }

        /**
         * Sets whether headers travel in an envelope.
         *
         * @param mode the mode
         * @return this
         */
        public Builder envelope(EnvelopeMode mode) {
            envelope = Objects.requireNonNull(mode, "mode");
            return this;
        }

        /**
         * Adds a property that is announced in each handshake (RFC 37, "Connection Metadata").
         *
         * @param name begins with {@code X-}, of letters, digits and {@code - _ . +}
         * @param value the value, sent as UTF-8
         * @return this
         */
        public Builder property(String name, String value) {
            if (!name.matches("X-[A-Za-z0-9_.+-]+") || name.length() > MAX_PROPERTY_NAME) {
                throw new IllegalArgumentException("property name '" + name
                        + "': it must begin with X- and go on with letters, digits and -_.+, 255 at most");
            }
            properties.put(name, Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Sets the listener of the socket's events.
         *
         * @param listener the listener, or null for none
         * @return this
         */
        public Builder eventListener(@Nullable SocketEventListener listener) {
            eventListener = listener;
            return this;
        }

        /**
         * Checks the options against each other.
         *
         * @return the options
         * @throws IllegalArgumentException if two of them contradict
         */
        public SocketOptions build() {
            int size = properties.entrySet().stream()
                    .mapToInt(property -> property.getKey().length()
                            + property.getValue().getBytes(StandardCharsets.UTF_8).length
                            + 5)
                    .sum();
            if (size > MAX_PROPERTIES_SIZE) {
                throw new IllegalArgumentException("properties of " + size + " octets > " + MAX_PROPERTIES_SIZE
                        + ": other sides refuse long handshakes, announce less");
            }
            return new SocketOptions(this);
        }

        private static long atLeast(String name, long least, long value) {
            if (value < least) {
                throw new IllegalArgumentException(name + "=" + value + " < " + least);
            }
            return value;
        }

        private static Duration notNegative(String name, Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException(name + "=" + value + " is negative");
            }
            return countable(value);
        }

        private static Duration positive(String name, Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(name + "=" + value + " must be more than zero");
            }
            return countable(value);
        }

        /** Nanoseconds of longer times cannot be counted, and nobody would notice the difference. */
        private static Duration countable(Duration value) {
            return value.compareTo(FOREVER) > 0 ? FOREVER : value;
        }
    }
}
