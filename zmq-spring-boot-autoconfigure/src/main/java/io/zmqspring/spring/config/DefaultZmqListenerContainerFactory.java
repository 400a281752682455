package io.zmqspring.spring.config;

import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.listener.DefaultZmqListenerContainer;
import io.zmqspring.spring.listener.DirectListener;
import io.zmqspring.spring.listener.ListenerContainerSettings;
import io.zmqspring.spring.listener.ZmqListenerContainer;
import io.zmqspring.spring.observation.ZmqTemplateObservationConvention;
import io.zmqspring.spring.support.ZmqMessageConverters;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.context.ApplicationEventPublisherAware;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.validation.Validator;

/**
 * Makes {@link DefaultZmqListenerContainer}s with common settings, where a listener does not say otherwise. To be
 * configured by one thread before it makes the first container.
 */
public class DefaultZmqListenerContainerFactory extends ListenerContainerSettings
        implements ZmqListenerContainerFactory, BeanFactoryAware, ApplicationEventPublisherAware {
    private final ZmqSockets sockets;
    private MessageConverter messageConverter = ZmqMessageConverters.create();
    private @Nullable ZmqTemplateObservationConvention replyObservationConvention;
    private @Nullable Validator validator;
    private List<HandlerMethodArgumentResolver> argumentResolvers = List.of();
    private @Nullable BeanFactory beanFactory;
    private @Nullable MessageHandlerMethodFactory handlerMethodFactory;
    private final IdentityHashMap<MessageConverter, ZmqHandlerMethodFactory> ours = new IdentityHashMap<>();
    private @Nullable Consumer<DefaultZmqListenerContainer> containerCustomizer;

    /**
     * Makes a factory.
     *
     * @param sockets the application's sockets
     */
    public DefaultZmqListenerContainerFactory(ZmqSockets sockets) {
        this.sockets = Objects.requireNonNull(sockets, "sockets");
    }

    /**
     * Sets how payloads become arguments, and return values payloads.
     *
     * @param messageConverter by default {@link ZmqMessageConverters#create()}
     */
    public void setMessageConverter(MessageConverter messageConverter) {
        this.messageConverter = Objects.requireNonNull(messageConverter, "messageConverter");
    }

    /**
     * Sets names and keys of the observations of replies, which are told to the same registry as the messages.
     *
     * @param convention null for the default,
     *     {@link io.zmqspring.spring.observation.DefaultZmqTemplateObservationConvention}
     */
    public void setReplyObservationConvention(@Nullable ZmqTemplateObservationConvention convention) {
        this.replyObservationConvention = convention;
    }

    /**
     * Sets what checks arguments annotated with {@code @Valid} or {@code @Validated}.
     *
     * @param validator the validator, or null to check nothing, the default
     */
    public void setValidator(@Nullable Validator validator) {
        this.validator = validator;
    }

    /**
     * Sets what finds arguments of listener methods that are neither payload nor header; asked before all others.
     *
     * @param resolvers the resolvers; none by default
     */
    public void setArgumentResolvers(List<? extends HandlerMethodArgumentResolver> resolvers) {
        this.argumentResolvers = List.copyOf(resolvers);
    }

    /**
     * Replaces the factory of handler methods; converter, validator and argument resolvers of this factory then apply to it no
     * more.
     *
     * @param factory the factory, or null for the default
     */
    public void setHandlerMethodFactory(@Nullable MessageHandlerMethodFactory factory) {
        this.handlerMethodFactory = factory;
    }

    /**
     * Sets what has the last word about each container.
     *
     * @param customizer is given each new container, with everything else set; null for none, the default
     */
    public void setContainerCustomizer(@Nullable Consumer<DefaultZmqListenerContainer> customizer) {
        this.containerCustomizer = customizer;
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    @Override
    public ZmqListenerContainer createContainer(ZmqListenerEndpoint endpoint) {
        MessageConverter own = endpoint.messageConverter();
        MessageConverter converter = own != null ? own : messageConverter;
        ZmqTemplate replies = new ZmqTemplate(sockets);
        DefaultZmqListenerContainer container = new DefaultZmqListenerContainer(
                endpoint.id(),
                endpoint.description(),
                sockets,
                endpoint.sockets(),
                endpoint.listener(handlerMethods(converter), converter),
                replies);
        applyTo(container);
        container.addTopics(endpoint.topics().toArray(new String[0]));
        container.setAnswering(endpoint.isAnswering());
        endpoint.configure(container);
        if (containerCustomizer != null) {
            containerCustomizer.accept(container);
        }
        replies.setMessageConverter(converter);
        replies.setHeaderMapper(container.getHeaderMapper());
        replies.setObservation(container.getObservationRegistry(), replyObservationConvention);
        container.reserveSockets();
        return container;
    }

    /**
     * Makes a listener that is given its messages by somebody else, with this factory's settings.
     *
     * @param id its id
     * @param description what logs and exceptions call it
     * @param origin from where the messages come
     * @param bean whose method it is
     * @param method the method
     * @return the listener
     */
    public DirectListener createDirectListener(
            String id, String description, DirectListener.Origin origin, Object bean, ListenerMethod method) {
        ListenerMethod.Call call = method.on(bean, handlerMethods(messageConverter));
        ZmqTemplate replies = new ZmqTemplate(sockets);
        replies.setMessageConverter(messageConverter);
        replies.setHeaderMapper(getHeaderMapper());
        replies.setObservation(getObservationRegistry(), replyObservationConvention);
        return new DirectListener(id, description, origin, this, call::with, replies);
    }

    private MessageHandlerMethodFactory handlerMethods(MessageConverter converter) {
        return handlerMethodFactory != null
                ? handlerMethodFactory
                : ours.computeIfAbsent(converter, this::newHandlerMethodFactory);
    }

    private ZmqHandlerMethodFactory newHandlerMethodFactory(MessageConverter converter) {
        ZmqHandlerMethodFactory factory = new ZmqHandlerMethodFactory(converter, validator, argumentResolvers);
        if (beanFactory != null) {
            factory.setBeanFactory(beanFactory);
        }
        factory.afterPropertiesSet();
        return factory;
    }
}
