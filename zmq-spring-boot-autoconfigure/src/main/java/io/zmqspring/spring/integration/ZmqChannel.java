package io.zmqspring.spring.integration;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.SocketType;
import io.zmqspring.spring.core.Ordering;
import io.zmqspring.spring.listener.ZmqListenerContainer;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.channel.AbstractSubscribableChannel;
import org.springframework.integration.channel.MessagePublishingErrorHandler;
import org.springframework.integration.dispatcher.AbstractDispatcher;
import org.springframework.integration.dispatcher.BroadcastingDispatcher;
import org.springframework.integration.dispatcher.RoundRobinLoadBalancingStrategy;
import org.springframework.integration.dispatcher.UnicastingDispatcher;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.integration.support.management.ManageableSmartLifecycle;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.converter.MessageConverter;

/**
 * A channel between processes that has subscribers. What comes from a SUB, XSUB or DISH goes to all of them here, anything
 * else to one in turn. While there are none, nothing is received: messages to one wait, in the socket and then at their
 * senders; those to all pass by.
 *
 * <p>Messages that cannot be read, and what subscribers throw, go to the error channel as from an executor channel. An
 * {@link Error} of a subscriber stops the receiving.
 */
@ManagedResource
public class ZmqChannel extends AbstractSubscribableChannel implements ZmqMessageChannel, ManageableSmartLifecycle {
    private static final Set<SocketType> SUBSCRIBERS = Set.of(SocketType.SUB, SocketType.XSUB, SocketType.DISH);

    private final SocketIntake intake;
    private final ChannelContent content;
    private final Lock lock = new ReentrantLock();
    private AbstractDispatcher dispatcher = new UnicastingDispatcher();
    private @Nullable MessagePublishingErrorHandler errors;
    private boolean autoStartup = true;
    private volatile boolean running;

    /** Makes a channel, which needs a destination, a socket to receive from, or both. */
    @SuppressWarnings("this-escape")
    public ZmqChannel() {
        intake = new SocketIntake(this::description, LogFactory.getLog(getClass()));
        content = new ChannelContent(intake, this);
    }

    @Override
    public void setSendTo(String destination) {
        content.setDestination(destination);
    }

    @Override
    public void setReceiveFrom(String socket) {
        intake.setSocket(socket);
    }

    @Override
    public void setTopics(String... topics) {
        intake.setTopics(topics);
    }

    @Override
    public void setPayloadType(Class<?> type) {
        intake.setPayloadType(type);
    }

    @Override
    public void setPayloadConverter(MessageConverter converter) {
        intake.setMessageConverter(converter);
    }

    @Override
    public void setHeaderMapper(ZmqHeaderMapper headerMapper) {
        intake.setHeaderMapper(headerMapper);
    }

    @Override
    public void setMessageMapper(BytesMessageMapper mapper) {
        content.setMapper(mapper);
    }

    /**
     * Sets how many messages are handled at once. See {@link #setOrdering}.
     *
     * @param concurrency at least 1, which is the default
     */
    public void setConcurrency(int concurrency) {
        intake.setConcurrency(concurrency);
    }

    /**
     * Sets in what order messages are handled with a concurrency above 1, as far as the flow stays on the thread.
     *
     * @param ordering default {@link Ordering#SENDER}
     */
    public void setOrdering(Ordering ordering) {
        intake.setOrdering(ordering);
    }

    /**
     * Sets what the receiving threads are taken from, as many as the concurrency for as long as the channel runs.
     *
     * @param executor null for a new platform thread each, the default
     */
    public void setTaskExecutor(@Nullable Executor executor) {
        intake.setExecutor(executor);
    }

    /**
     * Sets how long a stop waits for the messages in hand.
     *
     * @param timeout default 10 s
     */
    public void setShutdownTimeout(Duration timeout) {
        intake.setShutdownTimeout(timeout);
    }

    /**
     * Sets whether receiving starts with the application.
     *
     * @param autoStartup default true
     */
    public void setAutoStartup(boolean autoStartup) {
        this.autoStartup = autoStartup;
    }

    @Override
    public void setShouldTrack(boolean shouldTrack) {
        super.setShouldTrack(shouldTrack);
        content.setShouldTrack(shouldTrack);
    }

    @Override
    public String getComponentType() {
        return "zmq:channel";
    }

    @Override
    protected void onInit() {
        super.onInit();
        content.initialize(description(), getBeanFactory(), getMessageBuilderFactory());
        errors = new MessagePublishingErrorHandler(getChannelResolver());
        if (intake.socket() != null && SUBSCRIBERS.contains(intake.reader().socketType())) {
            intake.receiveAllByDefault();
            BroadcastingDispatcher broadcasting = new BroadcastingDispatcher();
            broadcasting.setBeanFactory(getBeanFactory());
            dispatcher = broadcasting;
        } else {
            UnicastingDispatcher unicasting = new UnicastingDispatcher();
            unicasting.setLoadBalancingStrategy(new RoundRobinLoadBalancingStrategy());
            dispatcher = unicasting;
        }
    }

    @Override
    protected AbstractDispatcher getDispatcher() {
        return dispatcher;
    }

    @Override
    public boolean subscribe(MessageHandler handler) {
        if (intake.socket() == null) {
            throw new IllegalStateException(
                    description() + " only sends here: set a socket to receive from for it to have subscribers");
        }
        boolean added = super.subscribe(handler);
        lock.lock();
        try {
            receive();
        } finally {
            lock.unlock();
        }
        return added;
    }

    @Override
    public boolean unsubscribe(MessageHandler handler) {
        lock.lock();
        try {
            if (getSubscriberCount() == 1) {
                intake.stop(); // before the last one leaves, so that nothing comes that nobody takes
            }
            boolean removed = super.unsubscribe(handler);
            receive();
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** Receives if there is somebody to receive for. */
    @GuardedBy("lock")
    private void receive() {
        if (running && intake.socket() != null && getSubscriberCount() > 0 && !intake.isStarted()) {
            intake.start("-channel-", this::handle, this::stop);
        }
    }

    @Override
    protected boolean doSend(Message<?> message, long timeout) {
        content.send(description(), message);
        return true;
    }

    private void handle(io.zmqspring.Message raw) {
        try {
            getDispatcher().dispatch(content.received(raw));
        } catch (MessagingException failure) {
            errorHandler().handleError(failure);
        } catch (RuntimeException failure) {
            intake.reportLost(raw, failure);
        }
    }

    private MessagePublishingErrorHandler errorHandler() {
        if (errors == null) {
            throw new IllegalStateException(description() + " was not initialized: make it a bean");
        }
        return errors;
    }

    /**
     * Starts to receive, if there is a socket to receive from.
     *
     * @throws io.zmqspring.spring.core.ZmqSocketUseException if sockets of the type are not read so
     * @throws io.zmqspring.spring.core.ZmqSocketTakenException if it has a consumer already
     */
    @Override
    public void start() {
        lock.lock();
        try {
            if (intake.socket() != null) {
                intake.reader().requireNoTurns(description());
            }
            running = true;
            receive();
        } catch (RuntimeException refused) {
            running = false;
            throw refused;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stop() {
        lock.lock();
        try {
            running = false;
            intake.stop();
        } finally {
            lock.unlock();
        }
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
        return ZmqListenerContainer.PHASE;
    }

    /**
     * Returns why receiving stopped by itself.
     *
     * @return an {@link Error} of a subscriber, or that the socket was closed; null if nothing of the kind happened
     */
    public @Nullable Throwable getStopReason() {
        return intake.stopReason();
    }

    private String description() {
        return "channel '" + getComponentName() + "'";
    }
}
