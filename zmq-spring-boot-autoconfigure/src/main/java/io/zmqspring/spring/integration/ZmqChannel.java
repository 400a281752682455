package io.zmqspring.spring.integration;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.SocketType;
import io.zmqspring.spring.listener.ZmqListenerContainer;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqMessageConverters;
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

/**
 * A channel between processes: what is sent goes to a {@linkplain #setSendTo(String) destination}, and what a
 * {@linkplain #setReceiveFrom(String) socket} receives goes to the subscribers. A process that only sends needs no socket to
 * receive from, and the other way round.
 *
 * <p>PUSH and PULL, or SCATTER and GATHER, make a point-to-point channel: each message goes to one subscriber of one process.
 * From a SUB, XSUB or DISH each message goes to all subscribers. The sockets may be connected to each other, or through a
 * proxy. While there are no subscribers here, nothing is received: messages of the former kind wait, in the socket and then at
 * their senders; those of the latter pass by.
 *
 * <p>A send returns when the message is queued, and waits for that no longer than the socket's send timeout, whatever the
 * caller asks for; it then throws a {@link org.springframework.messaging.MessageDeliveryException} with the reason as its cause.
 * Messages that cannot be read, and what subscribers throw, go to the error channel as from an executor channel. An
 * {@link Error} of a subscriber stops the receiving.
 */
@ManagedResource
public class ZmqChannel extends AbstractSubscribableChannel implements ManageableSmartLifecycle {
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

    /**
     * Sets where messages are sent to.
     *
     * @param destination its text form: the name of a socket as {@code work}, with a topic as {@code prices:eur}, or any other
     */
    public void setSendTo(String destination) {
        content.setDestination(destination);
    }

    /**
     * Sets what messages are received from.
     *
     * @param socket the name of a socket of the application's {@link io.zmqspring.spring.core.ZmqSockets} bean
     */
    public void setReceiveFrom(String socket) {
        intake.setSocket(socket);
    }

    /**
     * Sets what is received of a SUB, XSUB or DISH.
     *
     * @param topics prefixes of messages for SUB and XSUB, where everything is received by default; exact groups for DISH
     */
    public void setTopics(String... topics) {
        intake.setTopics(topics);
    }

    /**
     * Sets what payloads are converted to.
     *
     * @param type the type, default bytes as they are; means nothing with a message mapper
     */
    public void setPayloadType(Class<?> type) {
        intake.setPayloadType(type);
    }

    /**
     * Sets how received payloads are converted; those sent the application's template converts.
     *
     * @param converter by default the bean {@link ZmqMessageConverters#BEAN_NAME}, and without one
     *     {@link ZmqMessageConverters#create()}
     */
    public void setPayloadConverter(org.springframework.messaging.converter.MessageConverter converter) {
        intake.setMessageConverter(converter);
    }

    /**
     * Sets which received headers are believed.
     *
     * @param headerMapper by default the only bean of its type, and without one a mapper with an empty allow-list
     */
    public void setHeaderMapper(ZmqHeaderMapper headerMapper) {
        intake.setHeaderMapper(headerMapper);
    }

    /**
     * Sets what makes bytes of whole messages and the other way round, where headers are to travel over sockets that have no
     * place for them. Both ends need the same.
     *
     * @param mapper for instance an
     *     {@link org.springframework.integration.support.json.EmbeddedHeadersJsonMessageMapper} with the names of those headers
     */
    public void setMessageMapper(BytesMessageMapper mapper) {
        content.setMapper(mapper);
    }

    /**
     * Sets how many messages are handled at once; above 1 they may overtake each other.
     *
     * @param concurrency at least 1, which is the default
     */
    public void setConcurrency(int concurrency) {
        intake.setConcurrency(concurrency);
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
