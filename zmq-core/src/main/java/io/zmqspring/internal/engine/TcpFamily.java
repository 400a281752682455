package io.zmqspring.internal.engine;

import io.zmqspring.Endpoint;
import io.zmqspring.SocketOptions;
import io.zmqspring.TcpKeepAlive;
import io.zmqspring.TcpOptions;
import io.zmqspring.ZmqBindException;
import io.zmqspring.ZmqBindException.Reason;
import io.zmqspring.internal.engine.TcpAddress.HostPort;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** {@code tcp://host:port}: IPv4, IPv6 in brackets, names, interfaces (bind), {@code *} for host or port (bind). */
final class TcpFamily implements StreamFamily {
    private static final String EXAMPLE =
            "right is for instance tcp://127.0.0.1:5555, tcp://*:5555 (all interfaces) or tcp://127.0.0.1:* (a free port)";

    @Override
    public Destination destination(Endpoint endpoint, SocketOptions options) {
        return new TcpDestination(endpoint, options);
    }

    // ---- tuning --------------------------------------------------------------------------------------------------

    @Override
    public void configure(SocketChannel channel, SocketOptions options) throws IOException {
        TcpOptions tcp = options.tcp();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        setUnlessZero(channel, StandardSocketOptions.SO_SNDBUF, tcp.sendBuffer());
        setUnlessZero(channel, StandardSocketOptions.SO_RCVBUF, tcp.receiveBuffer());
        setUnlessZero(channel, StandardSocketOptions.IP_TOS, tcp.trafficClass());
        TcpKeepAlive keepAlive = tcp.keepAlive();
        if (keepAlive.on()) {
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            setUnlessZero(channel, ExtendedSocketOptions.TCP_KEEPIDLE, (int)
                    keepAlive.idle().toSeconds());
            setUnlessZero(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, (int)
                    keepAlive.interval().toSeconds());
            setUnlessZero(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, keepAlive.probes());
        }
    }

    private static void setUnlessZero(SocketChannel channel, SocketOption<Integer> option, int value)
            throws IOException {
        if (value > 0 && channel.supportedOptions().contains(option)) {
            channel.setOption(option, value);
        }
    }

    // ---- binding -------------------------------------------------------------------------------------------------

    @Override
    public Listener listen(Endpoint endpoint, SocketOptions options) {
        HostPort address = bindable(endpoint, options.tcp().ipv6());
        InetSocketAddress local = local(endpoint, address, options.tcp().ipv6());
        ServerSocketChannel channel = null;
        try {
            channel = open(options.tcp());
            channel.bind(local, options.backlog());
            channel.configureBlocking(false);
            InetSocketAddress bound = (InetSocketAddress) channel.getLocalAddress();
            return new Listener(channel, new Endpoint("tcp", text(bound)), () -> {});
        } catch (IOException e) {
            close(channel);
            throw refused(endpoint, e);
        }
    }

    private static HostPort bindable(Endpoint endpoint, boolean ipv6) {
        TcpAddress address = TcpAddress.parse(endpoint, EXAMPLE).checkFamily(endpoint, ipv6);
        if (address.source() != null) {
            throw TcpAddress.wrong(endpoint, "a source before ';' is for connect", EXAMPLE);
        }
        if (!address.resource().isEmpty()) {
            throw TcpAddress.wrong(
                    endpoint,
                    "a resource is for connect; who binds reads what each peer asks for in its property Resource",
                    EXAMPLE);
        }
        return address.target();
    }

    private static ServerSocketChannel open(TcpOptions tcp) throws IOException {
        ServerSocketChannel channel =
                tcp.ipv6() ? ServerSocketChannel.open() : ServerSocketChannel.open(StandardProtocolFamily.INET);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        if (tcp.receiveBuffer() > 0) { // TCP agrees on how far it may grow before there is anything to accept
            channel.setOption(StandardSocketOptions.SO_RCVBUF, tcp.receiveBuffer());
        }
        return channel;
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

    private static InetSocketAddress local(Endpoint endpoint, HostPort address, boolean ipv6) {
        if (address.isAnyHost()) {
            return new InetSocketAddress(address.number());
        }
        try {
            return new InetSocketAddress(lookUp(address, ipv6), address.number());
        } catch (UnknownHostException e) {
            throw new ZmqBindException(
                    endpoint.toString(),
                    Reason.ADDRESS_NOT_AVAILABLE,
                    "there is no interface or host '" + address.host() + "' here; " + EXAMPLE,
                    e);
        }
    }

    /** An interface's primary address, or else whatever the name stands for. */
    private static InetAddress lookUp(HostPort address, boolean ipv6) throws UnknownHostException {
        InetAddress found = address.isLiteral() ? null : address.ofInterface(ipv6);
        if (found != null) {
            return found;
        }
        return Arrays.stream(InetAddress.getAllByName(address.host()))
                .filter(host -> ipv6 || host instanceof Inet4Address)
                .findFirst()
                .orElseThrow(() -> new UnknownHostException(address.host()));
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

    // ---- for people ----------------------------------------------------------------------------------------------

    @Override
    public Ends ends(SocketChannel channel, Endpoint bound) throws IOException {
        return endsOf(channel);
    }

    @Override
    public String source(SocketChannel accepted, Ends ends) throws IOException {
        return source(((InetSocketAddress) accepted.getRemoteAddress()).getAddress());
    }

    /** An IPv4 address, or the network of an IPv6 address: in its own network a host can have any address it likes. */
    static String source(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, Long.BYTES) + "/64"
                : address.getHostAddress();
    }

    static Ends endsOf(SocketChannel channel) throws IOException {
        InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
        return new Ends(local(channel), text(remote), text(remote.getAddress()));
    }

    static String local(SocketChannel channel) throws IOException {
        return text((InetSocketAddress) channel.getLocalAddress());
    }

    static String text(InetSocketAddress address) {
        String host = text(address.getAddress());
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    /** The address as people write it: Java spells out every zero of an IPv6 address. */
    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? text.replaceFirst("(^|:)(0(:|(?=%)|$)){2,}", "::") : text;
    }
}
