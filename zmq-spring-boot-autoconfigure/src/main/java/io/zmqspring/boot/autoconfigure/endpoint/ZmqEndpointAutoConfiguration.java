package io.zmqspring.boot.autoconfigure.endpoint;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.boot.autoconfigure.ZmqProxies;
import io.zmqspring.spring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.spring.core.ZmqSockets;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the actuator endpoint {@code zmq}, where the application exposes it. */
@AutoConfiguration(after = ZmqAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(ZmqSockets.class)
@ConditionalOnAvailableEndpoint(ZmqEndpoint.class)
public final class ZmqEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ZmqEndpoint zmqEndpoint(
            ZmqSockets sockets, ObjectProvider<ZmqListenerEndpointRegistry> listeners, ZmqProxies proxies) {
        return new ZmqEndpoint(
                sockets,
                () -> listeners.stream()
                        .flatMap(registry -> registry.getListenerContainers().stream())
                        .toList(),
                proxies::all);
    }
}
