package io.zmqspring.boot.autoconfigure;

import io.zmqspring.SocketType;
import io.zmqspring.ZmqSocket;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Defines one bean for each entry of {@code zmq.sockets}. A socket bean of the same name that the application defines
 * takes its place; a bean of any other kind is a mistake.
 */
final class ZmqSocketsRegistrar implements ImportBeanDefinitionRegistrar {
    // The names of the definitions are fixed when an application is processed ahead of time. A bean registrar would
    // run again at run time, but cannot ask for definitions that are already there.

    static final String FACTORY = "zmqSocketFactory";

    private final Environment environment;
    private final BeanFactory beanFactory;

    ZmqSocketsRegistrar(Environment environment, BeanFactory beanFactory) {
        this.environment = environment;
        this.beanFactory = beanFactory;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        configuredTypes().forEach((name, type) -> {
            if (!registry.isBeanNameInUse(name)) {
                registry.registerBeanDefinition(name, definition(name, type));
            } else if (!beanFactory.isTypeMatch(name, ZmqSocket.class)) {
                throw new ZmqSocketNameException(
                        "zmq.sockets", name, beanFactory.getType(name, false), origin(name, registry));
            }
        });
    }

    private Map<String, SocketType> configuredTypes() {
        return Binder.get(environment)
                .bind("zmq.sockets", Bindable.mapOf(String.class, ZmqProperties.Socket.class))
                .map(sockets -> ZmqProperties.asWritten(sockets).entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, socket -> socket.getValue().type())))
                .orElse(Map.of());
    }

    private static RootBeanDefinition definition(String name, SocketType type) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setTargetType(SocketInterfaces.of(type));
        definition.setFactoryBeanName(FACTORY);
        definition.setFactoryMethodName("open");
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        definition.setDestroyMethodName("");
        definition.setResourceDescription("zmq.sockets." + name);
        return definition;
    }

    private static @Nullable String origin(String name, BeanDefinitionRegistry registry) {
        if (!registry.containsBeanDefinition(name)) {
            return null;
        }
        BeanDefinition definition = registry.getBeanDefinition(name);
        return definition.getResourceDescription();
    }
}
