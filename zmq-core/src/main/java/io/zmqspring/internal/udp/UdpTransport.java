package io.zmqspring.internal.udp;

import io.zmqspring.Endpoint;
import io.zmqspring.SocketType;
import io.zmqspring.ZmqBindException;
import io.zmqspring.ZmqBindException.Reason;
import io.zmqspring.ZmqEndpointException;
import io.zmqspring.internal.engine.EventLoop;
import io.zmqspring.internal.engine.EventLoopGroup;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.transport.SocketHost;
import io.zmqspring.internal.transport.Transport;
import io.zmqspring.security.Security;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.Set;
import java.util.concurrent.Executor;

/** {@code udp://[interface;]host:port}: datagrams to one host, to all of a network, or multicast. */
public final class UdpTransport implements Transport {
    private final EventLoopGroup loops;
    private final Executor resolver;

    /** Makes the transport; the resolver looks names up, off the I/O threads. */
    public UdpTransport(EventLoopGroup loops, Executor resolver) {
        this.loops = loops;
        this.resolver = resolver;
    }

    @Override
    public Binding bind(Endpoint endpoint, SocketHost socket) {
        checkType(endpoint, socket, Set.of(SocketType.DISH, SocketType.DGRAM), "bind");
        UdpAddress address = UdpAddress.parse(endpoint);
        EventLoop loop = loops.next();
        try {
            DatagramChannel channel =
                    DatagramChannels.receiving(address, socket.options().udp());
            return UdpBinding.start(bound(endpoint, channel), loop, channel, socket);
        } catch (IOException e) {
            throw new ZmqBindException(
                    endpoint.toString(),
                    e instanceof BindException ? Reason.ADDRESS_IN_USE : Reason.OTHER,
                    e.getMessage() + "; use an address of this machine and a port that is free, or * for any",
                    e);
        }
    }

    /** With the wildcards resolved; all else stays as it was given, so that a group stays one. */
    private static Endpoint bound(Endpoint asked, DatagramChannel channel) throws IOException {
        String host = asked.address().substring(0, asked.address().lastIndexOf(':'));
        int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        return new Endpoint("udp", (host.equals("*") ? "0.0.0.0" : host) + ":" + port);
    }

    @Override
    public void checkConnect(Endpoint endpoint, SocketHost socket) {
        checkType(endpoint, socket, Set.of(SocketType.RADIO), "connect");
        UdpAddress.parse(endpoint).checkConnect(endpoint);
    }

    @Override
    public void connect(Pipe pipe, SocketHost socket) {
        UdpAddress address = UdpAddress.parse(pipe.endpoint());
        new UdpConnect(address, loops.next(), resolver, pipe, socket).start();
    }

    private static void checkType(Endpoint endpoint, SocketHost socket, Set<SocketType> right, String verb) {
        if (!right.contains(socket.type())) {
            throw new ZmqEndpointException(
                    endpoint.toString(),
                    "a " + socket.type() + " socket cannot " + verb + " udp",
                    "over udp RADIO connects, DISH and DGRAM bind; use tcp for all else, for instance tcp://127.0.0.1:5555");
        }
        if (!socket.options().security().equals(Security.none())) {
            throw new ZmqEndpointException(
                    endpoint.toString(),
                    "datagrams have no handshake for security="
                            + socket.options().security(),
                    "use tcp, or leave security out for udp");
        }
    }
}
