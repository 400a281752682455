package io.zmqspring.spring.integration.dsl;

import io.zmqspring.spring.integration.ZmqChannel;
import io.zmqspring.spring.integration.ZmqPollableChannel;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import org.springframework.integration.dsl.MessageChannelSpec;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.messaging.converter.MessageConverter;

/** Specifies a {@link ZmqPollableChannel}. Not thread-safe. */
public class ZmqPollableChannelSpec extends MessageChannelSpec<ZmqPollableChannelSpec, ZmqPollableChannel> {

    /**
     * Specifies a channel.
     *
     * @param channel the channel
     */
    @SuppressWarnings("this-escape")
    protected ZmqPollableChannelSpec(ZmqPollableChannel channel) {
        this.channel = channel;
    }

    /**
     * Sets the name of the bean, where the channel is made within a flow.
     *
     * @param id the name
     * @return this
     */
    @Override
    public ZmqPollableChannelSpec id(String id) {
        return super.id(id);
    }

    /**
     * Sets where messages are sent to.
     *
     * @param destination its text form: the name of a socket as {@code work}, with a topic as {@code prices:eur}, or any other
     * @return this
     */
    public ZmqPollableChannelSpec sendTo(String destination) {
        this.channel.setSendTo(destination);
        return this;
    }

    /**
     * Sets what messages are received from.
     *
     * @param socket the name of a socket
     * @return this
     */
    public ZmqPollableChannelSpec receiveFrom(String socket) {
        this.channel.setReceiveFrom(socket);
        return this;
    }

    /**
     * Sets what is received of a SUB, XSUB or DISH.
     *
     * @param topics prefixes of messages for SUB and XSUB, where everything is received by default; exact groups for DISH
     * @return this
     */
    public ZmqPollableChannelSpec topics(String... topics) {
        this.channel.setTopics(topics);
        return this;
    }

    /**
     * Sets what payloads are converted to.
     *
     * @param type the type, default bytes as they are
     * @return this
     */
    public ZmqPollableChannelSpec payloadType(Class<?> type) {
        this.channel.setPayloadType(type);
        return this;
    }

    /**
     * Sets how received payloads are converted.
     *
     * @param converter the converter
     * @return this
     */
    public ZmqPollableChannelSpec payloadConverter(MessageConverter converter) {
        this.channel.setPayloadConverter(converter);
        return this;
    }

    /**
     * Sets which received headers are believed.
     *
     * @param headerMapper the mapper
     * @return this
     */
    public ZmqPollableChannelSpec headerMapper(ZmqHeaderMapper headerMapper) {
        this.channel.setHeaderMapper(headerMapper);
        return this;
    }

    /**
     * Sets what makes bytes of whole messages and the other way round; see {@link ZmqChannel#setMessageMapper}.
     *
     * @param mapper the mapper
     * @return this
     */
    public ZmqPollableChannelSpec messageMapper(BytesMessageMapper mapper) {
        this.channel.setMessageMapper(mapper);
        return this;
    }
}
