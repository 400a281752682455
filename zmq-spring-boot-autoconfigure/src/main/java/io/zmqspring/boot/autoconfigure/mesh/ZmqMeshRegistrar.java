package io.zmqspring.boot.autoconfigure.mesh;

import io.zmqspring.boot.autoconfigure.ZmqMeshProperties;
import io.zmqspring.boot.autoconfigure.ZmqProperties;
import io.zmqspring.boot.autoconfigure.ZmqSocketNameException;
import io.zmqspring.patterns.mesh.MeshNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Defines one bean for each entry of {@code zmq.mesh}. A node of the same name that the application defines takes its place; a bean of
 * any other kind, also a socket, is a mistake.
 */
final class ZmqMeshRegistrar implements ImportBeanDefinitionRegistrar {
    static final String FACTORY = "zmqMeshNodeFactory";
    private static final String PREFIX = "zmq.mesh";

    private final Environment environment;
    private final BeanFactory beanFactory;

    ZmqMeshRegistrar(Environment environment, BeanFactory beanFactory) {
        this.environment = environment;
        this.beanFactory = beanFactory;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        for (String name : configured()) {
            if (!registry.isBeanNameInUse(name)) {
                registry.registerBeanDefinition(name, definition(name));
            } else if (!beanFactory.isTypeMatch(name, MeshNode.class)) {
                throw new ZmqSocketNameException(
                        PREFIX, name, beanFactory.getType(name, false), origin(name, registry));
            }
        }
    }

    private Set<String> configured() {
        return Binder.get(environment)
                .bind(PREFIX, Bindable.mapOf(String.class, ZmqMeshProperties.class))
                .map(ZmqProperties::asWritten)
                .map(meshes -> Set.copyOf(meshes.keySet()))
                .orElse(Set.of());
    }

    private static RootBeanDefinition definition(String name) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setTargetType(MeshNode.class);
        definition.setFactoryBeanName(FACTORY);
        definition.setFactoryMethodName("open");
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        definition.setDestroyMethodName("close");
        definition.setResourceDescription(PREFIX + "." + name);
        return definition;
    }

    private static @Nullable String origin(String name, BeanDefinitionRegistry registry) {
        return registry.containsBeanDefinition(name)
                ? registry.getBeanDefinition(name).getResourceDescription()
                : null;
    }
}
