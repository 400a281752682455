package io.zmqspring.boot.autoconfigure.messaging;

import io.zmqspring.boot.autoconfigure.ZmqListenerProperties;
import io.zmqspring.boot.autoconfigure.ZmqProperties;
import io.zmqspring.spring.annotation.EnableZmq;
import io.zmqspring.spring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.spring.config.ZmqListenerConfigUtils;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.listener.ZmqErrorHandler;
import io.zmqspring.spring.listener.ZmqMessageInterceptor;
import io.zmqspring.spring.listener.ZmqMessageRecoverer;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqMessageConverters;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

/** Makes methods annotated with {@code @ZmqListener} work. */
@Configuration(proxyBeanMethods = false)
@EnableZmq
class ListenerConfiguration {

    @Bean(ZmqListenerConfigUtils.CONTAINER_FACTORY_BEAN)
    @ConditionalOnMissingBean(name = ZmqListenerConfigUtils.CONTAINER_FACTORY_BEAN)
    DefaultZmqListenerContainerFactory zmqListenerContainerFactory(
            ZmqSockets sockets,
            @Qualifier(ZmqMessageConverters.BEAN_NAME) MessageConverter converter,
            ZmqHeaderMapper headerMapper,
            ZmqProperties properties,
            Environment environment,
            ObjectProvider<ZmqListenerContainerFactoryCustomizer> customizers) {
        DefaultZmqListenerContainerFactory factory = new DefaultZmqListenerContainerFactory(sockets);
        factory.setMessageConverter(converter);
        factory.setHeaderMapper(headerMapper);
        ZmqListenerProperties listener = properties.listener();
        factory.setConcurrency(listener.concurrency());
        factory.setOrdering(listener.ordering());
        factory.setHandOver(listener.handOver());
        factory.setBatchSize(listener.batch().size());
        factory.setBatchTimeout(listener.batch().timeout());
        factory.setIdleEventInterval(listener.idleEventInterval());
        factory.setAutoStartup(listener.autoStartup());
        factory.setGracePeriod(listener.shutdown().gracePeriod());
        factory.setRetryPolicy(listener.retry().policy());
        if (Threading.VIRTUAL.isActive(environment)) {
            factory.setTaskExecutor(virtualThreads());
        }
        customizers.orderedStream().forEach(customizer -> customizer.customize(factory));
        return factory;
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ZmqListenerContainerFactoryCustomizer zmqListenerBeans(
            ObjectProvider<ZmqErrorHandler> errorHandler,
            ObjectProvider<ZmqMessageRecoverer> recoverer,
            ObjectProvider<ZmqMessageInterceptor> interceptors) {
        return factory -> {
            errorHandler.ifUnique(factory::setErrorHandler);
            recoverer.ifUnique(factory::setRecoverer);
            factory.setInterceptors(interceptors.orderedStream().toList());
        };
    }

    private static SimpleAsyncTaskExecutor virtualThreads() {
        SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("zmq-listener-");
        executor.setVirtualThreads(true);
        return executor;
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "jakarta.validation.Validator")
    static class Validation {

        // By this type, because an application may have validators for types of its own.
        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        ZmqListenerContainerFactoryCustomizer zmqListenerValidation(
                ObjectProvider<LocalValidatorFactoryBean> validator) {
            return factory -> factory.setValidator(validator.getIfUnique());
        }
    }
}
