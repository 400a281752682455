package io.zmqspring.internal.engine;

import io.zmqspring.Endpoint;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocksProxy;
import io.zmqspring.TcpOptions;
import io.zmqspring.internal.engine.TcpAddress.HostPort;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code tcp://[source;]host:port[/resource]}, reached directly or through a proxy. */
final class TcpDestination implements StreamFamily.Destination {
    private static final String EXAMPLE =
            "right is for instance tcp://127.0.0.1:5555, tcp://[::1]:5555 or tcp://host.example:5555";

    private final TcpAddress address;
    private final TcpOptions options;

    TcpDestination(Endpoint endpoint, SocketOptions options) {
        this.options = options.tcp();
        this.address = TcpAddress.parse(endpoint, EXAMPLE).checkFamily(endpoint, this.options.ipv6());
        if (address.target().isAnyHost()) {
            throw TcpAddress.wrong(endpoint, "a wildcard host can only be bound", EXAMPLE);
        }
        if (address.target().number() == 0) {
            throw TcpAddress.wrong(endpoint, "a wildcard port can only be bound", EXAMPLE);
        }
    }

    /** What we connect to ourselves: the proxy, if there is one. */
    private HostPort nearest() {
        SocksProxy proxy = options.proxy();
        return proxy == null ? address.target() : new HostPort(proxy.host(), String.valueOf(proxy.port()));
    }

    @Override
    public boolean isNamed() {
        return !nearest().isLiteral();
    }

    @Override
    public List<SocketAddress> resolve() throws UnknownHostException {
        HostPort nearest = nearest();
        List<SocketAddress> found = Arrays.stream(InetAddress.getAllByName(nearest.host()))
                .filter(host -> options.ipv6() || host instanceof Inet4Address)
                .<SocketAddress>map(host -> new InetSocketAddress(host, nearest.number()))
                .toList();
        if (found.isEmpty()) {
            throw new UnknownHostException(nearest.host() + " has IPv6 addresses only, and IPv6 is switched off");
        }
        return found;
    }

    @Override
    public SocketChannel open() throws IOException {
        SocketChannel channel = options.ipv6() ? SocketChannel.open() : SocketChannel.open(StandardProtocolFamily.INET);
        HostPort source = address.source();
        if (source != null) {
            try {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true); // one port for several destinations
                channel.bind(new InetSocketAddress(host(source), source.number()));
            } catch (IOException e) {
                channel.close();
                throw new IOException("cannot connect from " + source.host() + ":" + source.port() + ": " + e, e);
            }
        }
        return channel;
    }

    /** An address or an interface, but no name: nobody can be asked here. Null for any. */
    private @Nullable InetAddress host(HostPort source) throws UnknownHostException {
        if (source.isAnyHost()) {
            return null;
        }
        return source.isLiteral() ? InetAddress.getByName(source.host()) : interfaceAddress(source);
    }

    private InetAddress interfaceAddress(HostPort source) throws UnknownHostException {
        InetAddress found = source.ofInterface(options.ipv6());
        if (found == null) {
            throw new UnknownHostException("there is no interface of that name here");
        }
        return found;
    }

    @Override
    public StreamFamily.Ends ends(SocketChannel channel) throws IOException {
        HostPort target = address.target();
        return options.proxy() == null
                ? TcpFamily.endsOf(channel)
                : new StreamFamily.Ends(TcpFamily.local(channel), target.host() + ":" + target.port(), target.host());
    }

    @Override
    public @Nullable Socks5 proxied() {
        SocksProxy proxy = options.proxy();
        return proxy == null
                ? null
                : new Socks5(proxy, address.target().host(), address.target().number());
    }

    @Override
    public String resource() {
        return address.resource();
    }
}
