package io.zmqspring.spring.annotation;

import io.zmqspring.spring.config.ListenerMethod;
import io.zmqspring.spring.config.MethodZmqListenerEndpoint;
import io.zmqspring.spring.config.MultiMethodZmqListenerEndpoint;
import io.zmqspring.spring.config.ZmqListenerContainerFactory;
import io.zmqspring.spring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.spring.core.Ordering;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.listener.ListenerContainerSettings;
import io.zmqspring.spring.listener.ZmqListenerErrorHandler;
import io.zmqspring.spring.listener.ZmqMessageFilter;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.core.MessagePostProcessor;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.util.MimeType;

/** Makes endpoints of annotations. */
final class EndpointReader {
    private final ConfigurableBeanFactory beans;
    private final Object bean;
    private final String where;
    private final AttributeResolver attributes;

    EndpointReader(ConfigurableBeanFactory beans) {
        this(beans, beans, "");
    }

    private EndpointReader(ConfigurableBeanFactory beans, Object bean, String where) {
        this.beans = beans;
        this.bean = bean;
        this.where = where;
        this.attributes = new AttributeResolver(beans, bean, where);
    }

    /** Returns a reader for a bean, or one of its methods. */
    EndpointReader at(Object bean, String where) {
        return new EndpointReader(beans, bean, where);
    }

    String id(ZmqListener listener, ZmqListenerEndpointRegistry registry) {
        String id = attributes.text("id", listener.id());
        if (id != null) {
            return id;
        }
        String unused = where;
        for (int number = 2; registry.getListenerContainer(unused) != null; number++) {
            unused = where + "-" + number;
        }
        return unused;
    }

    @Nullable
    ZmqListenerContainerFactory containerFactory(ZmqListener listener) {
        return attributes.bean("containerFactory", listener.containerFactory(), ZmqListenerContainerFactory.class);
    }

    MethodZmqListenerEndpoint ofMethod(ZmqListener listener, String id, Method declared, Method invocable) {
        return new MethodZmqListenerEndpoint(
                id,
                bean,
                method(declared, invocable),
                isBatch(listener),
                attributes.sockets(listener.sockets()),
                attributes.texts("topics", listener.topics()),
                converter(listener),
                settings(listener));
    }

    MultiMethodZmqListenerEndpoint ofClass(ZmqListener listener, String id, Class<?> type) {
        if (isBatch(listener)) {
            throw new IllegalStateException("@ZmqListener on " + type.getName()
                    + ": messages that go to different methods make no batch; move @ZmqListener(batch = \"true\") to a"
                    + " method that takes a List");
        }
        Map<Method, ZmqHandler> found =
                MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<@Nullable ZmqHandler>)
                        method -> AnnotatedElementUtils.findMergedAnnotation(method, ZmqHandler.class));
        if (found.isEmpty()) {
            throw new IllegalStateException("@ZmqListener on " + type.getName()
                    + ": no method is annotated with @ZmqHandler; annotate some, or move @ZmqListener to a method");
        }
        List<ListenerMethod> handlers = new ArrayList<>();
        List<ListenerMethod> fallbacks = new ArrayList<>();
        found.forEach((declared, handler) -> {
            ListenerMethod method = method(declared, AopUtils.selectInvocableMethod(declared, bean.getClass()));
            handlers.add(method);
            if (handler.isDefault()) {
                fallbacks.add(method);
            }
        });
        if (fallbacks.size() > 1) {
            throw new IllegalStateException("@ZmqListener on " + type.getName() + ": " + fallbacks.size()
                    + " methods say @ZmqHandler(isDefault = true), but one at most can take what is left");
        }
        return new MultiMethodZmqListenerEndpoint(
                id,
                bean,
                handlers,
                fallbacks.isEmpty() ? null : fallbacks.get(0),
                attributes.sockets(listener.sockets()),
                attributes.texts("topics", listener.topics()),
                converter(listener),
                settings(listener));
    }

    private boolean isBatch(ZmqListener listener) {
        return Boolean.TRUE.equals(attributes.flag("batch", listener.batch()));
    }

    private ListenerMethod method(Method declared, Method invocable) {
        SendTo sendTo = AnnotatedElementUtils.findMergedAnnotation(declared, SendTo.class);
        if (sendTo == null) {
            sendTo = AnnotatedElementUtils.findMergedAnnotation(declared.getDeclaringClass(), SendTo.class);
        }
        List<ZmqDestination> destinations = sendTo == null
                ? List.of()
                : attributes.texts("@SendTo", sendTo.value()).stream()
                        .map(ZmqDestination::parse)
                        .toList();
        return new ListenerMethod(invocable, destinations);
    }

    private @Nullable MessageConverter converter(ZmqListener listener) {
        return attributes.bean("messageConverter", listener.messageConverter(), MessageConverter.class);
    }

    private Consumer<ListenerContainerSettings> settings(ZmqListener listener) {
        Integer concurrency = attributes.number("concurrency", listener.concurrency());
        Ordering ordering = attributes.constant("ordering", listener.ordering(), Ordering.class);
        Integer batchSize = attributes.number("batchSize", listener.batchSize());
        Duration batchTimeout = attributes.duration("batchTimeout", listener.batchTimeout());
        Boolean autoStartup = attributes.flag("autoStartup", listener.autoStartup());
        ZmqListenerErrorHandler errorHandler =
                attributes.bean("errorHandler", listener.errorHandler(), ZmqListenerErrorHandler.class);
        ZmqMessageFilter filter = attributes.bean("filter", listener.filter(), ZmqMessageFilter.class);
        ZmqHeaderMapper headerMapper = attributes.bean("headerMapper", listener.headerMapper(), ZmqHeaderMapper.class);
        Boolean returnExceptions = attributes.flag("returnExceptions", listener.returnExceptions());
        MessagePostProcessor replyPostProcessor =
                attributes.bean("replyPostProcessor", listener.replyPostProcessor(), MessagePostProcessor.class);
        MimeType replyContentType = attributes.mediaType("replyContentType", listener.replyContentType());
        Executor executor = attributes.bean("executor", listener.executor(), Executor.class);
        return settings -> {
            ifSet(concurrency, settings::setConcurrency);
            ifSet(ordering, settings::setOrdering);
            ifSet(batchSize, settings::setBatchSize);
            ifSet(batchTimeout, settings::setBatchTimeout);
            ifSet(autoStartup, settings::setAutoStartup);
            ifSet(errorHandler, settings::setListenerErrorHandler);
            ifSet(filter, settings::setFilter);
            ifSet(headerMapper, settings::setHeaderMapper);
            ifSet(returnExceptions, settings::setReturnExceptions);
            ifSet(replyPostProcessor, settings::setReplyPostProcessor);
            ifSet(replyContentType, settings::setReplyContentType);
            ifSet(executor, settings::setTaskExecutor);
        };
    }

    private static <T> void ifSet(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
