package io.zmqspring.spring.support;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.AbstractMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.MimeType;
import tools.jackson.core.JacksonException;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORMapper;

/** CBOR (RFC 8949) by Jackson 3. A class of its own, so that applications without Jackson's CBOR never load it. */
final class CborFormat {
    private CborFormat() {}

    static MessageConverter converter() {
        return converter(CBORMapper.builder()
                .findAndAddModules(CborFormat.class.getClassLoader())
                .build());
    }

    static MessageConverter converter(CBORMapper mapper) {
        return new Converter(new Limited(mapper).build());
    }

    /** Everything as in another mapper, but for how much it reads, which builders let be set on a new mapper only. */
    private static final class Limited extends CBORMapper.Builder {
        Limited(CBORMapper other) {
            super((StateImpl) other.rebuild().saveStateApplyModules());
            CBORFactory factory = other.tokenStreamFactory();
            _streamFactory = factory.rebuild()
                    .streamReadConstraints(ReadLimits.within(factory.streamReadConstraints()))
                    .build();
        }
    }

    /** Spring Messaging has none. */
    private static final class Converter extends AbstractMessageConverter {
        private final CBORMapper mapper;

        Converter(CBORMapper mapper) {
            super(new MimeType("application", "cbor"), new MimeType("application", "*+cbor"));
            this.mapper = mapper;
        }

        @Override
        protected boolean supports(Class<?> type) {
            return true;
        }

        /** Only where it is asked for: without a content type JSON is meant. */
        @Override
        protected boolean supportsMimeType(@Nullable MessageHeaders headers) {
            return getMimeType(headers) != null && super.supportsMimeType(headers);
        }

        @Override
        protected @Nullable Object convertFromInternal(
                Message<?> message, Class<?> type, @Nullable Object conversionHint) {
            if (!(message.getPayload() instanceof byte[] body)) {
                return null;
            }
            try {
                return mapper.readValue(body, mapper.constructType(type(type, conversionHint)));
            } catch (JacksonException unreadable) {
                throw new MessageConversionException(message, LogText.printableReason(unreadable));
            }
        }

        private static Type type(Class<?> type, @Nullable Object hint) {
            if (hint instanceof MethodParameter parameter) {
                MethodParameter payload = parameter.nestedIfOptional();
                if (Message.class.isAssignableFrom(payload.getParameterType())) {
                    payload = payload.nested();
                }
                return GenericTypeResolver.resolveType(
                        payload.getNestedGenericParameterType(), payload.getContainingClass());
            }
            return type;
        }

        @Override
        protected Object convertToInternal(
                Object payload, @Nullable MessageHeaders headers, @Nullable Object conversionHint) {
            try {
                return mapper.writeValueAsBytes(payload);
            } catch (JacksonException unwritable) {
                throw new MessageConversionException(
                        "cannot be written as CBOR: " + unwritable.getMessage(), unwritable);
            }
        }
    }
}
