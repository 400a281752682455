package io.zmqspring.spring.listener;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.Message;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.spring.core.ZmqConsumer;
import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.core.ZmqSocketReader;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqSubscription;
import io.zmqspring.spring.support.DefaultZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.ErrorHandler;

/**
 * The listener container. Each of its threads receives a message, calls the listener and sends the reply, then receives
 * the next one. With a concurrency above 1 several messages of a socket are handled at once, and the messages of one
 * sender may overtake each other.
 */
public class DefaultZmqListenerContainer implements ZmqListenerContainer {
    /** How long a stop waits for the messages in hand by default. */
    public static final Duration DEFAULT_SHUTDOWN_TIMEOUT = Duration.ofSeconds(10);

    /** How many futures that listeners returned may be unfinished by default. */
    public static final int DEFAULT_MAX_UNFINISHED = 1000;

    private static final Log logger = LogFactory.getLog(DefaultZmqListenerContainer.class);

    private final String id;
    private final String description;
    private final ZmqSockets sockets;
    private final List<String> socketNames;
    private final MessageProcessor processor;
    private final Lock lock = new ReentrantLock();

    @GuardedBy("lock")
    private List<ZmqSubscription> subscriptions = List.of();

    @GuardedBy("lock")
    private final ListenerTopics topics;

    private volatile boolean running;
    private volatile boolean paused;
    private volatile @Nullable Throwable stopReason;

    private volatile int concurrency = 1;
    private volatile boolean answering;
    private volatile boolean autoStartup = true;
    private volatile Duration shutdownTimeout = DEFAULT_SHUTDOWN_TIMEOUT;
    private volatile Executor taskExecutor;
    private volatile ZmqMessageMapper mapper = new ZmqMessageMapper(new DefaultZmqHeaderMapper());

    /**
     * Makes a container, not started.
     *
     * @param id its id, also the beginning of its threads' names
     * @param sockets the application's sockets
     * @param socketNames the names of those to read
     * @param listener what to do with messages
     * @param replies sends what the listener returns
     */
    public DefaultZmqListenerContainer(
            String id,
            ZmqSockets sockets,
            List<String> socketNames,
            ZmqMessageListener listener,
            ZmqOperations replies) {
        this(id, "listener '" + id + "'", sockets, socketNames, listener, replies);
    }

    /**
     * Makes a container, not started.
     *
     * @param id its id, also the beginning of its threads' names
     * @param description what logs and exceptions call it
     * @param sockets the application's sockets
     * @param socketNames the names of those to read
     * @param listener what to do with messages
     * @param replies sends what the listener returns
     */
    public DefaultZmqListenerContainer(
            String id,
            String description,
            ZmqSockets sockets,
            List<String> socketNames,
            ZmqMessageListener listener,
            ZmqOperations replies) {
        if (socketNames.isEmpty()) {
            throw new IllegalArgumentException(description + " names no socket to listen to");
        }
        this.id = id;
        this.description = description;
        this.sockets = sockets;
        this.socketNames = List.copyOf(socketNames);
        this.topics = new ListenerTopics(sockets, this.socketNames);
        this.processor = new MessageProcessor(description, listener, replies, this::fail);
        this.taskExecutor = new SimpleAsyncTaskExecutor(id + "-");
    }

    /**
     * Sets how many messages of each socket are handled at once.
     *
     * @param concurrency at least 1, which is the default
     */
    public void setConcurrency(int concurrency) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency=" + concurrency + " < 1 for " + description);
        }
        this.concurrency = concurrency;
    }

    /**
     * Sets whether the listener means to answer, so that sockets which cannot are refused at the start.
     *
     * @param answering default false: what is returned over such a socket fails then
     */
    public void setAnswering(boolean answering) {
        this.answering = answering;
    }

    /**
     * Sets whether it starts with the application.
     *
     * @param autoStartup default true
     */
    public void setAutoStartup(boolean autoStartup) {
        this.autoStartup = autoStartup;
    }

    /**
     * Sets what the receiving threads are taken from: one per socket and unit of concurrency, for as long as the
     * container runs. They may be virtual.
     *
     * @param executor by default one that makes a new platform thread for each
     */
    public void setTaskExecutor(Executor executor) {
        taskExecutor = Objects.requireNonNull(executor, "executor");
    }

    /**
     * Sets how long a stop waits for the messages in hand.
     *
     * @param timeout default 10 s
     */
    public void setShutdownTimeout(Duration timeout) {
        shutdownTimeout = Objects.requireNonNull(timeout, "timeout");
    }

    /**
     * Sets which headers are believed.
     *
     * @param headerMapper the mapper
     */
    public void setHeaderMapper(ZmqHeaderMapper headerMapper) {
        mapper = new ZmqMessageMapper(headerMapper);
    }

    /**
     * Sets whether and when the listener is called again after it threw. Retries block the receiving thread. What can
     * only fail again is never retried: messages that cannot be converted, are not valid or do not fit the method.
     *
     * @param policy the policy, or null for none, the default
     */
    public void setRetryPolicy(@Nullable RetryPolicy policy) {
        processor.setRetryPolicy(policy);
    }

    /**
     * Sets what deals with failures first, and may answer the sender.
     *
     * @param handler the handler, or null for none, the default
     */
    public void setListenerErrorHandler(@Nullable ZmqListenerErrorHandler handler) {
        processor.setListenerErrorHandler(handler);
    }

    /**
     * Sets what is told of failures that no listener error handler dealt with; they are logged before.
     *
     * @param handler receives {@link ZmqListenerException}s; null for none, the default
     */
    public void setErrorHandler(@Nullable ErrorHandler handler) {
        processor.setErrorHandler(handler);
    }

    /**
     * Sets how many futures that the listener returned may be unfinished, before the receiving threads wait.
     *
     * @param most at least 1, default 1000
     */
    public void setMaxUnfinished(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("maxUnfinished=" + most + " < 1 for " + description);
        }
        processor.setMaxUnfinished(most);
    }

    /** Says to the sockets that are there already that messages must be kept for this container until it starts. */
    public void reserveSockets() {
        socketNames.stream()
                .filter(sockets.names()::contains)
                .forEach(name -> sockets.reader(name).expectConsumer());
    }

    /**
     * Starts to receive.
     *
     * @throws io.zmqspring.spring.core.ZmqUnknownSocketException if one of the sockets does not exist
     * @throws io.zmqspring.spring.core.ZmqSocketTakenException if one of them has a consumer already
     * @throws io.zmqspring.spring.core.ZmqSocketUseException if one of them is of a type that has no listeners, takes no
     *     topics, or cannot answer although the listener does
     */
    @Override
    public void start() {
        lock.lock();
        try {
            if (running) {
                return;
            }
            paused = false;
            stopReason = null;
            running = true;
            List<ZmqSubscription> started = new ArrayList<>();
            subscriptions = started;
            try {
                for (String name : socketNames) {
                    started.add(attach(sockets.reader(name)));
                }
                topics.start(description);
            } catch (RuntimeException refused) {
                running = false;
                cancel();
                throw refused;
            }
        } finally {
            lock.unlock();
        }
    }

    private ZmqSubscription attach(ZmqSocketReader reader) {
        if (answering) {
            reader.requireAnswers(description);
        }
        return reader.attach(new Consumer(reader), concurrency, taskExecutor);
    }

    @Override
    public void addTopics(String... more) {
        lock.lock();
        try {
            for (String topic : more) {
                topics.add(topic, running);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void removeTopics(String... fewer) {
        lock.lock();
        try {
            for (String topic : fewer) {
                topics.remove(topic);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Set<String> getTopics() {
        lock.lock();
        try {
            return topics.all();
        } finally {
            lock.unlock();
        }
    }

    /** Stops receiving, and waits for the messages in hand unless called by a thread that handles one of them. */
    @Override
    public void stop() {
        awaitEnd(endAll());
    }

    @Override
    public void stop(Runnable callback) {
        List<ZmqSubscription> ended = endAll();
        Thread waiter = new Thread(
                () -> {
                    awaitEnd(ended);
                    callback.run();
                },
                "zmq-stop-" + id);
        waiter.setDaemon(true);
        waiter.start();
    }

    private List<ZmqSubscription> endAll() {
        lock.lock();
        try {
            running = false;
            return cancel();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private List<ZmqSubscription> cancel() {
        List<ZmqSubscription> ended = subscriptions;
        ended.forEach(ZmqSubscription::cancel);
        topics.stop();
        subscriptions = List.of();
        return ended;
    }

    private void awaitEnd(List<ZmqSubscription> ended) {
        long deadline = System.nanoTime() + shutdownTimeout.toNanos();
        for (ZmqSubscription subscription : ended) {
            if (!subscription.awaitEnd(Duration.ofNanos(deadline - System.nanoTime()))) {
                logger.warn(description + " still handles messages after its stop; it was waited for at most "
                        + shutdownTimeout.toMillis() + " ms");
                break;
            }
        }
        processor.flushLog();
    }

    private void fail(Throwable reason) {
        lock.lock();
        try {
            if (!running) {
                return;
            }
            running = false;
            stopReason = reason;
            cancel();
        } finally {
            lock.unlock();
        }
        if (reason instanceof ZmqClosedException) {
            logger.warn(description + " has stopped: " + reason.getMessage());
        } else {
            logger.error(description + " has stopped and takes no more messages", reason);
        }
    }

    @Override
    public void pause() {
        change(true);
    }

    @Override
    public void resume() {
        change(false);
    }

    private void change(boolean pause) {
        lock.lock();
        try {
            if (running) {
                paused = pause;
                subscriptions.forEach(pause ? ZmqSubscription::pause : ZmqSubscription::resume);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isPaused() {
        return paused && running;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public boolean isAutoStartup() {
        return autoStartup;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public List<String> getSockets() {
        return socketNames;
    }

    @Override
    public @Nullable Throwable getStopReason() {
        return stopReason;
    }

    @Override
    public long getReceivedCount() {
        return processor.received();
    }

    @Override
    public long getFailedCount() {
        return processor.failed();
    }

    @Override
    public String toString() {
        return description;
    }

    private final class Consumer implements ZmqConsumer {
        private final ZmqSocketReader reader;

        Consumer(ZmqSocketReader reader) {
            this.reader = reader;
        }

        @Override
        public String description() {
            return description;
        }

        @Override
        public void onMessage(Message message) {
            org.springframework.messaging.Message<byte[]> mapped;
            try {
                mapped = reader.read(message, mapper);
            } catch (RuntimeException unreadable) {
                processor.reject(message.size(), unreadable);
                reader.noReply(message);
                return;
            }
            processor.process(mapped, message, reader);
        }

        @Override
        public void onFailure(Throwable reason) {
            fail(reason);
        }
    }
}
