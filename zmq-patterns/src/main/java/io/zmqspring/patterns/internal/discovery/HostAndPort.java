package io.zmqspring.patterns.internal.discovery;

import io.zmqspring.Endpoint;
import io.zmqspring.ZmqEndpointException;

/**
 * What a tcp endpoint names.
 *
 * @param host a name or an address, without brackets
 */
public record HostAndPort(String host, int port) {
    private static final String EXAMPLE = "right is for instance tcp://orders.example.org:5555 or tcp://[fd00::7]:5555";

    /**
     * Reads an endpoint of which others may be reached.
     *
     * @throws ZmqEndpointException if it is not {@code tcp://host:port} with a port of 1 to 65535
     */
    public static HostAndPort parse(String text) {
        Endpoint endpoint = Endpoint.parse(text);
        int port = endpoint.port().orElse(0);
        if (!endpoint.scheme().equals("tcp") || port == 0) {
            throw wrong(text, "it is not tcp with a host and a port");
        }
        String host = endpoint.address().substring(0, endpoint.address().lastIndexOf(':'));
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        if (bare.isEmpty() || bare.equals("*") || bare.contains("/") || bracketed != bare.contains(":")) {
            throw wrong(text, "'" + host + "' is no host to connect to");
        }
        return new HostAndPort(bare, port);
    }

    private static ZmqEndpointException wrong(String text, String problem) {
        return new ZmqEndpointException(text, problem, EXAMPLE);
    }
}
