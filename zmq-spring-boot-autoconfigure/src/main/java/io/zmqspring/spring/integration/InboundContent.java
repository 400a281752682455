package io.zmqspring.spring.integration;

import io.zmqspring.Message;
import io.zmqspring.spring.core.ZmqSocketReader;
import io.zmqspring.spring.support.DefaultZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqMessageConverters;
import io.zmqspring.spring.support.ZmqMessageMapper;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.MessageBuilder;

/**
 * What a received message becomes before it goes into a flow. Whatever goes wrong with that is a
 * {@link MessageConversionException} which has the message, for the error channel. Immutable.
 *
 * @param mapper maps headers
 * @param converter converts payloads
 */
record InboundContent(ZmqMessageMapper mapper, MessageConverter converter) {
    /** With no headers of the application, and with the default converters. */
    static final InboundContent PLAIN =
            new InboundContent(new ZmqMessageMapper(new DefaultZmqHeaderMapper()), ZmqMessageConverters.create());

    /** With the beans of the application for what is null, as far as there are such. */
    static InboundContent of(
            @Nullable BeanFactory beans, @Nullable ZmqHeaderMapper headers, @Nullable MessageConverter converter) {
        return new InboundContent(
                headers == null ? mapperBean(beans) : new ZmqMessageMapper(headers),
                converter == null ? converterBean(beans) : converter);
    }

    private static ZmqMessageMapper mapperBean(@Nullable BeanFactory beans) {
        ZmqHeaderMapper found = beans == null
                ? null
                : beans.getBeanProvider(ZmqHeaderMapper.class).getIfUnique();
        return found == null ? PLAIN.mapper : new ZmqMessageMapper(found);
    }

    private static MessageConverter converterBean(@Nullable BeanFactory beans) {
        return beans != null && beans.containsBean(ZmqMessageConverters.BEAN_NAME)
                ? beans.getBean(ZmqMessageConverters.BEAN_NAME, MessageConverter.class)
                : PLAIN.converter;
    }

    /** A message of bytes, with headers. */
    org.springframework.messaging.Message<byte[]> map(ZmqSocketReader reader, Message message) {
        try {
            return reader.read(message, mapper);
        } catch (RuntimeException refused) {
            throw new MessageConversionException(
                    reader.read(message, PLAIN.mapper), "the headers cannot be mapped", refused);
        }
    }

    /** The message with a payload of that type; bytes are left as they are. */
    org.springframework.messaging.Message<?> convert(org.springframework.messaging.Message<?> received, Class<?> type) {
        if (type == byte[].class) {
            return received;
        }
        return MessageBuilder.createMessage(payload(received, type), received.getHeaders());
    }

    private Object payload(org.springframework.messaging.Message<?> received, Class<?> type) {
        Object payload;
        try {
            payload = converter.fromMessage(received, type);
        } catch (RuntimeException unreadable) {
            throw unreadable instanceof MessageConversionException known && known.getFailedMessage() != null
                    ? known
                    : new MessageConversionException(
                            received, "the payload cannot be read as a " + type.getName(), unreadable);
        }
        if (payload == null) {
            throw new MessageConversionException(
                    received, "no converter turns the payload into a " + type.getName() + ", or its JSON is null");
        }
        return payload;
    }
}
