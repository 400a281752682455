package io.zmqspring.spring.config;

import io.zmqspring.spring.support.ZmqMessageConverters;
import io.zmqspring.spring.support.ZmqMessageMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.SmartMessageConverter;

/**
 * Lets the framework's converters and ours see no more of a received message than they look at, its payload and content type: all the
 * other headers together take longer to make than a small record takes to read.
 */
final class ContentConverter implements SmartMessageConverter {
    private static final List<String> KNOWN =
            List.of("org.springframework.messaging.converter.", ZmqMessageConverters.class.getPackageName() + ".");

    private final SmartMessageConverter converter;

    private ContentConverter(SmartMessageConverter converter) {
        this.converter = converter;
    }

    /** Of a converter that may look at other headers as well, the converter itself. */
    static MessageConverter of(MessageConverter converter) {
        return converter instanceof CompositeMessageConverter all
                        && all.getConverters().stream().allMatch(ContentConverter::isKnown)
                ? new ContentConverter(all)
                : converter;
    }

    private static boolean isKnown(MessageConverter converter) {
        return KNOWN.stream().anyMatch(converter.getClass().getName()::startsWith);
    }

    @Override
    public @Nullable Object fromMessage(Message<?> message, Class<?> type, @Nullable Object hint) {
        if (type == io.zmqspring.Message.class) { // which is a header
            return converter.fromMessage(message, type, hint);
        }
        try {
            return converter.fromMessage(ZmqMessageMapper.contentOnly(message), type, hint);
        } catch (MessageConversionException incomplete) {
            return converter.fromMessage(message, type, hint); // so that the error carries the whole message
        }
    }

    @Override
    public @Nullable Object fromMessage(Message<?> message, Class<?> type) {
        return fromMessage(message, type, null);
    }

    @Override
    public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers, @Nullable Object hint) {
        return converter.toMessage(payload, headers, hint);
    }

    @Override
    public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
        return converter.toMessage(payload, headers);
    }
}
