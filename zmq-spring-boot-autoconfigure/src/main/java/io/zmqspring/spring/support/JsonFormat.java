package io.zmqspring.spring.support;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** JSON by Jackson 3. A class of its own, so that applications without Jackson never load it. */
final class JsonFormat {
    private static final MimeType[] TYPES = {
        MimeTypeUtils.APPLICATION_JSON,
        new MimeType("application", "*+json"),
        MimeTypeUtils.TEXT_PLAIN,
        MimeTypeUtils.APPLICATION_OCTET_STREAM
    };

    private JsonFormat() {}

    static MessageConverter converter() {
        return converter(JsonMapper.builder()
                .findAndAddModules(JsonFormat.class.getClassLoader())
                .build());
    }

    static MessageConverter converter(JsonMapper mapper) {
        return new Converter(new Limited(mapper).build());
    }

    /** Everything as in another mapper, but for how much it reads, which builders let be set on a new mapper only. */
    private static final class Limited extends JsonMapper.Builder {
        Limited(JsonMapper other) {
            super((StateImpl) other.rebuild().saveStateApplyModules());
            JsonFactory factory = other.tokenStreamFactory();
            _streamFactory = factory.rebuild()
                    .streamReadConstraints(ReadLimits.within(factory.streamReadConstraints()))
                    .build();
        }
    }

    private static final class Converter extends JacksonJsonMessageConverter {
        Converter(JsonMapper mapper) {
            super(mapper, TYPES);
        }

        @Override
        protected @Nullable Object convertFromInternal(
                Message<?> message, Class<?> targetClass, @Nullable Object conversionHint) {
            try {
                return super.convertFromInternal(message, targetClass, conversionHint);
            } catch (MessageConversionException unreadable) {
                throw new MessageConversionException(message, LogText.printableReason(unreadable));
            }
        }
    }
}
