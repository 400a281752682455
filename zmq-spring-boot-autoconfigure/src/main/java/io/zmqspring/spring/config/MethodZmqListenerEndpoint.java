package io.zmqspring.spring.config;

import io.zmqspring.spring.listener.ZmqListenerErrorHandler;
import io.zmqspring.spring.listener.ZmqMessageListener;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * A listener that is a method of a bean.
 *
 * @param id the id of the container
 * @param bean the bean
 * @param method a method that can be called on it
 * @param sockets the names of the sockets to read
 * @param topics what they subscribe to while it listens
 * @param concurrency how many messages of each are handled at once, or null
 * @param autoStartup whether the container starts with the application, or null
 * @param errorHandler deals with failures first, or null
 */
public record MethodZmqListenerEndpoint(
        String id,
        Object bean,
        Method method,
        List<String> sockets,
        List<String> topics,
        @Nullable Integer concurrency,
        @Nullable Boolean autoStartup,
        @Nullable ZmqListenerErrorHandler errorHandler)
        implements ZmqListenerEndpoint {

    @Override
    public String description() {
        return "listener '" + id + "' (" + AopUtils.getTargetClass(bean).getSimpleName() + "." + method.getName() + ")";
    }

    @Override
    public boolean isAnswering() {
        return method.getReturnType() != void.class && method.getReturnType() != Void.class;
    }

    @Override
    public ZmqMessageListener listener(MessageHandlerMethodFactory methods) {
        InvocableHandlerMethod invocable = methods.createInvocableHandlerMethod(bean, method);
        return invocable::invoke;
    }
}
