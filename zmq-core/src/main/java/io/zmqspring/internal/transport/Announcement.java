package io.zmqspring.internal.transport;

import io.zmqspring.EnvelopeMode;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a socket says of itself to each peer: its type, its identity if it has one, the resource it asks for, then the X- properties by name
 * (RFC 37, "Connection Metadata").
 */
public final class Announcement {
    private Announcement() {}

    /** The properties as they go over the wire. */
    public static Map<String, byte[]> octets(SocketHost socket) {
        return octets(socket, "");
    }

    /** The same, asking the other side for a resource (RFC 37, "Resource Property"), unless it is empty. */
    public static Map<String, byte[]> octets(SocketHost socket, String resource) {
        Map<String, byte[]> properties = new LinkedHashMap<>();
        properties.put("Socket-Type", socket.type().name().getBytes(StandardCharsets.US_ASCII));
        if (socket.type().hasIdentity()) {
            properties.put("Identity", socket.options().identity());
        }
        if (!resource.isEmpty()) {
            properties.put("Resource", resource.getBytes(StandardCharsets.US_ASCII));
        }
        own(socket).forEach((name, value) -> properties.put(name, value.getBytes(StandardCharsets.UTF_8)));
        return Collections.unmodifiableMap(properties);
    }

    /** The same as text, for a peer in the same process. */
    public static Map<String, String> texts(SocketHost socket) {
        Map<String, String> properties = new LinkedHashMap<>();
        octets(socket).forEach((name, value) -> properties.put(name, new String(value, StandardCharsets.UTF_8)));
        return Collections.unmodifiableMap(properties);
    }

    private static Map<String, String> own(SocketHost socket) {
        Map<String, String> own = new TreeMap<>(socket.options().properties());
        if (socket.options().envelope() != EnvelopeMode.NEVER) {
            own.put(EnvelopeMode.PROPERTY, EnvelopeMode.VERSION);
        }
        return own;
    }
}
