package io.zmqspring.boot.autoconfigure.health;

import io.zmqspring.ZmqProxy;
import io.zmqspring.boot.autoconfigure.ZmqConnectionDetails;
import io.zmqspring.boot.autoconfigure.ZmqProperties.Health.Require;
import io.zmqspring.boot.autoconfigure.ZmqProxies;
import io.zmqspring.spring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.spring.core.ZmqMeshes;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.discovery.ZmqDiscovery;
import io.zmqspring.spring.listener.ZmqListenerContainer;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health of all sockets, proxies and meshes, each under its name. Reads local state only: no call goes over the network. */
final class ZmqHealthContributor implements CompositeHealthContributor {
    private final ZmqSockets sockets;
    private final ZmqConnectionDetails details;
    private final ObjectProvider<ZmqListenerEndpointRegistry> listeners;
    private final Require require;
    private final ZmqProxies proxies;
    private final ZmqDiscovery discovery;

    ZmqHealthContributor(
            ZmqSockets sockets,
            ZmqConnectionDetails details,
            ObjectProvider<ZmqListenerEndpointRegistry> listeners,
            Require require,
            ZmqProxies proxies,
            ZmqDiscovery discovery) {
        this.proxies = proxies;
        this.discovery = discovery;
        this.sockets = sockets;
        this.details = details;
        this.listeners = listeners;
        this.require = require;
    }

    @Override
    public @Nullable HealthContributor getContributor(String name) {
        if (sockets.names().contains(name)) {
            return indicator(name);
        }
        return sockets.meshes().names().contains(name)
                ? mesh(name)
                : proxies.get(name).map(ZmqHealthContributor::indicator).orElse(null);
    }

    @Override
    public Stream<HealthContributors.Entry> stream() {
        ZmqMeshes meshes = sockets.meshes();
        Stream<HealthContributors.Entry> named = Stream.concat(
                sockets.names().stream().map(name -> new HealthContributors.Entry(name, indicator(name))),
                meshes.names().stream().map(name -> new HealthContributors.Entry(name, mesh(name))));
        return Stream.concat(
                named,
                proxies.all().entrySet().stream()
                        .map(proxy -> new HealthContributors.Entry(proxy.getKey(), indicator(proxy.getValue()))));
    }

    private static HealthContributor indicator(ZmqProxy proxy) {
        return (HealthIndicator)
                () -> (proxy.isRunning() ? Health.up() : Health.down().withDetail("reason", "the proxy has ended"))
                        .withDetail("statistics", proxy.statistics())
                        .build();
    }

    /** Up while the application takes part; that nobody else does is a detail. */
    private HealthIndicator mesh(String name) {
        return () -> {
            ZmqMeshes.State mesh = sockets.meshes().state(name);
            Health.Builder health = mesh.running()
                    ? Health.up().withDetail("endpoint", String.valueOf(mesh.endpoint()))
                    : Health.down().withDetail("reason", "the node of the mesh does not run");
            return health.withDetail("id", mesh.id())
                    .withDetail("peers", mesh.peers().size())
                    .withDetail("groups", mesh.groups())
                    .build();
        };
    }

    private ZmqSocketHealthIndicator indicator(String name) {
        return new ZmqSocketHealthIndicator(name, sockets, details, listeners(name), require, discovery);
    }

    private List<ZmqListenerContainer> listeners(String socket) {
        return listeners.stream()
                .flatMap(registry -> registry.getListenerContainers().stream())
                .filter(container -> container.getSockets().contains(socket))
                .toList();
    }
}
