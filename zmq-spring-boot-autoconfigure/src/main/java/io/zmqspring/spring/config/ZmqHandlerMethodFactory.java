package io.zmqspring.spring.config;

import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.support.ZmqHeaders;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandlingException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;
import org.springframework.messaging.handler.annotation.support.PayloadMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolverComposite;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.validation.Validator;

/**
 * The framework's factory with what is peculiar to ZeroMQ: an argument of type {@link io.zmqspring.Message} is the
 * message as received, one of type {@link ZmqDestination} the peer it came from, an empty body is a value for arguments that are bytes or text, and whatever keeps an argument
 * from being found is a failed conversion.
 */
final class ZmqHandlerMethodFactory extends DefaultMessageHandlerMethodFactory {
    private final HandlerMethodArgumentResolverComposite resolvers = new HandlerMethodArgumentResolverComposite();
    private final MessageConverter converter;
    private final @Nullable Validator validator;

    ZmqHandlerMethodFactory(
            MessageConverter converter, @Nullable Validator validator, List<HandlerMethodArgumentResolver> further) {
        this.converter = converter;
        this.validator = validator;
        setMessageConverter(converter);
        List<HandlerMethodArgumentResolver> custom = new ArrayList<>(further);
        custom.add(new NativeMessageResolver());
        custom.add(new SenderResolver());
        setCustomArgumentResolvers(custom);
    }

    @Override
    protected List<HandlerMethodArgumentResolver> initArgumentResolvers() {
        List<HandlerMethodArgumentResolver> all = super.initArgumentResolvers();
        all.removeIf(PayloadMethodArgumentResolver.class::isInstance);
        all.add(new PayloadResolver(converter, validator));
        resolvers.addResolvers(all);
        return all;
    }

    @Override
    public InvocableHandlerMethod createInvocableHandlerMethod(Object bean, Method method) {
        InvocableHandlerMethod invocable = new ListenerMethod(bean, method);
        invocable.setMessageMethodArgumentResolvers(resolvers);
        return invocable;
    }

    private static final class ListenerMethod extends InvocableHandlerMethod {
        ListenerMethod(Object bean, Method method) {
            super(bean, method);
        }

        @Override
        protected @Nullable Object[] getMethodArgumentValues(Message<?> message, @Nullable Object... provided)
                throws Exception {
            try {
                return super.getMethodArgumentValues(message, provided);
            } catch (MessageHandlingException missing) {
                throw new MessageConversionException(message, String.valueOf(missing.getMessage()), missing);
            }
        }
    }

    private static final class NativeMessageResolver implements HandlerMethodArgumentResolver {
        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == io.zmqspring.Message.class;
        }

        @Override
        public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) {
            return message.getHeaders().get(ZmqHeaders.RAW);
        }
    }

    private static final class SenderResolver implements HandlerMethodArgumentResolver {
        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == ZmqDestination.class;
        }

        @Override
        public Object resolveArgument(MethodParameter parameter, Message<?> message) {
            return ZmqDestination.senderOf(message);
        }
    }

    /** What makes the elements of batches. */
    PayloadResolver.OfElements elements() {
        return new PayloadResolver.OfElements(converter, validator);
    }
}
