package io.zmqspring.spring.config;

import io.zmqspring.spring.listener.ListenerContainerSettings;
import io.zmqspring.spring.listener.ZmqMessageListener;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;

/**
 * A listener that is a method of a bean.
 *
 * @param id the id of the container
 * @param bean the bean
 * @param method its method
 * @param batch whether the method gets lists of what arrived
 * @param sockets the names of the sockets to read
 * @param topics what they subscribe to while it listens
 * @param messageConverter converts payloads; null for the container factory's
 * @param settings changes settings of the container
 */
public record MethodZmqListenerEndpoint(
        String id,
        Object bean,
        ListenerMethod method,
        boolean batch,
        List<String> sockets,
        List<String> topics,
        @Nullable MessageConverter messageConverter,
        Consumer<ListenerContainerSettings> settings)
        implements ZmqListenerEndpoint {

    @Override
    public String description() {
        return "listener '" + id + "' (" + AopUtils.getTargetClass(bean).getSimpleName() + "."
                + method.method().getName() + ")";
    }

    @Override
    public boolean isAnswering() {
        return method.isAnswering();
    }

    @Override
    public void configure(ListenerContainerSettings container) {
        settings.accept(container);
    }

    @Override
    public ZmqMessageListener listener(MessageHandlerMethodFactory methods, MessageConverter converter) {
        ListenerMethod.Call call = method.on(bean, methods);
        return batch ? new BatchMethodListener(method, call, elements(methods, converter)) : call::with;
    }

    private static PayloadResolver.OfElements elements(
            MessageHandlerMethodFactory methods, MessageConverter converter) {
        return methods instanceof ZmqHandlerMethodFactory ours
                ? ours.elements()
                : new PayloadResolver.OfElements(converter, null);
    }
}
