package io.zmqspring;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * An address in ZeroMQ's form {@code scheme://address}, for instance {@code tcp://127.0.0.1:5555},
 * {@code ipc:///run/orders.sock} or {@code inproc://orders}.
 *
 * @param scheme the transport in lower case
 * @param address what follows {@code ://}, not empty
 */
public record Endpoint(String scheme, String address) {
    private static final int MAX_PORT = 0xffff;

    private static final String EXAMPLES =
            "an endpoint looks like tcp://127.0.0.1:5555, ipc:///run/orders.sock or inproc://orders";

    /**
     * Refuses empty parts.
     *
     * @param scheme the transport in lower case
     * @param address what follows {@code ://}
     * @throws ZmqEndpointException if a part is empty
     */
    public Endpoint {
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(address, "address");
        if (scheme.isEmpty() || address.isEmpty()) {
            throw new ZmqEndpointException(scheme + "://" + address, "its scheme or address is empty", EXAMPLES);
        }
    }

    /**
     * Splits an endpoint into its scheme and its address; {@code tcp://[::ffff:127.0.0.1]:5555} becomes
     * {@code tcp://127.0.0.1:5555}. The address is checked by the transport that the scheme
     * names, when a socket binds or connects it.
     *
     * @param text the endpoint
     * @return the two parts
     * @throws ZmqEndpointException if there is no {@code ://}, or a part is empty
     */
    public static Endpoint parse(String text) {
        int separator = text.indexOf("://");
        if (separator < 0) {
            throw new ZmqEndpointException(text, "it has no \"://\" between transport and address", EXAMPLES);
        }
        if (separator == 0 || separator + 3 == text.length()) {
            throw new ZmqEndpointException(text, "its scheme or address is empty", EXAMPLES);
        }
        String scheme = text.substring(0, separator);
        String address = text.substring(separator + 3);
        return new Endpoint(scheme, scheme.equals("tcp") ? unmapped(address) : address);
    }

    /** An IPv4 address in the form that IPv6 has for it is the same address, and endpoints are found by their text. */
    private static String unmapped(String address) {
        return address.replaceFirst("(?i)^\\[?::ffff:(\\d+(\\.\\d+){3})]?(?=:)", "$1");
    }

    /**
     * Returns the port of a tcp or udp endpoint.
     *
     * @return the port, or empty for other transports, the wildcard port, and what can be none
     */
    public OptionalInt port() {
        String host = address.replaceFirst("/.*", ""); // what follows is a resource
        int colon = host.lastIndexOf(':');
        if (!(scheme.equals("tcp") || scheme.equals("udp")) || colon < 0) {
            return OptionalInt.empty();
        }
        try {
            int port = Integer.parseInt(host.substring(colon + 1));
            return port < 0 || port > MAX_PORT ? OptionalInt.empty() : OptionalInt.of(port);
        } catch (NumberFormatException wildcard) {
            return OptionalInt.empty();
        }
    }

    /** Returns {@code scheme://address}. */
    @Override
    public String toString() {
        return scheme + "://" + address;
    }
}
