package io.zmqspring.internal.engine;

import io.zmqspring.Endpoint;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqBindException;
import io.zmqspring.ZmqBindException.Reason;
import io.zmqspring.ZmqEndpointException;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code tcp://host:port}: IPv4, IPv6 in brackets, names, interfaces (bind), {@code *} for host or port (bind). */
final class TcpFamily implements StreamFamily {
    private static final String CONNECT_EXAMPLE =
            "right is for instance tcp://127.0.0.1:5555, tcp://[::1]:5555 or tcp://host.example:5555";
    private static final String BIND_EXAMPLE =
            "right is for instance tcp://127.0.0.1:5555, tcp://*:5555 (all interfaces) or tcp://127.0.0.1:* (a free port)";

    /** What stands between the dots of an IPv4 address; anything larger would be asked for as a name. */
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";

    /** Host and port of an endpoint, not looked up yet. */
    private record HostPort(String host, String port) {

        static HostPort of(Endpoint endpoint, String example) {
            String address = endpoint.address();
            int colon = address.lastIndexOf(':');
            if (colon < 0) {
                throw wrong(endpoint, "it has no port", example);
            }
            String host = address.substring(0, colon);
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            }
            HostPort parts = new HostPort(host, address.substring(colon + 1));
            if (!host.equals("*") && !isName(host) && !isIpv6(host)) {
                throw wrong(endpoint, "'" + host + "' is no host name or address", example);
            }
            if (!parts.port.equals("*") && !parts.isPort()) {
                throw wrong(endpoint, "'" + parts.port + "' is no port: it must be a number from 0 to 65535", example);
            }
            return parts;
        }

        private static boolean isName(String host) {
            return host.matches("[A-Za-z0-9_.][A-Za-z0-9_.-]*");
        }

        /** Without its zone, as "%eth0", which may well be an interface that is not there yet. */
        private static boolean isIpv6(String host) {
            String address = host.replaceFirst("%[A-Za-z0-9_.-]+$", "");
            try {
                return host.indexOf(':') >= 0 && InetAddress.getByName("[" + address + "]") != null; // asks nobody
            } catch (UnknownHostException e) {
                return false;
            }
        }

        private boolean isPort() {
            return port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= 65_535;
        }

        int number() {
            return port.equals("*") ? 0 : Integer.parseInt(port);
        }

        boolean isLiteral() {
            return host.indexOf(':') >= 0 || host.matches(BYTE + "(\\." + BYTE + "){3}");
        }
    }

    private static ZmqEndpointException wrong(Endpoint endpoint, String problem, String example) {
        return new ZmqEndpointException(endpoint.toString(), problem, example);
    }

    // ---- connecting ----------------------------------------------------------------------------------------------

    @Override
    public void checkConnect(Endpoint endpoint) {
        HostPort address = HostPort.of(endpoint, CONNECT_EXAMPLE);
        if (address.host().equals("*")) {
            throw wrong(endpoint, "a wildcard host can only be bound", CONNECT_EXAMPLE);
        }
        if (address.number() == 0) {
            throw wrong(endpoint, "a wildcard port can only be bound", CONNECT_EXAMPLE);
        }
    }

    @Override
    public boolean isNamed(Endpoint endpoint) {
        return !HostPort.of(endpoint, CONNECT_EXAMPLE).isLiteral();
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint) throws UnknownHostException {
        HostPort address = HostPort.of(endpoint, CONNECT_EXAMPLE);
        return Arrays.stream(InetAddress.getAllByName(address.host()))
                .<SocketAddress>map(host -> new InetSocketAddress(host, address.number()))
                .toList();
    }

    @Override
    public SocketChannel open(SocketAddress address) throws IOException {
        return SocketChannel.open();
    }

    @Override
    public void configure(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    // ---- binding -------------------------------------------------------------------------------------------------

    @Override
    public Listener listen(Endpoint endpoint, SocketOptions options) {
        HostPort address = HostPort.of(endpoint, BIND_EXAMPLE);
        InetSocketAddress local = local(endpoint, address);
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(local, options.backlog());
            channel.configureBlocking(false);
            return new Listener(channel, resolved(address, (InetSocketAddress) channel.getLocalAddress()), () -> {});
        } catch (IOException e) {
            close(channel);
            throw refused(endpoint, e);
        }
    }

    private static void close(@Nullable ServerSocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // the bind's own failure is the one to be told
        }
    }

    private static InetSocketAddress local(Endpoint endpoint, HostPort address) {
        if (address.host().equals("*")) {
            return new InetSocketAddress(address.number());
        }
        try {
            return new InetSocketAddress(lookUp(address.host()), address.number());
        } catch (UnknownHostException e) {
            throw new ZmqBindException(
                    endpoint.toString(),
                    Reason.ADDRESS_NOT_AVAILABLE,
                    "there is no interface or host '" + address.host() + "' here; " + BIND_EXAMPLE,
                    e);
        }
    }

    /** An interface's primary address, IPv4 before IPv6, or else whatever the name stands for. */
    private static InetAddress lookUp(String host) throws UnknownHostException {
        try {
            NetworkInterface named = NetworkInterface.getByName(host);
            if (named != null) {
                return named.inetAddresses()
                        .min(Comparator.comparing(Inet6Address.class::isInstance))
                        .orElseThrow(() -> new UnknownHostException("interface " + host + " has no address"));
            }
        } catch (SocketException e) {
            throw new UnknownHostException(host + ": " + e.getMessage());
        }
        return InetAddress.getByName(host);
    }

    private static Endpoint resolved(HostPort asked, InetSocketAddress bound) {
        String host = asked.host().equals("*") ? "0.0.0.0" : text(bound.getAddress());
        return new Endpoint("tcp", host + ":" + bound.getPort());
    }

    private static ZmqBindException refused(Endpoint endpoint, IOException e) {
        String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        Reason reason = Reason.OTHER;
        String way = "";
        if (words.contains("permission denied")) {
            reason = Reason.PERMISSION_DENIED;
            way = "; use a port above 1023 or give the process the right";
        } else if (words.contains("assign requested address") || words.contains("not available")) {
            reason = Reason.ADDRESS_NOT_AVAILABLE;
            way = "; the address must belong to this machine";
        } else if (e instanceof BindException) {
            reason = Reason.ADDRESS_IN_USE;
            way = "; stop what listens there, or bind another port, or * for a free one";
        }
        return new ZmqBindException(endpoint.toString(), reason, e.getMessage() + way, e);
    }

    @Override
    public String describe(SocketAddress address) {
        InetSocketAddress inet = (InetSocketAddress) address;
        return inet.isUnresolved()
                ? inet.getHostString() + ":" + inet.getPort()
                : text(inet.getAddress()) + ":" + inet.getPort();
    }

    /** The address as people write it: Java spells out every zero of an IPv6 address. */
    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + text.replaceFirst("(^|:)(0(:|(?=%)|$)){2,}", "::") + "]" : text;
    }
}
