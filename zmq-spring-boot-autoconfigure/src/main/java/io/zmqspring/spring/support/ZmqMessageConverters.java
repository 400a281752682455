package io.zmqspring.spring.support;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.ClassUtils;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The converters of payloads: bytes, text and {@link io.zmqspring.Message} as they are, everything else as JSON where
 * Jackson 3 is there. The type to read is the one that the receiving code asks for, never one that the sender names. A
 * missing content type is fine.
 */
public final class ZmqMessageConverters {
    /** The bean that adapters use where no converter is set. Spring Boot's auto-configuration defines it. */
    public static final String BEAN_NAME = "zmqMessageConverter";

    private static final int DEEPEST_JSON = 100;
    private static final int LONGEST_NUMBER = 1000;
    private static final MimeType[] JSON = {
        MimeTypeUtils.APPLICATION_JSON,
        new MimeType("application", "*+json"),
        MimeTypeUtils.TEXT_PLAIN,
        MimeTypeUtils.APPLICATION_OCTET_STREAM
    };

    private ZmqMessageConverters() {}

    /**
     * Returns the converters, JSON with a mapper of our own that reads at most 100 levels of nesting.
     *
     * @return the converters; without JSON if Jackson 3 is not on the class path
     */
    public static CompositeMessageConverter create() {
        boolean jackson = ClassUtils.isPresent(
                "tools.jackson.databind.json.JsonMapper", ZmqMessageConverters.class.getClassLoader());
        return new CompositeMessageConverter(jackson ? with(Json.converter(Json.mapper())) : with(null));
    }

    /**
     * Returns the converters, JSON with a given mapper, which here reads no more than 100 levels of nesting and numbers of 1,000
     * digits.
     *
     * @param mapper the mapper, which is left as it is
     * @return the converters
     */
    public static CompositeMessageConverter create(JsonMapper mapper) {
        return new CompositeMessageConverter(with(Json.converter(Json.limited(mapper))));
    }

    private static List<MessageConverter> with(@Nullable MessageConverter json) {
        List<MessageConverter> converters =
                new ArrayList<>(List.of(new NativeConverter(), new BytesConverter(), new TextConverter()));
        if (json != null) {
            converters.add(json);
        }
        return converters;
    }

    /** Keeps Jackson's classes away from applications without it. */
    private static final class Json {
        static MessageConverter converter(JsonMapper mapper) {
            return new JsonConverter(mapper);
        }

        static JsonMapper mapper() {
            return limited(JsonMapper.builder()
                    .findAndAddModules(Json.class.getClassLoader())
                    .build());
        }

        static JsonMapper limited(JsonMapper mapper) {
            return new Limited(mapper).build();
        }

        /** Everything as in another mapper, but for how much it reads, which builders let be set on a new mapper only. */
        private static final class Limited extends JsonMapper.Builder {
            Limited(JsonMapper other) {
                super((StateImpl) other.rebuild().saveStateApplyModules());
                JsonFactory factory = other.tokenStreamFactory();
                StreamReadConstraints before = factory.streamReadConstraints();
                _streamFactory = factory.rebuild()
                        .streamReadConstraints(before.rebuild()
                                .maxNestingDepth(Math.min(before.getMaxNestingDepth(), DEEPEST_JSON))
                                .maxNumberLength(Math.min(before.getMaxNumberLength(), LONGEST_NUMBER))
                                .build())
                        .build();
            }
        }
    }

    /** Says what is wrong with JSON in printable text: Jackson quotes the sender, who may want to forge lines of a log. */
    private static final class JsonConverter extends JacksonJsonMessageConverter {
        private static final int MOST_TEXT = 1024;

        JsonConverter(JsonMapper mapper) {
            super(mapper, JSON);
        }

        @Override
        protected @Nullable Object convertFromInternal(
                Message<?> message, Class<?> targetClass, @Nullable Object conversionHint) {
            try {
                return super.convertFromInternal(message, targetClass, conversionHint);
            } catch (MessageConversionException unreadable) {
                throw new MessageConversionException(
                        message, LogText.printable(String.valueOf(unreadable.getMessage()), MOST_TEXT));
            }
        }
    }

    private static final class BytesConverter extends ByteArrayMessageConverter {
        BytesConverter() {
            addSupportedMimeTypes(MimeTypeUtils.ALL);
        }
    }

    private static final class TextConverter extends StringMessageConverter {
        TextConverter() {
            super(StandardCharsets.UTF_8);
            addSupportedMimeTypes(MimeTypeUtils.ALL);
        }
    }

    /**
     * Passes the frames of a ZeroMQ message on; its headers stay, those of the Spring message count. Frames become one object
     * only if there is one: nobody wants the others lost.
     */
    private static final class NativeConverter implements MessageConverter {
        @Override
        public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
            if (targetClass == io.zmqspring.Message.class) {
                return message.getHeaders().get(ZmqHeaders.RAW);
            }
            List<?> frames = ZmqMessageMapper.frames(message);
            if (frames != null && targetClass != List.class) {
                throw new MessageConversionException(
                        message,
                        "the message has " + frames.size() + " frames of content, which do not make one "
                                + targetClass.getName() + "; receive List<byte[]> or io.zmqspring.Message");
            }
            return frames;
        }

        @Override
        public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
            if (ZmqMessageMapper.isFrames(payload)) {
                return MessageBuilder.withPayload(payload).copyHeaders(headers).build();
            }
            return payload instanceof io.zmqspring.Message message
                    ? MessageBuilder.withPayload(message.body())
                            .copyHeaders(headers)
                            .build()
                    : null;
        }
    }
}
