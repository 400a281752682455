package io.zmqspring.spring.config;

import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.listener.DefaultZmqListenerContainer;
import io.zmqspring.spring.listener.ZmqListenerContainer;
import io.zmqspring.spring.support.DefaultZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqMessageConverters;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;
import org.springframework.util.ErrorHandler;
import org.springframework.validation.Validator;

/**
 * Makes {@link DefaultZmqListenerContainer}s with common settings, where a listener does not say otherwise. To be
 * configured by one thread before it makes the first container.
 */
public class DefaultZmqListenerContainerFactory implements ZmqListenerContainerFactory, BeanFactoryAware {
    private final ZmqSockets sockets;
    private MessageConverter messageConverter = ZmqMessageConverters.create();
    private ZmqHeaderMapper headerMapper = new DefaultZmqHeaderMapper();
    private int concurrency = 1;
    private boolean autoStartup = true;
    private Duration shutdownTimeout = DefaultZmqListenerContainer.DEFAULT_SHUTDOWN_TIMEOUT;
    private int maxUnfinished = DefaultZmqListenerContainer.DEFAULT_MAX_UNFINISHED;
    private @Nullable Executor taskExecutor;
    private @Nullable RetryPolicy retryPolicy;
    private @Nullable ErrorHandler errorHandler;
    private @Nullable Validator validator;
    private @Nullable BeanFactory beanFactory;
    private @Nullable MessageHandlerMethodFactory handlerMethodFactory;

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
     * Sets which headers pass.
     *
     * @param headerMapper by default one with an empty allow-list
     */
    public void setHeaderMapper(ZmqHeaderMapper headerMapper) {
        this.headerMapper = Objects.requireNonNull(headerMapper, "headerMapper");
    }

    /**
     * Sets how many messages of each socket are handled at once.
     *
     * @param concurrency at least 1, which is the default
     */
    public void setConcurrency(int concurrency) {
        this.concurrency = concurrency;
    }

    /**
     * Sets whether containers start with the application.
     *
     * @param autoStartup default true
     */
    public void setAutoStartup(boolean autoStartup) {
        this.autoStartup = autoStartup;
    }

    /**
     * Sets how long a stop waits for the messages in hand.
     *
     * @param timeout default 10 s
     */
    public void setShutdownTimeout(Duration timeout) {
        this.shutdownTimeout = Objects.requireNonNull(timeout, "timeout");
    }

    /**
     * Sets how many futures that a listener returned may be unfinished, before its threads wait.
     *
     * @param most at least 1, default 1000
     */
    public void setMaxUnfinished(int most) {
        this.maxUnfinished = most;
    }

    /**
     * Sets what the receiving threads are taken from; it must be able to run all of them at once.
     *
     * @param executor null for a new platform thread each, the default
     */
    public void setTaskExecutor(@Nullable Executor executor) {
        this.taskExecutor = executor;
    }

    /**
     * Sets whether and when a listener is called again after it threw.
     *
     * @param policy the policy, or null for none, the default
     */
    public void setRetryPolicy(@Nullable RetryPolicy policy) {
        this.retryPolicy = policy;
    }

    /**
     * Sets what is told of failures that no listener's own error handler dealt with.
     *
     * @param handler the handler, or null for none, the default
     */
    public void setErrorHandler(@Nullable ErrorHandler handler) {
        this.errorHandler = handler;
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
     * Replaces the factory of handler methods; converter and validator of this factory then apply to it no more.
     *
     * @param factory the factory, or null for the default
     */
    public void setHandlerMethodFactory(@Nullable MessageHandlerMethodFactory factory) {
        this.handlerMethodFactory = factory;
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    @Override
    public ZmqListenerContainer createContainer(ZmqListenerEndpoint endpoint) {
        DefaultZmqListenerContainer container = new DefaultZmqListenerContainer(
                endpoint.id(),
                endpoint.description(),
                sockets,
                endpoint.sockets(),
                endpoint.listener(handlerMethods()),
                replies());
        container.setConcurrency(endpoint.concurrency() != null ? endpoint.concurrency() : concurrency);
        container.setAutoStartup(endpoint.autoStartup() != null ? endpoint.autoStartup() : autoStartup);
        container.addTopics(endpoint.topics().toArray(new String[0]));
        container.setAnswering(endpoint.isAnswering());
        container.setListenerErrorHandler(endpoint.errorHandler());
        container.setErrorHandler(errorHandler);
        container.setRetryPolicy(retryPolicy);
        container.setHeaderMapper(headerMapper);
        container.setShutdownTimeout(shutdownTimeout);
        container.setMaxUnfinished(maxUnfinished);
        if (taskExecutor != null) {
            container.setTaskExecutor(taskExecutor);
        }
        container.reserveSockets();
        return container;
    }

    private MessageHandlerMethodFactory handlerMethods() {
        if (handlerMethodFactory == null) {
            ZmqHandlerMethodFactory factory = new ZmqHandlerMethodFactory(messageConverter, validator);
            if (beanFactory != null) {
                factory.setBeanFactory(beanFactory);
            }
            factory.afterPropertiesSet();
            handlerMethodFactory = factory;
        }
        return handlerMethodFactory;
    }

    private ZmqTemplate replies() {
        ZmqTemplate replies = new ZmqTemplate(sockets);
        replies.setMessageConverter(messageConverter);
        replies.setHeaderMapper(headerMapper);
        return replies;
    }
}
