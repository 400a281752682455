package io.zmqspring.spring.annotation;

import io.zmqspring.spring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.spring.config.MethodZmqListenerEndpoint;
import io.zmqspring.spring.config.ZmqListenerConfigUtils;
import io.zmqspring.spring.config.ZmqListenerContainerFactory;
import io.zmqspring.spring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.listener.ZmqListenerErrorHandler;
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
 * Looks for {@link ZmqListener} methods and makes a listener container for each. Containers are made when all singletons
 * are there, those of beans that are made later at once.
 */
public class ZmqListenerAnnotationBeanPostProcessor
        implements BeanPostProcessor, BeanFactoryAware, SmartInitializingSingleton, Ordered {
    private final Set<Class<?>> withoutListeners = ConcurrentHashMap.newKeySet();
    private final List<Runnable> registrations = new ArrayList<>();
    private @Nullable ConfigurableListableBeanFactory beanFactory;
    private @Nullable AttributeResolver attributes;
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
        this.attributes = new AttributeResolver(listable);
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
        Map<Method, Set<ZmqListener>> methods = MethodIntrospector.selectMethods(
                type, (MethodIntrospector.MetadataLookup<@Nullable Set<ZmqListener>>) method -> listeners(method));
        if (methods.isEmpty()) {
            withoutListeners.add(type);
        }
        methods.forEach((method, listeners) -> {
            Method invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
            listeners.forEach(listener -> later(() -> register(listener, invocable, bean, beanName)));
        });
        return bean;
    }

    private static @Nullable Set<ZmqListener> listeners(Method method) {
        Set<ZmqListener> found =
                AnnotatedElementUtils.getMergedRepeatableAnnotations(method, ZmqListener.class, ZmqListeners.class);
        return found.isEmpty() ? null : found;
    }

    private void later(Runnable registration) {
        if (registry != null) {
            registration.run();
        } else {
            registrations.add(registration);
        }
    }

    @Override
    public void afterSingletonsInstantiated() {
        registry = beans().getBean(ZmqListenerConfigUtils.REGISTRY_BEAN, ZmqListenerEndpointRegistry.class);
        registrations.forEach(Runnable::run);
        registrations.clear();
    }

    private void register(ZmqListener listener, Method method, Object bean, String beanName) {
        if (registry == null || attributes == null) {
            throw new IllegalStateException("listeners are registered when all singletons are there, not before");
        }
        String where = beanName + "." + method.getName();
        AttributeResolver of = attributes.at(where);
        String id = of.text("id", listener.id());
        ZmqListenerContainerFactory factory =
                of.bean("containerFactory", listener.containerFactory(), ZmqListenerContainerFactory.class);
        MethodZmqListenerEndpoint endpoint = new MethodZmqListenerEndpoint(
                id != null ? id : unusedId(registry, where),
                bean,
                method,
                of.sockets(listener.sockets()),
                of.texts("topics", listener.topics()),
                of.number("concurrency", listener.concurrency()),
                of.flag("autoStartup", listener.autoStartup()),
                of.bean("errorHandler", listener.errorHandler(), ZmqListenerErrorHandler.class));
        registry.registerListenerContainer(endpoint, factory != null ? factory : defaultFactory());
    }

    private static String unusedId(ZmqListenerEndpointRegistry registry, String where) {
        String id = where;
        for (int number = 2; registry.getListenerContainer(id) != null; number++) {
            id = where + "-" + number;
        }
        return id;
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

    private ConfigurableListableBeanFactory beans() {
        if (beanFactory == null) {
            throw new IllegalStateException("the bean factory was not set");
        }
        return beanFactory;
    }
}
