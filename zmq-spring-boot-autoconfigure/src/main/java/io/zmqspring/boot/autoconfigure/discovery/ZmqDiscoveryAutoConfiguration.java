package io.zmqspring.boot.autoconfigure.discovery;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.discovery.ZmqDiscovery;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of endpoints {@code discovery://<service>}, which the application's {@link DiscoveryClient} looks
 * up: when it starts, at an interval, and with each {@link HeartbeatEvent}.
 */
@AutoConfiguration(after = ZmqAutoConfiguration.class)
@ConditionalOnClass(DiscoveryClient.class)
@ConditionalOnBean(ZmqSockets.class)
public final class ZmqDiscoveryAutoConfiguration {

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    InstanceEndpointResolver zmqInstanceEndpointResolver(
            ObjectProvider<DiscoveryClient> client, ObjectProvider<Registration> self) {
        return new InstanceEndpointResolver(client, self);
    }

    @Bean
    HeartbeatListener zmqHeartbeatListener(ZmqDiscovery discovery) {
        return new HeartbeatListener(discovery);
    }

    /** Looks up anew when the registry says that something may have changed. */
    record HeartbeatListener(ZmqDiscovery discovery) implements ApplicationListener<HeartbeatEvent> {
        @Override
        public void onApplicationEvent(HeartbeatEvent event) {
            discovery.refresh();
        }
    }
}
