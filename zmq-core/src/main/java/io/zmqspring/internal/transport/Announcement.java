package io.zmqspring.internal.transport;

import io.zmqspring.EnvelopeMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a socket says of itself to each peer: its type, then the X- properties by name (RFC 37, "Connection Metadata"). */
public final class Announcement {
    private Announcement() {}

    public static Map<String, String> of(SocketHost socket) {
        Map<String, String> own = new TreeMap<>(socket.options().properties());
        if (socket.options().envelope() != EnvelopeMode.NEVER) {
            own.put(EnvelopeMode.PROPERTY, EnvelopeMode.VERSION);
        }
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("Socket-Type", socket.type().name());
        properties.putAll(own);
        return Collections.unmodifiableMap(properties);
    }
}
