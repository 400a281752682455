package io.zmqspring.internal.engine;

import io.zmqspring.Endpoint;
import io.zmqspring.ZmqEndpointException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What stands in {@code tcp://[source;]host:port[/resource]}, checked but not looked up.
 *
 * @param source where a connection shall come from, null for wherever
 * @param target host and port
 * @param resource what the other side is asked for, without the first slash; empty for nothing
 */
record TcpAddress(@Nullable HostPort source, HostPort target, String resource) {
    /** What stands between the dots of an IPv4 address; anything larger would be asked for as a name. */
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";

    private static final String RESOURCE = "[A-Za-z0-9$_@.&+-]+(/[A-Za-z0-9$_@.&+-]+)*"; // RFC 37, "Resource Property"

    static TcpAddress parse(Endpoint endpoint, String example) {
        String rest = endpoint.address();
        String resource = "";
        int slash = rest.indexOf('/');
        if (slash >= 0) {
            resource = rest.substring(slash + 1);
            rest = rest.substring(0, slash);
            if (!resource.matches(RESOURCE)) {
                throw wrong(
                        endpoint, "'" + resource + "' is no resource: names of letters, digits and $-_@.&+", example);
            }
        }
        HostPort source = null;
        int semicolon = rest.indexOf(';');
        if (semicolon >= 0) {
            source = HostPort.parse(endpoint, rest.substring(0, semicolon), example);
            rest = rest.substring(semicolon + 1);
        }
        return new TcpAddress(source, HostPort.parse(endpoint, rest, example), resource);
    }

    /** Refuses IPv6 addresses where the options leave IPv6 out. */
    TcpAddress checkFamily(Endpoint endpoint, boolean ipv6) {
        if (!ipv6 && (target.isIpv6() || (source != null && source.isIpv6()))) {
            throw wrong(
                    endpoint,
                    "IPv6 is switched off",
                    "use an IPv4 address, or switch it on: SocketOptions.tcp(TcpOptions.DEFAULT.withIpv6(true))");
        }
        return this;
    }

    /** Whether a host is an address; otherwise somebody has to be asked for it. */
    static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || host.matches(BYTE + "(\\." + BYTE + "){3}");
    }

    static ZmqEndpointException wrong(Endpoint endpoint, String problem, String example) {
        return new ZmqEndpointException(endpoint.toString(), problem, example);
    }

    /** Host, as a name, an address without brackets or {@code *}, and port, a number or {@code *}. */
    record HostPort(String host, String port) {

        private static HostPort parse(Endpoint endpoint, String text, String example) {
            int colon = text.lastIndexOf(':');
            if (colon < 0) {
                throw wrong(endpoint, "it has no port", example);
            }
            String host = text.substring(0, colon);
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            }
            HostPort parts = new HostPort(host, text.substring(colon + 1));
            if (!parts.isAnyHost() && !parts.isName() && !parts.isIpv6()) {
                throw wrong(endpoint, "'" + host + "' is no host name or address", example);
            }
            if (!parts.port.equals("*") && !parts.isPort()) {
                throw wrong(endpoint, "'" + parts.port + "' is no port: it must be a number from 0 to 65535", example);
            }
            return parts;
        }

        boolean isAnyHost() {
            return host.equals("*");
        }

        private boolean isName() {
            return host.matches("[A-Za-z0-9_.][A-Za-z0-9_.-]*");
        }

        /** Without its zone, as "%eth0", which may well be an interface that is not there yet. */
        boolean isIpv6() {
            String address = host.replaceFirst("%[A-Za-z0-9_.-]+$", "");
            try {
                return host.indexOf(':') >= 0 && InetAddress.getByName("[" + address + "]") != null; // asks nobody
            } catch (UnknownHostException e) {
                return false;
            }
        }

        boolean isLiteral() {
            return TcpAddress.isLiteral(host);
        }

        private boolean isPort() {
            return port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= 65_535;
        }

        /** The port, 0 for any. */
        int number() {
            return port.equals("*") ? 0 : Integer.parseInt(port);
        }

        /** The primary address of the interface of that name, IPv4 before IPv6; null if there is no such interface. */
        @Nullable
        InetAddress ofInterface(boolean ipv6) throws UnknownHostException {
            try {
                NetworkInterface named = NetworkInterface.getByName(host);
                return named == null
                        ? null
                        : named.inetAddresses()
                                .filter(address -> ipv6 || address instanceof Inet4Address)
                                .min(Comparator.comparing(Inet6Address.class::isInstance))
                                .orElseThrow(() -> new UnknownHostException("interface " + host + " has no address"));
            } catch (SocketException e) {
                throw new UnknownHostException(host + ": " + e.getMessage());
            }
        }
    }
}
