package io.zmqspring.spring.integration.dsl;

import io.zmqspring.spring.integration.ZmqChannel;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.springframework.integration.dsl.MessageChannelSpec;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.messaging.converter.MessageConverter;

/** Specifies a {@link ZmqChannel}. Not thread-safe. */
public class ZmqChannelSpec extends MessageChannelSpec<ZmqChannelSpec, ZmqChannel> {

    /**
     * Specifies a channel.
     *
     * @param channel the channel
     */
    @SuppressWarnings("this-escape")
    protected ZmqChannelSpec(ZmqChannel channel) {
        this.channel = channel;
    }

    /**
     * Sets the name of the bean, where the channel is made within a flow.
     *
     * @param id the name
     * @return this
     */
    @Override
    public ZmqChannelSpec id(String id) {
        return super.id(id);
    }

    /**
     * Sets where messages are sent to.
     *
     * @param destination its text form: the name of a socket as {@code work}, with a topic as {@code prices:eur}, or any other
     * @return this
     */
    public ZmqChannelSpec sendTo(String destination) {
        this.channel.setSendTo(destination);
        return this;
    }

    /**
     * Sets what messages are received from.
     *
     * @param socket the name of a socket
     * @return this
     */
    public ZmqChannelSpec receiveFrom(String socket) {
        this.channel.setReceiveFrom(socket);
        return this;
    }

    /**
     * Sets what is received of a SUB, XSUB or DISH.
     *
     * @param topics prefixes of messages for SUB and XSUB, where everything is received by default; exact groups for DISH
     * @return this
     */
    public ZmqChannelSpec topics(String... topics) {
        this.channel.setTopics(topics);
        return this;
    }

    /**
     * Sets what payloads are converted to.
     *
     * @param type the type, default bytes as they are
     * @return this
     */
    public ZmqChannelSpec payloadType(Class<?> type) {
        this.channel.setPayloadType(type);
        return this;
    }

    /**
     * Sets how received payloads are converted.
     *
     * @param converter the converter
     * @return this
     */
    public ZmqChannelSpec payloadConverter(MessageConverter converter) {
        this.channel.setPayloadConverter(converter);
        return this;
    }

    /**
     * Sets which received headers are believed.
     *
     * @param headerMapper the mapper
     * @return this
     */
    public ZmqChannelSpec headerMapper(ZmqHeaderMapper headerMapper) {
        this.channel.setHeaderMapper(headerMapper);
        return this;
    }

    /**
     * Sets what makes bytes of whole messages and the other way round; see {@link ZmqChannel#setMessageMapper}.
     *
     * @param mapper the mapper
     * @return this
     */
    public ZmqChannelSpec messageMapper(BytesMessageMapper mapper) {
        this.channel.setMessageMapper(mapper);
        return this;
    }

    /**
     * Sets how many messages are handled at once; above 1 they may overtake each other.
     *
     * @param concurrency at least 1, which is the default
     * @return this
     */
    public ZmqChannelSpec concurrency(int concurrency) {
        this.channel.setConcurrency(concurrency);
        return this;
    }

    /**
     * Sets what the receiving threads are taken from.
     *
     * @param executor runs as many tasks as the concurrency, for as long as the channel runs
     * @return this
     */
    public ZmqChannelSpec taskExecutor(Executor executor) {
        this.channel.setTaskExecutor(executor);
        return this;
    }

    /**
     * Sets how long a stop waits for the messages in hand.
     *
     * @param timeout default 10 s
     * @return this
     */
    public ZmqChannelSpec shutdownTimeout(Duration timeout) {
        this.channel.setShutdownTimeout(timeout);
        return this;
    }

    /**
     * Sets whether receiving starts with the application.
     *
     * @param autoStartup default true
     * @return this
     */
    public ZmqChannelSpec autoStartup(boolean autoStartup) {
        this.channel.setAutoStartup(autoStartup);
        return this;
    }
}
