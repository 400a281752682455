package io.zmqspring.boot.autoconfigure.health;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.boot.autoconfigure.ZmqConnectionDetails;
import io.zmqspring.boot.autoconfigure.ZmqProperties;
import io.zmqspring.boot.autoconfigure.ZmqProxies;
import io.zmqspring.spring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.discovery.ZmqDiscovery;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health of the sockets, under the key {@code zmq}. Switched off by
 * {@code management.health.zmq.enabled=false}.
 */
@AutoConfiguration(after = ZmqAutoConfiguration.class)
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(ZmqSockets.class)
@ConditionalOnEnabledHealthIndicator("zmq")
public final class ZmqHealthContributorAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = {"zmqHealthIndicator", "zmqHealthContributor"})
    ZmqHealthContributor zmqHealthContributor(
            ZmqSockets sockets,
            ZmqConnectionDetails details,
            ObjectProvider<ZmqListenerEndpointRegistry> listeners,
            ZmqProperties properties,
            ZmqProxies proxies,
            ZmqDiscovery discovery) {
        return new ZmqHealthContributor(
                sockets, details, listeners, properties.health().require(), proxies, discovery);
    }
}
