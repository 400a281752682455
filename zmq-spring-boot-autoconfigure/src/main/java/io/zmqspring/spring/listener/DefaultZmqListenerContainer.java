package io.zmqspring.spring.listener;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.core.ZmqSocketReader;
import io.zmqspring.spring.core.ZmqSockets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * The listener container. Each of its threads receives a message, calls the listener and sends the reply, then receives
 * the next one. With a concurrency above 1 several messages of a socket are handled at once; those of one sender keep their
 * order unless told otherwise.
 */
public class DefaultZmqListenerContainer extends ListenerContainerSettings implements ZmqListenerContainer {
    private static final Log logger = LogFactory.getLog(DefaultZmqListenerContainer.class);

    private final String id;
    private final String description;
    private final ZmqSockets sockets;
    private final List<String> socketNames;
    private final ZmqMessageListener listener;
    private final ZmqOperations replies;
    private final ListenerCounters counters = new ListenerCounters();
    private final Lock lock = new ReentrantLock();

    /** Written under the lock. */
    private volatile @Nullable ListenerRun run;

    @GuardedBy("lock")
    private final ListenerTopics topics;

    private volatile boolean paused;
    private volatile @Nullable Throwable stopReason;

    private volatile boolean answering;

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
        this.listener = listener;
        this.replies = replies;
    }

    /**
     * Sets whether the listener means to answer, so that sockets which cannot are refused at the start.
     *
     * @param answering default false: what is returned over such a socket fails then
     */
    public void setAnswering(boolean answering) {
        this.answering = answering;
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
            if (run != null) {
                return;
            }
            ListenerRun[] self = new ListenerRun[1];
            ListenerWatch watch = ListenerWatch.of(id, counters, this);
            ListenerRun starting =
                    new ListenerRun(description, this, listener, replies, watch, reason -> fail(self[0], reason));
            self[0] = starting;
            paused = false;
            stopReason = null;
            run = starting;
            try {
                starting.watchIdleness(id, this::idle);
                Executor executor = taskExecutor != null ? taskExecutor : new SimpleAsyncTaskExecutor(id + "-");
                for (String name : socketNames) {
                    starting.attach(reader(name), executor);
                }
                topics.start(description);
            } catch (RuntimeException refused) {
                end();
                throw refused;
            }
        } finally {
            lock.unlock();
        }
    }

    private ZmqSocketReader reader(String name) {
        ZmqSocketReader reader = sockets.reader(name);
        if (answering) {
            reader.requireAnswers(description);
        }
        return reader;
    }

    @Override
    public void addTopics(String... more) {
        lock.lock();
        try {
            for (String topic : more) {
                topics.add(topic, run != null);
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
        ListenerRun ended = endNow();
        if (ended != null) {
            finish(ended);
        }
    }

    private void finish(ListenerRun ended) {
        ended.awaitEnd();
        publish(new ZmqListenerStoppedEvent(this, null));
    }

    private void idle(Duration time) {
        if (!paused) {
            publish(new ZmqListenerIdleEvent(this, time));
        }
    }

    private void publish(Object event) {
        ApplicationEventPublisher publisher = eventPublisher;
        if (publisher != null) {
            publisher.publishEvent(event);
        }
    }

    @Override
    public void stop(Runnable callback) {
        ListenerRun ended = endNow();
        if (ended == null) {
            callback.run();
            return;
        }
        Thread waiter = new Thread(
                () -> {
                    try {
                        finish(ended);
                    } finally {
                        callback.run();
                    }
                },
                "zmq-stop-" + id);
        waiter.setDaemon(true);
        waiter.start();
    }

    private @Nullable ListenerRun endNow() {
        lock.lock();
        try {
            return end();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private @Nullable ListenerRun end() {
        ListenerRun ended = run;
        run = null;
        if (ended != null) {
            ended.cancel();
            topics.stop();
        }
        return ended;
    }

    private void fail(ListenerRun failed, Throwable reason) {
        lock.lock();
        try {
            if (run != failed) {
                return;
            }
            stopReason = reason;
            end();
        } finally {
            lock.unlock();
        }
        if (reason instanceof ZmqClosedException) {
            logger.warn(description + " has stopped: " + reason.getMessage());
        } else {
            logger.error(description + " has stopped and takes no more messages", reason);
        }
        publish(new ZmqListenerStoppedEvent(this, reason));
    }

    @Override
    public void pause() {
        lock.lock();
        try {
            if (run != null) {
                paused = true;
                run.pause();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void resume() {
        lock.lock();
        try {
            if (run != null) {
                paused = false;
                run.resume();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isPaused() {
        return paused && isRunning();
    }

    @Override
    public boolean isRunning() {
        return run != null;
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
        return counters.received.sum();
    }

    @Override
    public long getFailedCount() {
        return counters.failed.sum();
    }

    @Override
    public long getFilteredCount() {
        return counters.filtered.sum();
    }

    @Override
    public String toString() {
        return description;
    }
}
