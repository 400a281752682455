package io.zmqspring.spring.integration;

import io.zmqspring.Message;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.spring.core.ZmqConsumer;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqSocketReader;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqSubscription;
import io.zmqspring.spring.listener.ZmqListenerContainer;
import io.zmqspring.spring.support.DefaultZmqHeaderMapper;
import io.zmqspring.spring.support.ThrottledLog;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqMessageConverters;
import io.zmqspring.spring.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.integration.core.Pausable;
import org.springframework.integration.endpoint.MessageProducerSupport;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Sends the messages of a socket to a channel. Payloads are bytes, or of the {@link #setPayloadType(Class) payload
 * type}. The channel is used on the receiving thread, so that a slow flow slows the peers down.
 *
 * <p>A message that cannot be converted or that the flow fails on goes to the error channel, or is logged and lost if
 * there is none; the adapter goes on with the next one. An {@link Error} stops it.
 *
 * <p>A socket has one consumer: an adapter cannot start on a socket that a listener or another adapter reads.
 */
public class ZmqInboundChannelAdapter extends MessageProducerSupport implements Pausable {
    private static final Log log = LogFactory.getLog(ZmqInboundChannelAdapter.class);

    private final String socket;
    private final ThrottledLog failureLog = new ThrottledLog(log);
    private final LongAdder failed = new LongAdder();
    private @Nullable ZmqSockets sockets;
    private volatile @Nullable ZmqHeaderMapper headerMapper;
    private volatile @Nullable MessageConverter messageConverter;
    private volatile ZmqMessageMapper mapper = new ZmqMessageMapper(new DefaultZmqHeaderMapper());
    private volatile MessageConverter converter = ZmqMessageConverters.create();
    private volatile Class<?> payloadType = byte[].class;
    private volatile List<String> topics = List.of();
    private final Set<String> added = ConcurrentHashMap.newKeySet();
    private volatile int concurrency = 1;
    private volatile Duration shutdownTimeout = Duration.ofSeconds(10);
    private volatile @Nullable Executor taskExecutor;
    private volatile @Nullable ZmqSubscription subscription;
    private volatile @Nullable Throwable stopReason;

    /**
     * Makes an adapter for a socket of the application's {@link ZmqSockets} bean.
     *
     * @param socket the name of the socket
     */
    @SuppressWarnings("this-escape")
    public ZmqInboundChannelAdapter(String socket) {
        this.socket = Objects.requireNonNull(socket, "socket");
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
        this.sockets = Objects.requireNonNull(sockets, "sockets");
    }

    /**
     * Sets what payloads are converted to.
     *
     * @param type the type, default bytes as they are
     */
    public void setPayloadType(Class<?> type) {
        this.payloadType = Objects.requireNonNull(type, "type");
    }

    /**
     * Sets what the socket subscribes to while the adapter runs.
     *
     * @param topics prefixes of messages for SUB and XSUB, exact groups for DISH; none for all other types
     */
    public void setTopics(String... topics) {
        this.topics = List.of(topics);
    }

    /**
     * Sets how payloads are converted.
     *
     * @param converter by default the bean {@link ZmqMessageConverters#BEAN_NAME}, and without one
     *     {@link ZmqMessageConverters#create()}
     */
    public void setMessageConverter(MessageConverter converter) {
        this.messageConverter = Objects.requireNonNull(converter, "converter");
    }

    /**
     * Sets which headers are believed.
     *
     * @param headerMapper by default the only bean of its type, and without one a mapper with an empty allow-list
     */
    public void setHeaderMapper(ZmqHeaderMapper headerMapper) {
        this.headerMapper = Objects.requireNonNull(headerMapper, "headerMapper");
    }

    /**
     * Sets how many messages are handled at once; above 1 the messages of one sender may overtake each other.
     *
     * @param concurrency at least 1, which is the default
     */
    public void setConcurrency(int concurrency) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency=" + concurrency + " < 1 for " + description());
        }
        this.concurrency = concurrency;
    }

    /**
     * Sets what the receiving threads are taken from, as many as the concurrency for as long as the adapter runs.
     *
     * @param executor null for a new platform thread each, the default
     */
    public void setTaskExecutor(@Nullable Executor executor) {
        this.taskExecutor = executor;
    }

    /**
     * Sets how long a stop waits for the messages in hand.
     *
     * @param timeout default 10 s
     */
    public void setShutdownTimeout(Duration timeout) {
        this.shutdownTimeout = Objects.requireNonNull(timeout, "timeout");
    }

    @Override
    public String getComponentType() {
        return "zmq:inbound-channel-adapter";
    }

    @Override
    protected void onInit() {
        super.onInit();
        if (sockets == null) {
            sockets = getBeanFactory().getBean(ZmqSockets.class);
        }
        if (sockets.names().contains(socket)) {
            sockets.reader(socket).expectConsumer();
        }
        mapper = new ZmqMessageMapper(headerMapper != null ? headerMapper : headerMapperBean());
        converter = messageConverter != null ? messageConverter : converterBean();
    }

    private ZmqHeaderMapper headerMapperBean() {
        BeanFactory beans = getBeanFactory();
        return beans == null
                ? new DefaultZmqHeaderMapper()
                : beans.getBeanProvider(ZmqHeaderMapper.class).getIfUnique(DefaultZmqHeaderMapper::new);
    }

    private MessageConverter converterBean() {
        BeanFactory beans = getBeanFactory();
        return beans != null && beans.containsBean(ZmqMessageConverters.BEAN_NAME)
                ? beans.getBean(ZmqMessageConverters.BEAN_NAME, MessageConverter.class)
                : ZmqMessageConverters.create();
    }

    private ZmqSockets sockets() {
        if (sockets == null) {
            throw new IllegalStateException(description() + " was not initialized: make it a bean");
        }
        return sockets;
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
        Executor executor = taskExecutor;
        if (executor == null) {
            executor = new SimpleAsyncTaskExecutor(socket + "-inbound-");
        }
        stopReason = null;
        ZmqSocketReader reader = sockets().reader(socket);
        reader.requireNoTurns(description());
        subscription = reader.attach(new Consumer(reader), concurrency, executor);
        for (String topic : topics) {
            try {
                reader.addTopic(topic);
            } catch (RuntimeException refused) {
                doStop();
                throw refused;
            }
            added.add(topic);
        }
    }

    @Override
    protected void doStop() {
        ZmqSubscription ended = subscription;
        subscription = null;
        if (ended != null) {
            ended.cancel();
            added.forEach(topic -> sockets().reader(socket).removeTopic(topic));
            added.clear();
            if (!ended.awaitEnd(shutdownTimeout)) {
                log.warn(description() + " still handles messages after its stop; it was waited for at most "
                        + shutdownTimeout.toMillis() + " ms");
            }
        }
        failureLog.flush(description());
    }

    /** Takes no more messages until resumed; queues fill up and slow the peers down, and nothing is lost. */
    @Override
    public void pause() {
        ZmqSubscription current = subscription;
        if (current != null) {
            current.pause();
        }
    }

    @Override
    public void resume() {
        ZmqSubscription current = subscription;
        if (current != null) {
            current.resume();
        }
    }

    @Override
    public boolean isPaused() {
        ZmqSubscription current = subscription;
        return current != null && current.isPaused();
    }

    /**
     * Returns why the adapter stopped by itself.
     *
     * @return an {@link Error} of the flow, or that the socket was closed; null if nothing of the kind happened
     */
    public @Nullable Throwable getStopReason() {
        return stopReason;
    }

    /**
     * Returns how many messages were lost because they could not be converted or the flow failed on them.
     *
     * @return messages, without those that went to the error channel
     */
    public long getFailedCount() {
        return failed.sum();
    }

    private String description() {
        return "inbound adapter '" + (getComponentName() != null ? getComponentName() : socket) + "'";
    }

    private void handle(ZmqSocketReader reader, Message message) {
        org.springframework.messaging.Message<?> received = null;
        try {
            received = reader.read(message, mapper);
            sendMessage(Payloads.convert(received, payloadType, converter));
        } catch (MessageConversionException unreadable) {
            if (!sendErrorMessageIfNecessary(received, unreadable)) {
                report(message, unreadable);
            }
        } catch (RuntimeException failure) {
            report(message, failure);
        }
    }

    private void report(Message message, RuntimeException failure) {
        failed.increment();
        failureLog.error(
                () -> description() + " failed on a message of " + message.size() + " bytes from "
                        + (message.routingId() == 0
                                ? ZmqDestination.name(socket)
                                : ZmqDestination.of(socket, message.routingId()))
                        + "; only this message is lost",
                failure);
    }

    private final class Consumer implements ZmqConsumer {
        private final ZmqSocketReader reader;

        Consumer(ZmqSocketReader reader) {
            this.reader = reader;
        }

        @Override
        public String description() {
            return ZmqInboundChannelAdapter.this.description();
        }

        @Override
        public void onMessage(Message message) {
            handle(reader, message);
        }

        @Override
        public void onFailure(Throwable reason) {
            stopReason = reason;
            if (reason instanceof ZmqClosedException) {
                log.warn(description() + " has stopped: " + reason.getMessage());
            } else {
                log.error(description() + " has stopped and takes no more messages", reason);
            }
            stop();
        }
    }
}
