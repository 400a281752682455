package io.zmqspring.spring.integration;

import io.zmqspring.Message;
import io.zmqspring.spring.core.Ordering;
import io.zmqspring.spring.core.ZmqSocketReader;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.listener.ZmqListenerContainer;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqMessageConverters;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.integration.core.Pausable;
import org.springframework.integration.endpoint.MessageProducerSupport;
import org.springframework.integration.support.management.IntegrationManagedResource;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Sends the messages of a socket to a channel. Payloads are bytes, or of the {@link #setPayloadType(Class) payload
 * type}. The channel is used on the receiving thread, so that a slow flow slows the peers down.
 *
 * <p>A message that cannot be mapped or converted, or that the flow fails on, goes to the error channel, or is logged and
 * lost if there is none; the adapter goes on with the next one. An {@link Error} stops it.
 *
 * <p>A socket has one consumer: an adapter cannot start on a socket that a listener or another adapter reads.
 */
@ManagedResource
@IntegrationManagedResource
public class ZmqInboundChannelAdapter extends MessageProducerSupport implements Pausable {
    private final SocketIntake intake;
    private final LongAdder failed = new LongAdder();

    /**
     * Makes an adapter for a socket of the application's {@link ZmqSockets} bean.
     *
     * @param socket the name of the socket
     */
    @SuppressWarnings("this-escape")
    public ZmqInboundChannelAdapter(String socket) {
        this.intake = new SocketIntake(this::description, LogFactory.getLog(getClass()));
        intake.setSocket(socket);
        setPhase(ZmqListenerContainer.PHASE);
    }

    /**
     * Makes an adapter.
     *
     * @param sockets the application's sockets
     * @param socket the name of the one to read
     */
    public ZmqInboundChannelAdapter(ZmqSockets sockets, String socket) {
        this(socket);
        intake.setSockets(sockets);
    }

    /**
     * Sets what payloads are converted to.
     *
     * @param type the type, default bytes as they are
     */
    public void setPayloadType(Class<?> type) {
        intake.setPayloadType(type);
    }

    /**
     * Sets what the socket subscribes to while the adapter runs.
     *
     * @param topics prefixes of messages for SUB and XSUB, exact groups for DISH; none for all other types
     */
    public void setTopics(String... topics) {
        intake.setTopics(topics);
    }

    /**
     * Sets how payloads are converted.
     *
     * @param converter by default the bean {@link ZmqMessageConverters#BEAN_NAME}, and without one
     *     {@link ZmqMessageConverters#create()}
     */
    public void setMessageConverter(MessageConverter converter) {
        intake.setMessageConverter(converter);
    }

    /**
     * Sets which headers are believed.
     *
     * @param headerMapper by default the only bean of its type, and without one a mapper with an empty allow-list
     */
    public void setHeaderMapper(ZmqHeaderMapper headerMapper) {
        intake.setHeaderMapper(headerMapper);
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
     * Sets what the receiving threads are taken from, as many as the concurrency for as long as the adapter runs.
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

    @Override
    public String getComponentType() {
        return "zmq:inbound-channel-adapter";
    }

    @Override
    protected void onInit() {
        super.onInit();
        intake.initialize(getBeanFactory());
    }

    /**
     * Starts to receive.
     *
     * @throws io.zmqspring.spring.core.ZmqUnknownSocketException if the socket does not exist
     * @throws io.zmqspring.spring.core.ZmqSocketUseException if sockets of the type are not read so, or take no topics
     * @throws io.zmqspring.spring.core.ZmqSocketTakenException if it has a consumer already
     */
    @Override
    protected void doStart() {
        ZmqSocketReader reader = intake.reader();
        reader.requireNoTurns(description());
        intake.start("-inbound-", this::handle, this::stop);
    }

    @Override
    protected void doStop() {
        intake.stop();
    }

    /** Takes no more messages until resumed; queues fill up and slow the peers down, and nothing is lost. */
    @Override
    public void pause() {
        intake.pause();
    }

    @Override
    public void resume() {
        intake.resume();
    }

    @Override
    public boolean isPaused() {
        return intake.isPaused();
    }

    /**
     * Begins to receive a topic, until the adapter stops.
     *
     * @param topic a prefix of messages for SUB and XSUB, an exact group for DISH; nothing changes if it is received already
     * @throws io.zmqspring.spring.core.ZmqSocketUseException if the socket is no subscriber
     * @throws IllegalStateException if the adapter is stopped
     */
    @ManagedOperation(description = "Begin to receive a topic")
    @Reflective
    public void addTopic(String topic) {
        intake.addTopic(topic);
    }

    /**
     * Receives a topic of this adapter no more; others do nothing.
     *
     * @param topic the topic
     */
    @ManagedOperation(description = "Receive a topic no more")
    @Reflective
    public void removeTopic(String topic) {
        intake.removeTopic(topic);
    }

    /**
     * Returns why the adapter stopped by itself.
     *
     * @return an {@link Error} of the flow, or that the socket was closed; null if nothing of the kind happened
     */
    public @Nullable Throwable getStopReason() {
        return intake.stopReason();
    }

    /**
     * Returns how many messages were lost because they could not be converted or the flow failed on them.
     *
     * @return messages, without those that went to the error channel
     */
    @ManagedAttribute(description = "Messages that were lost because the flow failed on them")
    @Reflective
    public long getFailedCount() {
        return failed.sum();
    }

    private String description() {
        return "inbound adapter '" + (getComponentName() != null ? getComponentName() : intake.socket()) + "'";
    }

    private void handle(Message message) {
        try {
            send(message);
        } catch (RuntimeException failure) {
            failed.increment();
            intake.reportLost(message, failure);
        }
    }

    private void send(Message message) {
        org.springframework.messaging.Message<?> received;
        try {
            received = intake.convert(intake.map(message));
        } catch (MessageConversionException unreadable) {
            if (sendErrorMessageIfNecessary(unreadable.getFailedMessage(), unreadable)) {
                return;
            }
            throw unreadable;
        }
        sendMessage(received);
    }
}
