package io.zmqspring.spring.integration;

import io.zmqspring.MessageReceiver;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqInterruptedException;
import io.zmqspring.spring.listener.ZmqListenerContainer;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.channel.AbstractPollableChannel;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.integration.support.management.ManageableSmartLifecycle;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConverter;

/**
 * A channel between processes that is polled: what is received comes straight from a PULL, GATHER, SUB, XSUB or DISH. What
 * nobody polls waits in the socket, and then at the senders. No thread is needed.
 *
 * <p>A message that cannot be read is lost, and {@code receive} throws a
 * {@link org.springframework.messaging.converter.MessageConversionException} which has it. While the channel is stopped,
 * {@code receive} returns null at once; one that waits then goes on waiting, for as long as it was told to.
 */
@ManagedResource
public class ZmqPollableChannel extends AbstractPollableChannel implements ZmqMessageChannel, ManageableSmartLifecycle {
    private final SocketIntake intake;
    private final ChannelContent content;
    private final Lock lock = new ReentrantLock();
    private volatile @Nullable MessageReceiver receiver;
    private volatile boolean running;

    /** Makes a channel, which needs a destination, a socket to receive from, or both. */
    @SuppressWarnings("this-escape")
    public ZmqPollableChannel() {
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

    @Override
    public void setShouldTrack(boolean shouldTrack) {
        super.setShouldTrack(shouldTrack);
        content.setShouldTrack(shouldTrack);
    }

    @Override
    public String getComponentType() {
        return "zmq:pollable-channel";
    }

    @Override
    protected void onInit() {
        super.onInit();
        content.initialize(description(), getBeanFactory(), getMessageBuilderFactory());
        if (intake.socket() != null) {
            intake.receiveAllByDefault();
        }
    }

    @Override
    protected boolean doSend(Message<?> message, long timeout) {
        content.send(description(), message);
        return true;
    }

    @Override
    protected @Nullable Message<?> doReceive(long timeout) {
        if (intake.socket() == null) {
            throw new IllegalStateException(
                    description() + " only sends here: set a socket to receive from for it to be polled");
        }
        MessageReceiver from = receiver;
        if (from == null) {
            return null;
        }
        try {
            io.zmqspring.Message raw = timeout == 0
                    ? from.tryReceive()
                    : from.tryReceive(timeout < 0 ? SocketOptions.FOREVER : Duration.ofMillis(timeout));
            return raw == null ? null : content.received(raw);
        } catch (ZmqInterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /**
     * Takes the socket, if there is one to receive from.
     *
     * @throws io.zmqspring.spring.core.ZmqSocketUseException if sockets of the type cannot be polled
     * @throws io.zmqspring.spring.core.ZmqSocketTakenException if it has a consumer already
     */
    @Override
    public void start() {
        lock.lock();
        try {
            if (!running && intake.socket() != null) {
                receiver = intake.reserve();
            }
            running = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stop() {
        lock.lock();
        try {
            running = false;
            receiver = null;
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
    public int getPhase() {
        return ZmqListenerContainer.PHASE;
    }

    private String description() {
        return "channel '" + getComponentName() + "'";
    }
}
