package io.zmqspring.spring.config;

import io.zmqspring.spring.support.ZmqHeaders;
import io.zmqspring.spring.support.ZmqMessageMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.support.PayloadMethodArgumentResolver;
import org.springframework.validation.Validator;

/** Makes arguments of payloads: an empty body is a value for bytes and text, and no frame is lost unseen. */
class PayloadResolver extends PayloadMethodArgumentResolver {
    PayloadResolver(MessageConverter converter, @Nullable Validator validator) {
        super(ContentConverter.of(converter), validator);
    }

    @Override
    public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) throws Exception {
        Class<?> type = resolveTargetClass(parameter, message);
        List<?> frames = ZmqMessageMapper.frames(message);
        if (isFrames(parameter)) {
            return frames != null ? frames : List.of(message.getPayload());
        }
        if (frames != null) {
            throw new MessageConversionException(
                    message,
                    "the message has " + frames.size() + " frames of content, which do not make one argument of "
                            + type.getName() + "; receive List<byte[]> or io.zmqspring.Message");
        }
        if (message.getPayload() instanceof byte[] body && body.length == 0) {
            if (type == byte[].class) {
                return body;
            }
            if (type == String.class) {
                return "";
            }
        }
        return super.resolveArgument(parameter, message);
    }

    private static boolean isFrames(MethodParameter parameter) {
        return parameter.getNestedParameterType() == List.class
                && parameter.nested().getNestedParameterType() == byte[].class;
    }

    /** For the elements of a batch: the parameter is nested in the list. */
    static final class OfElements extends PayloadResolver {
        OfElements(MessageConverter converter, @Nullable Validator validator) {
            super(converter, validator);
        }

        @Override
        protected Class<?> resolveTargetClass(MethodParameter parameter, Message<?> message) {
            return parameter.getNestedParameterType();
        }

        @Override
        public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) throws Exception {
            return parameter.getNestedParameterType() == io.zmqspring.Message.class
                    ? message.getHeaders().get(ZmqHeaders.RAW)
                    : super.resolveArgument(parameter, message);
        }
    }
}
