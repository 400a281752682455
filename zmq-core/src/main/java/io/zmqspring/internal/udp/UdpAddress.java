package io.zmqspring.internal.udp;

import io.zmqspring.Endpoint;
import io.zmqspring.ZmqEndpointException;
import io.zmqspring.internal.transport.InetText;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What stands in {@code udp://[interface;]host:port}, checked but not looked up.
 *
 * @param via the interface that multicast uses, a name or an address; null for whichever the routes say
 * @param host a name, an address without brackets, a multicast group or {@code *}
 * @param port 0 for any
 */
record UdpAddress(@Nullable String via, String host, int port) {
    private static final String EXAMPLE = "right is for instance udp://127.0.0.1:5555, udp://*:5555 (bind),"
            + " udp://239.0.0.1:5555 (multicast) or udp://eth0;239.0.0.1:5555 (multicast on an interface)";

    static UdpAddress parse(Endpoint endpoint) {
        String text = endpoint.address();
        int semicolon = text.indexOf(';');
        String via = semicolon < 0 ? null : text.substring(0, semicolon);
        String target = text.substring(semicolon + 1);
        int colon = target.lastIndexOf(':');
        if (colon < 0) {
            throw wrong(endpoint, "it has no port");
        }
        UdpAddress address = new UdpAddress(
                via, unbracketed(target.substring(0, colon)), port(endpoint, target.substring(colon + 1)));
        address.check(endpoint);
        return address;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(Endpoint endpoint, String text) {
        if (text.equals("*")) {
            return 0;
        }
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
            throw wrong(endpoint, "'" + text + "' is no port: it must be a number from 0 to 65535");
        }
        return Integer.parseInt(text);
    }

    private void check(Endpoint endpoint) {
        if (!host.matches("[A-Za-z0-9_.][A-Za-z0-9_.-]*|\\*") && !isLiteral()) {
            throw wrong(endpoint, "'" + host + "' is no host name or address");
        }
        if (via != null && !isMulticast()) {
            throw wrong(endpoint, "an interface is for multicast, and '" + host + "' is no multicast group");
        }
        try {
            multicastInterface();
        } catch (IOException e) {
            throw wrong(endpoint, e.getMessage());
        }
    }

    /** Refuses what can only be bound. */
    UdpAddress checkConnect(Endpoint endpoint) {
        if (isAny()) {
            throw wrong(endpoint, "a wildcard host can only be bound");
        }
        if (port == 0) {
            throw wrong(endpoint, "a wildcard port can only be bound");
        }
        return this;
    }

    private static ZmqEndpointException wrong(Endpoint endpoint, @Nullable String problem) {
        return new ZmqEndpointException(endpoint.toString(), String.valueOf(problem), EXAMPLE);
    }

    boolean isAny() {
        return host.equals("*");
    }

    /** Whether the host is an address; otherwise somebody has to be asked for it. */
    boolean isLiteral() {
        return isLiteral(host);
    }

    private static boolean isLiteral(String host) {
        return InetText.isAddress(host.indexOf(':') >= 0 ? "[" + host + "]" : host);
    }

    boolean isMulticast() {
        try {
            return isLiteral() && InetAddress.getByName(host).isMulticastAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Looks the host up, which may take its time if it is a name. */
    InetSocketAddress resolve() throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    /** The local address to bind: that of an interface, IPv4 before IPv6, or whatever the host stands for. */
    InetSocketAddress local() throws IOException {
        if (isAny()) {
            return new InetSocketAddress(port);
        }
        NetworkInterface named = isLiteral() ? null : NetworkInterface.getByName(host);
        if (named == null) {
            return resolve();
        }
        InetAddress address = named.inetAddresses()
                .min(Comparator.comparing(Inet6Address.class::isInstance))
                .orElseThrow(() -> new UnknownHostException("interface " + host + " has no address"));
        return new InetSocketAddress(address, port);
    }

    /** The interface that is named, or null. */
    @Nullable
    NetworkInterface multicastInterface() throws IOException {
        if (via == null || via.equals("*")) {
            return null;
        }
        NetworkInterface found = NetworkInterface.getByName(via);
        if (found == null && isLiteral(unbracketed(via))) {
            InetAddress address = InetAddress.getByName(unbracketed(via));
            if (address.isMulticastAddress()) {
                throw new SocketException("'" + via + "' is a multicast group and no interface");
            }
            found = NetworkInterface.getByInetAddress(address);
        }
        if (found == null) {
            throw new SocketException("there is no interface '" + via + "' here");
        }
        return found;
    }

    /** The interface to join a group on: the one that is named, or the one by which the group would be reached. */
    NetworkInterface joining(InetAddress group) throws IOException {
        NetworkInterface named = multicastInterface();
        if (named != null) {
            return named;
        }
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(group, Math.max(1, port)); // asks the routes; nothing is sent
            NetworkInterface routed = NetworkInterface.getByInetAddress(probe.getLocalAddress());
            if (routed == null) {
                throw new SocketException("no interface leads to " + host + "; name one, as udp://eth0;" + host);
            }
            return routed;
        }
    }
}
