package io.zmqspring.spring.support;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.ClassUtils;
import org.springframework.util.MimeTypeUtils;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * The converters of payloads: bytes, text and {@link io.zmqspring.Message} as they are, messages of Protocol Buffers as
 * such, everything else as JSON; or as CBOR, if the content type says {@code application/cbor}. Each format needs its
 * library: Jackson 3, Jackson's {@code jackson-dataformat-cbor}, {@code protobuf-java}. The type to read is the one that
 * the receiving code asks for, never one that the sender names. A missing content type is fine: it means what is written
 * without one.
 */
public final class ZmqMessageConverters {
    /** The bean that adapters use where no converter is set. Spring Boot's auto-configuration defines it. */
    public static final String BEAN_NAME = "zmqMessageConverter";

    private static final String JSON_LIBRARY = "tools.jackson.databind.json.JsonMapper";
    private static final String CBOR_LIBRARY = "tools.jackson.dataformat.cbor.CBORMapper";
    private static final String PROTOBUF_LIBRARY = "com.google.protobuf.Message";

    private ZmqMessageConverters() {}

    /**
     * Returns the converters, JSON and CBOR with mappers of our own that read at most 100 levels of nesting and numbers of
     * 1,000 digits.
     *
     * @return the converters; without the formats whose library is not on the class path
     */
    public static CompositeMessageConverter create() {
        return with(isPresent(JSON_LIBRARY) ? JsonFormat.converter() : null, ownCbor());
    }

    /**
     * Returns the converters, JSON with a given mapper, which here reads no more than 100 levels of nesting and numbers of 1,000
     * digits; CBOR with a mapper of our own.
     *
     * @param json the mapper, which is left as it is
     * @return the converters; without the formats whose library is not on the class path
     */
    public static CompositeMessageConverter create(JsonMapper json) {
        return with(JsonFormat.converter(json), ownCbor());
    }

    /**
     * Returns the converters, JSON and CBOR with given mappers, which here read no more than 100 levels of nesting and
     * numbers of 1,000 digits.
     *
     * @param json the mapper of JSON, which is left as it is
     * @param cbor the mapper of CBOR, which is left as it is
     * @return the converters; without Protocol Buffers if their library is not on the class path
     */
    public static CompositeMessageConverter create(JsonMapper json, CBORMapper cbor) {
        return with(JsonFormat.converter(json), CborFormat.converter(cbor));
    }

    private static @Nullable MessageConverter ownCbor() {
        return isPresent(CBOR_LIBRARY) ? CborFormat.converter() : null;
    }

    private static CompositeMessageConverter with(@Nullable MessageConverter json, @Nullable MessageConverter cbor) {
        // Protocol Buffers before JSON, which would take their messages for objects like all others.
        MessageConverter protobuf = isPresent(PROTOBUF_LIBRARY) ? ProtobufFormat.converter() : null;
        return new CompositeMessageConverter(
                Stream.of(new NativeConverter(), new BytesConverter(), new TextConverter(), protobuf, json, cbor)
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static boolean isPresent(String type) {
        return ClassUtils.isPresent(type, ZmqMessageConverters.class.getClassLoader());
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
