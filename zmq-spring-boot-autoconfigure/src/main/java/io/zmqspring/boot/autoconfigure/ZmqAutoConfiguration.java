package io.zmqspring.boot.autoconfigure;

import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqSocket;
import io.zmqspring.security.Authenticator;
import io.zmqspring.spring.core.ZmqMeshes;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.discovery.DnsEndpointResolver;
import io.zmqspring.spring.discovery.ZmqDiscovery;
import io.zmqspring.spring.discovery.ZmqEndpointResolver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.annotation.RegisterReflection;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of the context, the sockets of {@code zmq.sockets}, their directory and their life cycle.
 *
 * <p>Every socket is a bean under its name, of the interface of its type: {@link io.zmqspring.PeerSocket},
 * {@link io.zmqspring.PubSocket} and so on. A {@link ZmqSocket} bean of the same name that the application defines is used
 * instead; it is bound and connected all the same. {@link ZmqContext},
 * {@link ZmqConnectionDetails} and {@link ZmqSockets} beans of the application replace ours.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "zmq.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ZmqProperties.class)
@Import(ZmqSocketsRegistrar.class)
@RegisterReflection(classes = ZmqLimit.class, memberCategories = MemberCategory.INVOKE_PUBLIC_METHODS)
public final class ZmqAutoConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    ZmqContext zmqContext(ZmqProperties properties) {
        return ZmqContext.create(properties.ioThreads());
    }

    @Bean(destroyMethod = "close")
    KeyFiles zmqKeyFiles() {
        return new KeyFiles();
    }

    @Bean
    SecurityMapper zmqSecurityMapper(ApplicationContext application, KeyFiles keyFiles) {
        return new SecurityMapper(
                // of the factory itself: the context does not know the qualifiers of methods
                name -> BeanFactoryAnnotationUtils.qualifiedBeanOfType(
                        application.getAutowireCapableBeanFactory(), Authenticator.class, name),
                keyFiles);
    }

    @Bean(ZmqSocketsRegistrar.FACTORY)
    ZmqSocketFactory zmqSocketFactory(
            ZmqContext context,
            ZmqProperties properties,
            ApplicationContext application,
            SecurityMapper security,
            ObjectProvider<ZmqSocketCustomizer> customizers) {
        return new ZmqSocketFactory(
                context,
                properties,
                new SocketOptionsMapper(properties.peerNameOr(application.getEnvironment())),
                security,
                application,
                customizers.orderedStream().toList());
    }

    @Bean
    @ConditionalOnMissingBean
    ZmqSockets zmqSockets(
            ListableBeanFactory beans, ApplicationEventPublisher events, ObjectProvider<ZmqMeshes> meshes) {
        ZmqSockets sockets = new ZmqSockets();
        meshes.ifAvailable(sockets::setMeshes);
        beans.getBeansOfType(ZmqSocket.class).forEach((name, socket) -> add(sockets, name, socket));
        sockets.names().forEach(name -> sockets.reader(name).onLateReply(events::publishEvent));
        return sockets;
    }

    private static void add(ZmqSockets sockets, String name, ZmqSocket socket) {
        try {
            sockets.add(name, socket);
        } catch (IllegalArgumentException invalid) {
            throw new ZmqSocketStartException("zmq.sockets." + name, invalid);
        }
    }

    @Bean
    @ConditionalOnMissingBean
    ZmqConnectionDetails zmqConnectionDetails(ZmqProperties properties) {
        return new PropertiesZmqConnectionDetails(properties);
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    DnsEndpointResolver zmqDnsEndpointResolver() {
        return new DnsEndpointResolver();
    }

    @Bean(destroyMethod = "stop")
    ZmqDiscovery zmqDiscovery(
            ZmqSockets sockets,
            ObjectProvider<ZmqEndpointResolver> resolvers,
            ZmqProperties properties,
            ApplicationEventPublisher events) {
        return new ZmqDiscovery(
                sockets,
                resolvers.orderedStream().toList(),
                properties.discovery().timing(),
                events::publishEvent);
    }

    @Bean
    @ConditionalOnMissingBean
    ZmqProxies zmqProxies(ZmqProperties properties, ZmqSockets sockets) {
        return new ZmqProxies(properties.proxies(), sockets);
    }

    @Bean
    ZmqSocketLifecycle zmqSocketLifecycle(
            ApplicationContext application,
            ZmqProperties properties,
            ZmqConnectionDetails details,
            ZmqSockets sockets,
            ZmqDiscovery discovery) {
        Map<String, List<String>> topics = new LinkedHashMap<>();
        properties.sockets().forEach((name, socket) -> topics.put(name, socket.topics()));
        return new ZmqSocketLifecycle(
                application,
                topics,
                details,
                sockets,
                discovery,
                new SocketBinder(
                        new BindGuard(properties::allowsInsecureBind),
                        new LocalPorts(application.getEnvironment()),
                        properties.startup()));
    }
}
