package io.zmqspring.spring.support;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.ProtobufMessageConverter;
import org.springframework.util.ClassUtils;
import org.springframework.util.MimeType;

/** Protocol Buffers. A class of its own, so that applications without them never load it. */
final class ProtobufFormat {
    private ProtobufFormat() {}

    static MessageConverter converter() {
        return new Converter();
    }

    private static final class Converter extends ProtobufMessageConverter {
        private static final boolean WITH_TEXT = ClassUtils.isPresent(
                "com.google.protobuf.util.JsonFormat", ProtobufMessageConverter.class.getClassLoader());

        /** Without protobuf-java-util the superclass would read an empty message from a body that is said to be text. */
        @Override
        protected boolean supportsMimeType(@Nullable MessageHeaders headers) {
            MimeType type = getMimeType(headers);
            return type == null || PROTOBUF.isCompatibleWith(type) || (WITH_TEXT && super.supportsMimeType(headers));
        }
    }
}
