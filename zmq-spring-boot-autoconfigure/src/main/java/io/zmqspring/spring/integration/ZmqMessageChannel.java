package io.zmqspring.spring.integration;

import io.zmqspring.spring.support.ZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqMessageConverters;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.converter.MessageConverter;

/**
 * A channel whose messages travel over sockets, so that it spans processes: what is sent goes to a
 * {@linkplain #setSendTo(String) destination}, and what a {@linkplain #setReceiveFrom(String) socket} receives comes out. It has one
 * of them, or both; the sockets may be connected to each other, or through a proxy. Thread-safe once configured.
 *
 * <p>PUSH and PULL, or SCATTER and GATHER, make a point-to-point channel, where each message goes to one process; PUB and
 * SUB, or RADIO and DISH, one that publishes.
 *
 * <p>A send returns when the message is queued, and waits for that no longer than the socket's send timeout, whatever the
 * caller asks for; it then throws a {@link org.springframework.messaging.MessageDeliveryException} with the reason as its cause.
 */
public interface ZmqMessageChannel extends MessageChannel {

    /**
     * Sets where messages are sent to.
     *
     * @param destination its text form: the name of a socket as {@code work}, with a topic as {@code prices:eur}, or any other
     */
    void setSendTo(String destination);

    /**
     * Sets what messages are received from.
     *
     * @param socket the name of a socket of the application's {@link io.zmqspring.spring.core.ZmqSockets} bean
     */
    void setReceiveFrom(String socket);

    /**
     * Sets what is received of a SUB, XSUB or DISH.
     *
     * @param topics prefixes of messages for SUB and XSUB, where everything is received by default; exact groups for DISH
     */
    void setTopics(String... topics);

    /**
     * Sets what received payloads are converted to.
     *
     * @param type the type, default bytes as they are; means nothing with a message mapper
     */
    void setPayloadType(Class<?> type);

    /**
     * Sets how received payloads are converted; those sent the application's template converts.
     *
     * @param converter by default the bean {@link ZmqMessageConverters#BEAN_NAME}, and without one
     *     {@link ZmqMessageConverters#create()}
     */
    void setPayloadConverter(MessageConverter converter);

    /**
     * Sets which received headers are believed.
     *
     * @param headerMapper by default the only bean of its type, and without one a mapper with an empty allow-list
     */
    void setHeaderMapper(ZmqHeaderMapper headerMapper);

    /**
     * Sets what makes bytes of whole messages and the other way round, where headers are to travel over sockets that have no
     * place for them. Both ends need the same.
     *
     * @param mapper for instance an
     *     {@link org.springframework.integration.support.json.EmbeddedHeadersJsonMessageMapper} with the names of those headers
     */
    void setMessageMapper(BytesMessageMapper mapper);
}
