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
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
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

    @Bean
    @ConditionalOnMissingBean
    ZmqListenerContainerFactoryConfigurer zmqListenerContainerFactoryConfigurer(
            @Qualifier(ZmqMessageConverters.BEAN_NAME) MessageConverter converter,
            ZmqHeaderMapper headerMapper,
            ZmqProperties properties,
            Environment environment,
            BeanFactory beans) {
        return new ZmqListenerContainerFactoryConfigurer(factory -> {
            factory.setMessageConverter(converter);
            factory.setHeaderMapper(headerMapper);
            apply(properties.listener(), factory);
            if (Threading.VIRTUAL.isActive(environment)) {
                factory.setTaskExecutor(virtualThreads());
            }
            List<ZmqListenerContainerCustomizer> each = ordered(beans, ZmqListenerContainerCustomizer.class);
            factory.setContainerCustomizer(container -> each.forEach(customizer -> customizer.customize(container)));
            ordered(beans, ZmqListenerContainerFactoryCustomizer.class)
                    .forEach(customizer -> customizer.customize(factory));
        });
    }

    @Bean(ZmqListenerConfigUtils.CONTAINER_FACTORY_BEAN)
    @ConditionalOnMissingBean(name = ZmqListenerConfigUtils.CONTAINER_FACTORY_BEAN)
    DefaultZmqListenerContainerFactory zmqListenerContainerFactory(
            ZmqSockets sockets, ZmqListenerContainerFactoryConfigurer configurer) {
        DefaultZmqListenerContainerFactory factory = new DefaultZmqListenerContainerFactory(sockets);
        configurer.configure(factory);
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

    private static void apply(ZmqListenerProperties properties, DefaultZmqListenerContainerFactory factory) {
        factory.setConcurrency(properties.concurrency());
        factory.setOrdering(properties.ordering());
        factory.setHandOver(properties.handOver());
        factory.setBatchSize(properties.batch().size());
        factory.setBatchTimeout(properties.batch().timeout());
        factory.setIdleEventInterval(properties.idleEventInterval());
        factory.setAutoStartup(properties.autoStartup());
        factory.setGracePeriod(properties.shutdown().gracePeriod());
        factory.setRetryPolicy(properties.retry().policy());
    }

    private static <T> List<T> ordered(BeanFactory beans, Class<T> type) {
        return beans.getBeanProvider(type).orderedStream().toList();
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
