package io.zmqspring.internal.transport;

import io.zmqspring.Endpoint;
import io.zmqspring.SocketType;
import io.zmqspring.ZmqEndpointException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The transports of a context by scheme. */
public final class Transports {
    private final Map<String, Transport> byScheme;

    public Transports(Map<String, Transport> byScheme) {
        this.byScheme = new TreeMap<>(byScheme);
    }

    /** The transport of an endpoint, for a socket of a type that can be used over it. */
    public Transport of(Endpoint endpoint, SocketType type) {
        Transport transport = byScheme.get(endpoint.scheme());
        if (transport == null) {
            throw new ZmqEndpointException(
                    endpoint.toString(),
                    "there is no transport '" + endpoint.scheme() + "'",
                    "use one of " + byScheme.keySet() + ", in lower case, for instance tcp://127.0.0.1:5555");
        }
        Collection<String> schemes = schemes(type);
        if (!schemes.contains(endpoint.scheme())) {
            throw new ZmqEndpointException(
                    endpoint.toString(),
                    "a " + type + " socket cannot use " + endpoint.scheme(),
                    "use one of " + schemes);
        }
        return transport;
    }

    /** Two types speak no ZMTP. A transport may look closer: at who binds and who connects. */
    private Collection<String> schemes(SocketType type) {
        return switch (type) {
            case STREAM -> List.of("tcp", "ipc");
            case DGRAM -> List.of("udp");
            default -> byScheme.keySet();
        };
    }
}
