package io.zmqspring.spring.integration.dsl;

import io.zmqspring.spring.integration.ZmqMessageChannel;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import org.springframework.integration.channel.AbstractMessageChannel;
import org.springframework.integration.dsl.MessageChannelSpec;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Specifies a {@link ZmqMessageChannel}. Not thread-safe.
 *
 * @param <S> the specification
 * @param <C> the channel
 */
public abstract class ZmqMessageChannelSpec<
                S extends ZmqMessageChannelSpec<S, C>, C extends AbstractMessageChannel & ZmqMessageChannel>
        extends MessageChannelSpec<S, C> {

    /**
     * Specifies a channel.
     *
     * @param channel the channel
     */
    @SuppressWarnings("this-escape")
    protected ZmqMessageChannelSpec(C channel) {
        this.channel = channel;
    }

    /**
     * Sets the name of the bean, where the channel is made within a flow.
     *
     * @param id the name
     * @return this
     */
    @Override
    public S id(String id) {
        return super.id(id);
    }

    /**
     * Sets where messages are sent to.
     *
     * @param destination its text form: the name of a socket as {@code work}, with a topic as {@code prices:eur}, or any other
     * @return this
     */
    public S sendTo(String destination) {
        this.channel.setSendTo(destination);
        return _this();
    }

    /**
     * Sets what messages are received from.
     *
     * @param socket the name of a socket
     * @return this
     */
    public S receiveFrom(String socket) {
        this.channel.setReceiveFrom(socket);
        return _this();
    }

    /**
     * Sets what is received of a SUB, XSUB or DISH.
     *
     * @param topics prefixes of messages for SUB and XSUB, where everything is received by default; exact groups for DISH
     * @return this
     */
    public S topics(String... topics) {
        this.channel.setTopics(topics);
        return _this();
    }

    /**
     * Sets what payloads are converted to.
     *
     * @param type the type, default bytes as they are
     * @return this
     */
    public S payloadType(Class<?> type) {
        this.channel.setPayloadType(type);
        return _this();
    }

    /**
     * Sets how received payloads are converted.
     *
     * @param converter the converter
     * @return this
     */
    public S payloadConverter(MessageConverter converter) {
        this.channel.setPayloadConverter(converter);
        return _this();
    }

    /**
     * Sets which received headers are believed.
     *
     * @param headerMapper the mapper
     * @return this
     */
    public S headerMapper(ZmqHeaderMapper headerMapper) {
        this.channel.setHeaderMapper(headerMapper);
        return _this();
    }

    /**
     * Sets what makes bytes of whole messages and the other way round; see {@link ZmqMessageChannel#setMessageMapper}.
     *
     * @param mapper the mapper
     * @return this
     */
    public S messageMapper(BytesMessageMapper mapper) {
        this.channel.setMessageMapper(mapper);
        return _this();
    }
}
