package io.zmqspring.boot.autoconfigure;

import java.util.List;
import java.util.Map;

/** The addresses as they stand in the properties. */
final class PropertiesZmqConnectionDetails implements ZmqConnectionDetails {
    private final ZmqProperties properties;

    PropertiesZmqConnectionDetails(ZmqProperties properties) {
        this.properties = properties;
    }

    @Override
    public List<String> bind(String name) {
        ZmqProperties.Socket socket = properties.sockets().get(name);
        return socket == null ? List.of() : socket.bind();
    }

    @Override
    public Map<String, List<String>> connect(String name) {
        ZmqProperties.Socket socket = properties.sockets().get(name);
        return socket == null ? Map.of() : socket.connect();
    }
}
