package io.zmqspring.spring.mesh;

import io.zmqspring.SocketType;
import io.zmqspring.spring.annotation.ZmqListenerDefinitionException;
import io.zmqspring.spring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.spring.config.ListenerMethod;
import io.zmqspring.spring.config.ZmqListenerConfigUtils;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.listener.DirectListener;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.util.StringUtils;

/**
 * Looks for {@link ZmqMeshListener} methods and has them listen to the nodes of the {@link MeshNodes} bean: when all singletons are
 * there, those of beans that are made later at once.
 */
public class ZmqMeshListenerAnnotationBeanPostProcessor
        implements BeanPostProcessor, BeanFactoryAware, SmartInitializingSingleton, Ordered {
    private final List<Found> early = new ArrayList<>();
    private @Nullable ConfigurableListableBeanFactory beanFactory;
    private @Nullable Registry registry;

    /** Makes a post-processor. */
    public ZmqMeshListenerAnnotationBeanPostProcessor() {}

    private record Found(ZmqMeshListener listener, Object bean, String beanName, Method declared) {
        String where() {
            return AopProxyUtils.ultimateTargetClass(bean).getName() + "." + declared.getName();
        }
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        if (!(beanFactory instanceof ConfigurableListableBeanFactory listable)) {
            throw new IllegalArgumentException(
                    "a ConfigurableListableBeanFactory is needed to look for listeners, not a "
                            + beanFactory.getClass());
        }
        this.beanFactory = listable;
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
        if (bean instanceof AopInfrastructureBean || !AnnotationUtils.isCandidateClass(type, ZmqMeshListener.class)) {
            return bean;
        }
        Map<Method, ZmqMeshListener> methods =
                MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<@Nullable ZmqMeshListener>)
                        method -> AnnotatedElementUtils.findMergedAnnotation(method, ZmqMeshListener.class));
        methods.forEach((method, listener) -> {
            Found found = new Found(listener, bean, beanName, method);
            if (registry == null) {
                early.add(found);
            } else {
                registry.register(found);
            }
        });
        return bean;
    }

    @Override
    public void afterSingletonsInstantiated() {
        ConfigurableListableBeanFactory beans = beanFactory;
        if (beans == null) {
            throw new IllegalStateException("the bean factory was not set");
        }
        Registry all = new Registry(beans, new EmbeddedValueResolver(beans));
        registry = all;
        early.forEach(all::register);
        early.clear();
    }

    /** What listeners are made with. */
    private record Registry(BeanFactory beans, EmbeddedValueResolver attributes) {

        void register(Found found) {
            DefaultZmqListenerContainerFactory factory = beans.getBean(
                    ZmqListenerConfigUtils.CONTAINER_FACTORY_BEAN, DefaultZmqListenerContainerFactory.class);
            try {
                beans.getBean(MeshNodes.class)
                        .listen(
                                text(found.listener.mesh()),
                                text(found.listener.group()),
                                mesh -> factory.createDirectListener(
                                        id(found),
                                        "mesh listener '" + id(found) + "' ("
                                                + AopUtils.getTargetClass(found.bean)
                                                        .getSimpleName() + "."
                                                + found.declared.getName() + ")",
                                        new DirectListener.Origin(ZmqDestination.MESH_PREFIX + mesh, SocketType.ROUTER),
                                        found.bean,
                                        method(found)));
            } catch (IllegalStateException | IllegalArgumentException invalid) {
                throw new ZmqListenerDefinitionException(found.where(), invalid);
            }
        }

        private @Nullable String text(String attribute) {
            String text = attributes.resolveStringValue(attribute);
            return StringUtils.hasText(text) ? text.trim() : null;
        }

        private String id(Found found) {
            String id = text(found.listener.id());
            return id == null ? found.beanName + "." + found.declared.getName() : id;
        }

        private ListenerMethod method(Found found) {
            SendTo sendTo = AnnotatedElementUtils.findMergedAnnotation(found.declared, SendTo.class);
            List<ZmqDestination> destinations = sendTo == null
                    ? List.of()
                    : Stream.of(sendTo.value())
                            .map(attributes::resolveStringValue)
                            .map(String::valueOf)
                            .map(ZmqDestination::parse)
                            .toList();
            Method invocable = AopUtils.selectInvocableMethod(found.declared, found.bean.getClass());
            return new ListenerMethod(invocable, destinations);
        }
    }
}
