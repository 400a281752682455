package io.zmqspring.boot.autoconfigure.health;

import io.zmqspring.Endpoint;
import io.zmqspring.PeerInfo;
import io.zmqspring.PeerState;
import io.zmqspring.ZmqSocket;
import io.zmqspring.boot.autoconfigure.ZmqConnectionDetails;
import io.zmqspring.boot.autoconfigure.ZmqProperties.Health.Require;
import io.zmqspring.spring.core.NamedConnection;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.discovery.DiscoveredService;
import io.zmqspring.spring.discovery.ZmqDiscovery;
import io.zmqspring.spring.listener.ZmqListenerContainer;
import io.zmqspring.spring.support.LogText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * The health of one socket: up while it listens at and keeps the connections to all configured endpoints, and no listener
 * of it has broken down. Whether the other sides are there is a detail, unless required; a listener that somebody stopped
 * is one too.
 */
final class ZmqSocketHealthIndicator extends AbstractHealthIndicator {
    private static final int MOST_ERROR = 256;

    private final String name;
    private final ZmqSockets sockets;
    private final ZmqConnectionDetails details;
    private final List<ZmqListenerContainer> listeners;
    private final Require require;
    private final ZmqDiscovery discovery;

    ZmqSocketHealthIndicator(
            String name,
            ZmqSockets sockets,
            ZmqConnectionDetails details,
            List<ZmqListenerContainer> listeners,
            Require require,
            ZmqDiscovery discovery) {
        super("The health of socket '" + name + "' could not be read");
        this.name = name;
        this.sockets = sockets;
        this.details = details;
        this.listeners = listeners;
        this.require = require;
        this.discovery = discovery;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        ZmqSocket socket = sockets.get(name);
        List<Connection> connections = connections();
        List<Endpoint> bound = socket.boundEndpoints();
        List<DiscoveredService> services = discovery.services(name);
        String trouble = trouble(socket, bound.size(), connections, services);
        if (trouble == null) {
            builder.up();
        } else {
            builder.down().withDetail("reason", trouble);
        }
        builder.withDetail("bound", bound.stream().map(Endpoint::toString).toList())
                .withDetail(
                        "connections",
                        connections.stream().map(Connection::shown).toList())
                .withDetail(
                        "listeners",
                        listeners.stream().map(ZmqSocketHealthIndicator::shown).toList());
        if (!services.isEmpty()) {
            builder.withDetail(
                    "discovered",
                    services.stream().map(ZmqSocketHealthIndicator::shown).toList());
        }
    }

    private static Map<String, Object> shown(DiscoveredService service) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", service.connection());
        shown.put("service", service.service());
        shown.put("endpoints", service.endpoints());
        shown.put(
                "lookedUp",
                service.lookedUp() == null ? "never" : service.lookedUp().toString());
        if (service.lastError() != null) {
            shown.put("lastError", service.lastError());
        }
        return shown;
    }

    private static Map<String, Object> shown(ZmqListenerContainer listener) {
        String state = listener.isPaused() ? "PAUSED" : listener.isRunning() ? "RUNNING" : "STOPPED";
        return Map.of("id", listener.getId(), "state", state);
    }

    private record Connection(
            NamedConnection named, @Nullable PeerInfo peer) {

        boolean isTo(NamedConnection configured) {
            return named.name().equals(configured.name()) && named.endpoint().equals(configured.endpoint());
        }

        boolean isUp() {
            return peer != null && peer.state() == PeerState.CONNECTED;
        }

        Map<String, Object> shown() {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("name", named.name());
            shown.put("endpoint", named.endpoint());
            shown.put("state", peer == null ? "GIVEN_UP" : peer.state().name());
            if (peer != null) {
                shown.put("since", peer.since().toString());
                if (peer.lastError() != null) {
                    shown.put("lastError", LogText.printable(peer.lastError(), MOST_ERROR));
                }
            }
            return shown;
        }
    }

    private List<Connection> connections() {
        return sockets.connections(name).stream()
                .map(named -> new Connection(named, sockets.peer(name, named).orElse(null)))
                .toList();
    }

    private @Nullable String trouble(
            ZmqSocket socket, int bound, List<Connection> connections, List<DiscoveredService> services) {
        if (socket.isClosed()) {
            return "the socket is closed";
        }
        int toBind = details.bind(name).size();
        if (bound < toBind) {
            return "it listens at " + bound + " of " + toBind + " configured endpoints";
        }
        List<NamedConnection> configured = configured();
        long followed = configured.stream()
                .filter(each -> connections.stream().anyMatch(made -> made.isTo(each))
                        || services.stream().anyMatch(service -> isOf(each, service)))
                .count();
        if (followed < configured.size()) {
            return "it was told to connect to " + followed + " of " + configured.size() + " configured endpoints";
        }
        String broken = broken();
        return broken != null ? broken : absent(connections, services);
    }

    private List<NamedConnection> configured() {
        return details.connect(name).entrySet().stream()
                .flatMap(connection -> connection.getValue().stream()
                        .map(endpoint -> new NamedConnection(connection.getKey(), endpoint, 0)))
                .toList();
    }

    private static boolean isOf(NamedConnection configured, DiscoveredService service) {
        return configured.name().equals(service.connection())
                && configured.endpoint().equals(service.service());
    }

    private @Nullable String broken() {
        for (ZmqListenerContainer listener : listeners) {
            if (!listener.isInExpectedState()) {
                return "listener '" + listener.getId() + "' has stopped by itself: "
                        + LogText.printable(String.valueOf(listener.getStopReason()), MOST_ERROR);
            }
        }
        return null;
    }

    private @Nullable String absent(List<Connection> connections, List<DiscoveredService> services) {
        long up = connections.stream().filter(Connection::isUp).count();
        long nobody = services.stream()
                .filter(service -> service.endpoints().isEmpty())
                .count();
        long all = connections.size() + nobody;
        return isEnough(up, all)
                ? null
                : up + " of " + all + " connections are up, and zmq.health.require is " + require;
    }

    private boolean isEnough(long up, long all) {
        return switch (require) {
            case NONE -> true;
            case ANY -> up > 0 || all == 0;
            case ALL -> up == all;
        };
    }
}
