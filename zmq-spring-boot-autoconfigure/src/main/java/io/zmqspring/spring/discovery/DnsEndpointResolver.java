package io.zmqspring.spring.discovery;

import io.zmqspring.Endpoint;
import io.zmqspring.ZmqEndpointException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks up names with several addresses, as a headless service of Kubernetes has: {@code dns://stock:5555} is
 * {@code tcp://<address>:5555} for each address of {@code stock}. How long the JVM remembers an answer, 30 s unless told
 * otherwise, is its security property {@code networkaddress.cache.ttl}. Thread-safe.
 */
public final class DnsEndpointResolver implements ZmqEndpointResolver {
    private static final int MAX_PORT = 0xffff;

    private final Lookup lookup;

    /** Finds the addresses of a name. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** Makes a resolver that asks the system. */
    public DnsEndpointResolver() {
        this(InetAddress::getAllByName);
    }

    DnsEndpointResolver(Lookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public String scheme() {
        return "dns";
    }

    @Override
    public void check(Endpoint service) {
        HostAndPort.of(service);
    }

    @Override
    public List<String> resolve(Endpoint service) {
        HostAndPort name = HostAndPort.of(service);
        try {
            return Stream.of(lookup.addresses(name.host))
                    .map(address -> "tcp://" + text(address) + ":" + name.port)
                    .toList();
        } catch (UnknownHostException unknown) {
            throw new UncheckedIOException("no address of host '" + name.host + "' is known", unknown);
        }
    }

    private static String text(InetAddress address) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }

    private record HostAndPort(String host, int port) {

        static HostAndPort of(Endpoint service) {
            String address = service.address();
            int colon = address.lastIndexOf(':');
            int port = colon < 1 ? 0 : port(address.substring(colon + 1));
            if (port < 1 || port > MAX_PORT || address.indexOf('/') >= 0) {
                throw new ZmqEndpointException(
                        service.toString(),
                        "it is no name of a host with a port from 1 to " + MAX_PORT,
                        "write it as dns://stock.shop.svc.cluster.local:5555");
            }
            return new HostAndPort(address.substring(0, colon), port);
        }

        private static int port(String text) {
            return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        }
    }
}
