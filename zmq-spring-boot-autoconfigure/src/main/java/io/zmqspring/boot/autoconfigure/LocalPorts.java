package io.zmqspring.boot.autoconfigure;

import io.zmqspring.Endpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/** Shows the port each socket listens at as the property {@code local.zmq.<socket>.port}. */
final class LocalPorts {
    private static final String SOURCE = "zmq.ports";

    private final Map<String, Object> ports = new ConcurrentHashMap<>();

    /**
     * Adds itself to an environment.
     *
     * @param environment the environment; left alone if it cannot be changed
     */
    LocalPorts(Environment environment) {
        if (environment instanceof ConfigurableEnvironment configurable) {
            configurable.getPropertySources().addFirst(new MapPropertySource(SOURCE, ports));
        }
    }

    /**
     * Shows the port of a bound endpoint, unless it has none or the socket already shows one.
     *
     * @param socket the socket's name
     * @param bound the endpoint
     */
    void add(String socket, Endpoint bound) {
        bound.port().ifPresent(port -> ports.putIfAbsent(property(socket), port));
    }

    /**
     * Hides the port of a socket.
     *
     * @param socket the socket's name
     */
    void remove(String socket) {
        ports.remove(property(socket));
    }

    /** Returns what is shown now. */
    Map<String, Object> ports() {
        return new HashMap<>(ports);
    }

    private static String property(String socket) {
        return "local.zmq." + socket + ".port";
    }
}
