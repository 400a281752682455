package io.zmqspring.internal.transport;

import io.zmqspring.Endpoint;
import io.zmqspring.ZmqEndpointException;
import java.util.Map;
import java.util.TreeMap;

/** The transports of a context by scheme. */
public final class Transports {
    private final Map<String, Transport> byScheme;

    public Transports(Map<String, Transport> byScheme) {
        this.byScheme = new TreeMap<>(byScheme);
    }

    public Transport of(Endpoint endpoint) {
        Transport transport = byScheme.get(endpoint.scheme());
        if (transport == null) {
            throw new ZmqEndpointException(
                    endpoint.toString(),
                    "there is no transport '" + endpoint.scheme() + "'",
                    "use one of " + byScheme.keySet() + ", in lower case, for instance tcp://127.0.0.1:5555");
        }
        return transport;
    }
}
