package io.zmqspring.boot.autoconfigure.discovery;

import io.zmqspring.Endpoint;
import io.zmqspring.ZmqEndpointException;
import io.zmqspring.spring.discovery.ZmqDiscovery;
import io.zmqspring.spring.discovery.ZmqEndpointResolver;
import io.zmqspring.spring.support.LogText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.serviceregistry.Registration;

/**
 * Finds the instances of a service, but this one, by the application's discovery client: {@code discovery://stock}, or
 * {@code discovery://stock/prices} for the socket {@code prices} of each. Where an instance listens its metadata say,
 * under {@code zmq.port} or {@code zmq.prices.port}.
 */
final class InstanceEndpointResolver implements ZmqEndpointResolver {
    private static final Log log = LogFactory.getLog(InstanceEndpointResolver.class);

    private static final int MAX_PORT = 0xffff;
    private static final int MOST_COMPLAINTS = 100;

    private final ObjectProvider<DiscoveryClient> client;
    private final ObjectProvider<Registration> self;
    private final Set<String> complaints = ConcurrentHashMap.newKeySet();

    InstanceEndpointResolver(ObjectProvider<DiscoveryClient> client, ObjectProvider<Registration> self) {
        this.client = client;
        this.self = self;
    }

    @Override
    public String scheme() {
        return ZmqDiscovery.SERVICES;
    }

    @Override
    public void check(Endpoint service) {
        Target.of(service);
        if (client.getIfAvailable() == null) {
            throw new ZmqEndpointException(
                    service.toString(),
                    "the application has no DiscoveryClient to look the service up",
                    "add one, as spring-cloud-starter-zookeeper-discovery brings it, or check"
                            + " 'spring.cloud.discovery.enabled'");
        }
    }

    @Override
    public List<String> resolve(Endpoint service) {
        Target target = Target.of(service);
        return client.getObject().getInstances(target.service).stream()
                .filter(instance -> !isSelf(instance))
                .flatMap(instance -> endpoint(target, instance))
                .toList();
    }

    /** An application that looks for its like, as equals do, is no peer of itself. */
    private boolean isSelf(ServiceInstance instance) {
        return self.stream()
                .anyMatch(own -> instance.getPort() == own.getPort()
                        && instance.getHost().equals(own.getHost())
                        && instance.getServiceId().equalsIgnoreCase(own.getServiceId()));
    }

    private Stream<String> endpoint(Target target, ServiceInstance instance) {
        Map<String, String> metadata = instance.getMetadata();
        String announced = metadata == null ? null : metadata.get(target.key());
        int port = announced == null && target.socket == null ? instance.getPort() : port(announced);
        if (port < 1 || port > MAX_PORT) {
            complain("An instance of '" + target.service + "' at " + LogText.printable(instance.getHost())
                    + " is left out: its metadata has no port under '" + target.key() + "' but "
                    + LogText.printable(String.valueOf(announced)));
            return Stream.empty();
        }
        String host = instance.getHost();
        return Stream.of(
                "tcp://" + (host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]") + ":" + port);
    }

    private static int port(@Nullable String text) {
        return text != null && text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    }

    /** Once, as every lookup would say it again. */
    private void complain(String complaint) {
        if (complaints.size() >= MOST_COMPLAINTS) {
            complaints.clear();
        }
        if (complaints.add(complaint)) {
            log.warn(complaint);
        }
    }

    private record Target(String service, @Nullable String socket) {

        static Target of(Endpoint endpoint) {
            String address = endpoint.address();
            int slash = address.indexOf('/');
            String service = slash < 0 ? address : address.substring(0, slash);
            String socket = slash < 0 ? null : address.substring(slash + 1);
            if (service.isEmpty() || service.indexOf(':') >= 0 || (socket != null && !socket.matches("[^/.]+"))) {
                throw new ZmqEndpointException(
                        endpoint.toString(),
                        "it is no name of a service, or of a service and a socket",
                        "write it as discovery://stock, or discovery://stock/prices for the port that instances"
                                + " announce as zmq.prices.port");
            }
            return new Target(service, socket);
        }

        String key() {
            return socket == null ? "zmq.port" : "zmq." + socket + ".port";
        }
    }
}
