package io.zmqspring.boot.autoconfigure.mesh;

import io.zmqspring.ZmqContext;
import io.zmqspring.boot.autoconfigure.SecurityMapper;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.boot.autoconfigure.ZmqProperties;
import io.zmqspring.boot.autoconfigure.messaging.ZmqListenerContainerFactoryCustomizer;
import io.zmqspring.boot.autoconfigure.messaging.ZmqMessagingAutoConfiguration;
import io.zmqspring.patterns.mesh.MeshNode;
import io.zmqspring.spring.discovery.ZmqDiscovery;
import io.zmqspring.spring.mesh.MeshArgumentResolver;
import io.zmqspring.spring.mesh.MeshNodes;
import io.zmqspring.spring.mesh.ZmqMeshListenerAnnotationBeanPostProcessor;
import java.util.List;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Auto-configuration of the nodes of {@code zmq.mesh} and of methods annotated with {@code @ZmqMeshListener}.
 *
 * <p>Every node is a bean of type {@link MeshNode} under the mesh's name. A bean of that type and name that the application defines is
 * used instead; it joins the groups of the properties and is started and stopped all the same.
 */
@AutoConfiguration(after = {ZmqAutoConfiguration.class, ZmqMessagingAutoConfiguration.class})
@ConditionalOnBooleanProperty(name = "zmq.enabled", matchIfMissing = true)
@ConditionalOnClass(MeshNode.class)
@Import(ZmqMeshRegistrar.class)
public final class ZmqMeshAutoConfiguration {

    @Bean(ZmqMeshRegistrar.FACTORY)
    MeshNodeFactory zmqMeshNodeFactory(
            ZmqContext context,
            ZmqProperties properties,
            SecurityMapper security,
            ObjectProvider<ZmqDiscovery> discovery,
            ObjectProvider<MeshNodeCustomizer> customizers,
            Environment environment) {
        return new MeshNodeFactory(
                context,
                properties,
                environment,
                security,
                new MeshDiscoveries(context, discovery::getObject),
                customizers.orderedStream().toList());
    }

    @Bean
    @ConditionalOnMissingBean
    MeshNodes zmqMeshNodes(ListableBeanFactory beans, ApplicationEventPublisher events) {
        return new MeshNodes(beans.getBeansOfType(MeshNode.class), events);
    }

    @Bean
    MeshLifecycle zmqMeshLifecycle(MeshNodes nodes, ZmqProperties properties) {
        return new MeshLifecycle(nodes, properties.mesh());
    }

    @Bean
    @ConditionalOnThreading(Threading.VIRTUAL)
    @Order(Ordered.HIGHEST_PRECEDENCE)
    MeshNodeCustomizer zmqMeshVirtualThreads() {
        return (mesh, node) -> {
            SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("zmq-mesh-" + mesh + "-");
            executor.setVirtualThreads(true);
            node.executor(executor);
        };
    }

    @Bean
    static ZmqMeshListenerAnnotationBeanPostProcessor zmqMeshListenerAnnotationProcessor() {
        return new ZmqMeshListenerAnnotationBeanPostProcessor();
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ZmqListenerContainerFactoryCustomizer zmqMeshArguments() {
        return factory -> factory.setArgumentResolvers(List.of(new MeshArgumentResolver()));
    }
}
