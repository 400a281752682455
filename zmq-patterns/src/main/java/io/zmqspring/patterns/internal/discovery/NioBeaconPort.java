package io.zmqspring.patterns.internal.discovery;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A real UDP port, shared with everybody else on this machine who shares it. */
final class NioBeaconPort implements BeaconPort {
    /** Some hundred nodes may call at the same moment. */
    private static final int RECEIVE_BUFFER = 1 << 18;

    private final DatagramChannel channel;
    private final int port;

    private NioBeaconPort(DatagramChannel channel, int port) {
        this.channel = channel;
        this.port = port;
    }

    static NioBeaconPort open(BeaconSettings settings, List<BeaconTarget> targets) throws IOException {
        InetAddress group = settings.group();
        ProtocolFamily family =
                group instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
        DatagramChannel channel = channel(family);
        try {
            share(channel);
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(settings.port()));
            if (group != null) {
                join(channel, group, targets);
            }
            return new NioBeaconPort(channel, settings.port());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static DatagramChannel channel(ProtocolFamily family) throws IOException {
        try {
            return DatagramChannel.open(family);
        } catch (UnsupportedOperationException e) {
            throw new SocketException("this machine knows no " + family + "; use a group of IPv4, or broadcast");
        }
    }

    private static void share(DatagramChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
    }

    /** An interface that cannot be joined is as good as one that is not there; the next look at the interfaces tries again. */
    private static void join(DatagramChannel channel, InetAddress group, List<BeaconTarget> targets) {
        for (BeaconTarget target : targets) {
            try {
                channel.join(group, through(target));
            } catch (IOException gone) {
                System.getLogger(NioBeaconPort.class.getName())
                        .log(System.Logger.Level.WARNING, "beacons to {0} will not be heard: {1}", target, gone);
            }
        }
    }

    private static NetworkInterface through(BeaconTarget target) throws IOException {
        NetworkInterface found = NetworkInterface.getByIndex(target.nic().index());
        if (found == null) {
            throw new SocketException("interface " + target.nic().name() + " is gone");
        }
        return found;
    }

    @Override
    public void register(Selector selector) throws IOException {
        channel.register(selector, SelectionKey.OP_READ);
    }

    @Override
    public void send(byte[] beacon, BeaconTarget target) throws IOException {
        if (target.address().isMulticastAddress()) {
            channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, through(target));
        }
        channel.send(ByteBuffer.wrap(beacon), new InetSocketAddress(target.address(), port));
    }

    @Override
    public @Nullable InetAddress receive(ByteBuffer datagram) throws IOException {
        datagram.clear();
        InetSocketAddress from = (InetSocketAddress) channel.receive(datagram);
        datagram.flip();
        return from == null ? null : from.getAddress();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
