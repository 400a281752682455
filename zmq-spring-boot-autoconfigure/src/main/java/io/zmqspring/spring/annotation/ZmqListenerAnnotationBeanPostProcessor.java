package io.zmqspring.spring.annotation;

import io.zmqspring.spring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.spring.config.ZmqListenerConfigUtils;
import io.zmqspring.spring.config.ZmqListenerConfigurer;
import io.zmqspring.spring.config.ZmqListenerContainerFactory;
import io.zmqspring.spring.config.ZmqListenerEndpoint;
import io.zmqspring.spring.config.ZmqListenerEndpointRegistrar;
import io.zmqspring.spring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.spring.core.ZmqSockets;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Looks for {@link ZmqListener} methods and classes and makes a listener container for each. Containers are made when all
 * singletons are there, those of beans that are made later at once. Then {@link ZmqListenerConfigurer}s add theirs.
 */
public class ZmqListenerAnnotationBeanPostProcessor
        implements BeanPostProcessor, BeanFactoryAware, SmartInitializingSingleton, Ordered {
    private final Set<Class<?>> withoutListeners = ConcurrentHashMap.newKeySet();
    private final List<Runnable> registrations = new ArrayList<>();
    private @Nullable ConfigurableListableBeanFactory beanFactory;
    private @Nullable EndpointReader endpoints;
    private @Nullable ZmqListenerEndpointRegistry registry;
    private @Nullable ZmqListenerContainerFactory fallbackFactory;

    /** Makes a post-processor; {@link EnableZmq} does so. */
    public ZmqListenerAnnotationBeanPostProcessor() {}

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        if (!(beanFactory instanceof ConfigurableListableBeanFactory listable)) {
            throw new IllegalArgumentException(
                    "a ConfigurableListableBeanFactory is needed to look for listeners, not a "
                            + beanFactory.getClass());
        }
        this.beanFactory = listable;
        this.endpoints = new EndpointReader(listable);
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
        if (bean instanceof AopInfrastructureBean
                || withoutListeners.contains(type)
                || !AnnotationUtils.isCandidateClass(type, ZmqListener.class)) {
            return bean;
        }
        Set<ZmqListener> ofClass = listeners(type);
        Map<Method, Set<ZmqListener>> ofMethods = MethodIntrospector.selectMethods(
                type, (MethodIntrospector.MetadataLookup<@Nullable Set<ZmqListener>>) method -> {
                    Set<ZmqListener> found = listeners(method);
                    return found.isEmpty() ? null : found;
                });
        if (ofClass.isEmpty() && ofMethods.isEmpty()) {
            withoutListeners.add(type);
        }
        ofClass.forEach(listener -> later(type.getName(), () -> registerClass(listener, type, bean, beanName)));
        ofMethods.forEach((method, listeners) -> {
            Method invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
            String where = type.getName() + "." + method.getName();
            listeners.forEach(
                    listener -> later(where, () -> registerMethod(listener, method, invocable, bean, beanName)));
        });
        return bean;
    }

    private static Set<ZmqListener> listeners(AnnotatedElement element) {
        return AnnotatedElementUtils.getMergedRepeatableAnnotations(element, ZmqListener.class, ZmqListeners.class);
    }

    private void later(String where, Runnable registration) {
        if (registry != null) {
            register(where, registration);
        } else {
            registrations.add(() -> register(where, registration));
        }
    }

    private static void register(String where, Runnable registration) {
        try {
            registration.run();
        } catch (IllegalStateException | IllegalArgumentException invalid) {
            throw new ZmqListenerDefinitionException(where, invalid);
        }
    }

    @Override
    public void afterSingletonsInstantiated() {
        ZmqListenerEndpointRegistry all =
                beans().getBean(ZmqListenerConfigUtils.REGISTRY_BEAN, ZmqListenerEndpointRegistry.class);
        registry = all;
        registrations.forEach(Runnable::run);
        registrations.clear();
        beans().getBeanProvider(ZmqListenerConfigurer.class)
                .orderedStream()
                .forEach(configurer ->
                        configurer.configureListeners(new ZmqListenerEndpointRegistrar(all, defaultFactory())));
    }

    private void registerClass(ZmqListener listener, Class<?> type, Object bean, String beanName) {
        EndpointReader reader = endpoints().at(bean, beanName);
        String id = reader.id(listener, registry());
        register(listener, reader, reader.ofClass(listener, id, type));
    }

    private void registerMethod(ZmqListener listener, Method declared, Method invocable, Object bean, String beanName) {
        EndpointReader reader = endpoints().at(bean, beanName + "." + invocable.getName());
        String id = reader.id(listener, registry());
        register(listener, reader, reader.ofMethod(listener, id, declared, invocable));
    }

    private void register(ZmqListener listener, EndpointReader reader, ZmqListenerEndpoint endpoint) {
        ZmqListenerContainerFactory factory = reader.containerFactory(listener);
        registry().registerListenerContainer(endpoint, factory != null ? factory : defaultFactory());
    }

    private ZmqListenerContainerFactory defaultFactory() {
        if (beans().containsBean(ZmqListenerConfigUtils.CONTAINER_FACTORY_BEAN)) {
            return beans().getBean(ZmqListenerConfigUtils.CONTAINER_FACTORY_BEAN, ZmqListenerContainerFactory.class);
        }
        if (fallbackFactory == null) {
            DefaultZmqListenerContainerFactory factory =
                    new DefaultZmqListenerContainerFactory(beans().getBean(ZmqSockets.class));
            factory.setBeanFactory(beans());
            fallbackFactory = factory;
        }
        return fallbackFactory;
    }

    private ZmqListenerEndpointRegistry registry() {
        return required(registry, "listeners are registered when all singletons are there, not before");
    }

    private EndpointReader endpoints() {
        return required(endpoints, "the bean factory was not set");
    }

    private ConfigurableListableBeanFactory beans() {
        return required(beanFactory, "the bean factory was not set");
    }

    private static <T> T required(@Nullable T value, String otherwise) {
        if (value == null) {
            throw new IllegalStateException(otherwise);
        }
        return value;
    }
}
