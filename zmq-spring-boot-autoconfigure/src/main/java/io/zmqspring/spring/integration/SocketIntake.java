package io.zmqspring.spring.integration;

import io.zmqspring.Message;
import io.zmqspring.MessageReceiver;
import io.zmqspring.SocketType;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.spring.core.Ordering;
import io.zmqspring.spring.core.ZmqConsumer;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqIntake;
import io.zmqspring.spring.core.ZmqSocketReader;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqSubscription;
import io.zmqspring.spring.support.ThrottledLog;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.messaging.converter.MessageConverter;

/**
 * The messages of one socket on their way into a flow: what adapters, gateways and channels have in common. It reads the
 * socket while it is started, and no other consumer does then. Thread-safe once configured.
 */
final class SocketIntake {
    private final Supplier<String> owner;
    private final Log log;
    private final ThrottledLog failureLog;
    private final Set<String> subscribed = ConcurrentHashMap.newKeySet();
    private @Nullable String socket;
    private @Nullable ZmqSockets sockets;
    private @Nullable ZmqHeaderMapper headerMapper;
    private @Nullable MessageConverter messageConverter;
    private InboundContent content = InboundContent.PLAIN;
    private Class<?> payloadType = byte[].class;
    private List<String> topics = List.of();
    private int concurrency = 1;
    private Ordering ordering = Ordering.SENDER;
    private Duration shutdownTimeout = Duration.ofSeconds(10);
    private @Nullable Executor executor;
    private volatile @Nullable ZmqSubscription subscription;
    private volatile @Nullable Throwable stopReason;

    /**
     * @param owner says whose intake it is, for messages to people
     * @param log the owner's
     */
    SocketIntake(Supplier<String> owner, Log log) {
        this.owner = owner;
        this.log = log;
        this.failureLog = new ThrottledLog(log);
    }

    void setSocket(String socket) {
        this.socket = Objects.requireNonNull(socket, "socket");
    }

    /** The name of the socket, null if there is none to receive from. */
    @Nullable
    String socket() {
        return socket;
    }

    void setSockets(ZmqSockets sockets) {
        this.sockets = Objects.requireNonNull(sockets, "sockets");
    }

    void setPayloadType(Class<?> type) {
        this.payloadType = Objects.requireNonNull(type, "type");
    }

    void setTopics(String... topics) {
        this.topics = List.of(topics);
    }

    void setMessageConverter(MessageConverter converter) {
        this.messageConverter = Objects.requireNonNull(converter, "converter");
    }

    void setHeaderMapper(ZmqHeaderMapper headerMapper) {
        this.headerMapper = Objects.requireNonNull(headerMapper, "headerMapper");
    }

    void setConcurrency(int concurrency) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency=" + concurrency + " < 1 for " + owner.get());
        }
        this.concurrency = concurrency;
    }

    void setOrdering(Ordering ordering) {
        this.ordering = Objects.requireNonNull(ordering, "ordering");
    }

    void setExecutor(@Nullable Executor executor) {
        this.executor = executor;
    }

    void setShutdownTimeout(Duration timeout) {
        this.shutdownTimeout = Objects.requireNonNull(timeout, "timeout");
    }

    /** Finds what was not set among the application's beans. */
    void initialize(@Nullable BeanFactory beans) {
        if (sockets == null && beans != null) {
            sockets = beans.getBean(ZmqSockets.class);
        }
        if (sockets != null && socket != null && sockets.names().contains(socket)) {
            sockets.reader(socket).expectConsumer();
        }
        content = InboundContent.of(beans, headerMapper, messageConverter);
    }

    /**
     * Returns the reader of the socket.
     *
     * @throws io.zmqspring.spring.core.ZmqUnknownSocketException if there is no such socket
     */
    ZmqSocketReader reader() {
        if (sockets == null || socket == null) {
            throw new IllegalStateException(owner.get() + " was not initialized: make it a bean");
        }
        return sockets.reader(socket);
    }

    /** Receives without a thread of its own; until {@link #stop()} nobody else does. */
    MessageReceiver reserve() {
        ZmqSocketReader reader = reader();
        reader.requireNoReplies(owner.get());
        stopReason = null;
        begin(reader.reserve(new Consuming(message -> {}, () -> {})));
        return reader.receiver();
    }

    /** Takes an empty prefix for the topic of a SUB or XSUB that was given none. */
    void receiveAllByDefault() {
        SocketType type = reader().socketType();
        if (topics.isEmpty() && (type == SocketType.SUB || type == SocketType.XSUB)) {
            topics = List.of("");
        }
    }

    /**
     * Begins to receive.
     *
     * @param threads how the names of the threads go on after the socket's
     * @param handler handles each message, on a receiving thread
     * @param stop stops the owner, when no more messages will come
     */
    void start(String threads, Consumer<Message> handler, Runnable stop) {
        stopReason = null;
        Executor runner = executor == null ? new SimpleAsyncTaskExecutor(socket + threads) : executor;
        ZmqIntake manner = ZmqIntake.of(concurrency, ordering, ZmqIntake.DEFAULT_HAND_OVER);
        begin(reader().attach(new Consuming(handler, stop), manner, runner));
    }

    private void begin(ZmqSubscription begun) {
        subscription = begun;
        try {
            topics.forEach(this::addTopic);
        } catch (RuntimeException refused) {
            stop();
            throw refused;
        }
    }

    /** Ends receiving and waits for the messages in hand. */
    void stop() {
        ZmqSubscription ended = subscription;
        subscription = null;
        if (ended != null) {
            ended.cancel();
            Set.copyOf(subscribed).forEach(this::removeTopic);
            if (!ended.awaitEnd(shutdownTimeout)) {
                log.warn(owner.get() + " still handles messages after its stop; it was waited for at most "
                        + shutdownTimeout.toMillis() + " ms");
            }
        }
        failureLog.flush(owner.get());
    }

    void addTopic(String topic) {
        if (subscription == null) {
            throw new IllegalStateException(owner.get() + " is stopped: start it before adding topic '" + topic + "'");
        }
        if (subscribed.add(topic)) {
            try {
                reader().addTopic(topic);
            } catch (RuntimeException refused) {
                subscribed.remove(topic);
                throw refused;
            }
        }
    }

    void removeTopic(String topic) {
        if (subscribed.remove(topic)) {
            reader().removeTopic(topic);
        }
    }

    boolean isStarted() {
        return subscription != null;
    }

    void pause() {
        ZmqSubscription current = subscription;
        if (current != null) {
            current.pause();
        }
    }

    void resume() {
        ZmqSubscription current = subscription;
        if (current != null) {
            current.resume();
        }
    }

    boolean isPaused() {
        ZmqSubscription current = subscription;
        return current != null && current.isPaused();
    }

    @Nullable
    Throwable stopReason() {
        return stopReason;
    }

    /** The message with its headers, its payload still bytes. */
    org.springframework.messaging.Message<byte[]> map(Message message) {
        return content.map(reader(), message);
    }

    /** The message with the payload that the flow wants. */
    org.springframework.messaging.Message<?> convert(org.springframework.messaging.Message<byte[]> received) {
        return content.convert(received, payloadType);
    }

    /** Logs the loss of a message. */
    void reportLost(Message message, RuntimeException failure) {
        failureLog.error(
                () -> owner.get() + " failed on a message of " + message.size() + " bytes from "
                        + (message.routingId() == 0
                                ? socket
                                : ZmqDestination.of(String.valueOf(socket), message.routingId()))
                        + "; only this message is lost",
                failure);
    }

    private final class Consuming implements ZmqConsumer {
        private final Consumer<Message> handler;
        private final Runnable stop;

        Consuming(Consumer<Message> handler, Runnable stop) {
            this.handler = handler;
            this.stop = stop;
        }

        @Override
        public String description() {
            return owner.get();
        }

        @Override
        public void onMessage(Message message) {
            handler.accept(message);
        }

        @Override
        public void onFailure(Throwable reason) {
            stopReason = reason;
            if (reason instanceof ZmqClosedException) {
                log.warn(owner.get() + " has stopped: " + reason.getMessage());
            } else {
                log.error(owner.get() + " has stopped and takes no more messages", reason);
            }
            stop.run();
        }
    }
}
