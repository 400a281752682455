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
 * A listener that is several methods of a bean, of which each message goes to the one whose payload fits.
 *
 * @param id the id of the container
 * @param bean the bean
 * @param handlers its methods, at least one
 * @param fallback the one of them that gets what no other takes, or null
 * @param sockets the names of the sockets to read
 * @param topics what they subscribe to while it listens
 * @param messageConverter converts payloads; null for the container factory's
 * @param settings changes settings of the container
 */
public record MultiMethodZmqListenerEndpoint(
        String id,
        Object bean,
        List<ListenerMethod> handlers,
        @Nullable ListenerMethod fallback,
        List<String> sockets,
        List<String> topics,
        @Nullable MessageConverter messageConverter,
        Consumer<ListenerContainerSettings> settings)
        implements ZmqListenerEndpoint {

    @Override
    public String description() {
        return "listener '" + id + "' (" + AopUtils.getTargetClass(bean).getSimpleName() + ")";
    }

    @Override
    public boolean isAnswering() {
        return handlers.stream().anyMatch(ListenerMethod::isAnswering);
    }

    @Override
    public void configure(ListenerContainerSettings container) {
        settings.accept(container);
    }

    @Override
    public ZmqMessageListener listener(MessageHandlerMethodFactory methods, MessageConverter converter) {
        HandlerDispatch.Handlers by = new HandlerDispatch.Handlers(description());
        for (ListenerMethod handler : handlers) {
            ListenerMethod.Call call = handler.on(bean, methods);
            if (handler.equals(fallback)) {
                by.fallback(call);
            } else {
                by.add(PayloadType.of(handler.method()), call);
            }
        }
        return new HandlerDispatch(by, ContentConverter.of(converter));
    }
}
