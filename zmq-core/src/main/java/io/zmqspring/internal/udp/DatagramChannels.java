package io.zmqspring.internal.udp;

import io.zmqspring.UdpOptions;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/** Opens non-blocking datagram channels. They are never connected, so that nobody's absence is an error. */
final class DatagramChannels {
    private DatagramChannels() {}

    /** A channel that sends to a destination. */
    static DatagramChannel sending(UdpAddress address, InetSocketAddress destination, UdpOptions options)
            throws IOException {
        return open(family(destination.getAddress()), options, channel -> {
            if (destination.getAddress().isMulticastAddress()) {
                NetworkInterface via = address.multicastInterface();
                channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, options.multicastHops());
                channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, options.multicastLoop());
                if (via != null) {
                    channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, via);
                }
            }
        });
    }

    /** A channel that receives at an address; any number of sockets may receive from one multicast group and port. */
    static DatagramChannel receiving(UdpAddress address, UdpOptions options) throws IOException {
        InetSocketAddress local = address.local();
        return open(address.isAny() ? null : family(local.getAddress()), options, channel -> {
            if (address.isMulticast()) {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
                    channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
                }
                channel.bind(new InetSocketAddress(local.getPort()));
                channel.join(local.getAddress(), address.joining(local.getAddress()));
            } else {
                channel.bind(local);
            }
        });
    }

    private interface Setup {
        void apply(DatagramChannel channel) throws IOException;
    }

    private static ProtocolFamily family(InetAddress address) {
        return address instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }

    private static DatagramChannel open(@Nullable ProtocolFamily family, UdpOptions options, Setup setup)
            throws IOException {
        DatagramChannel channel = family == null ? DatagramChannel.open() : DatagramChannel.open(family);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
            setUnlessZero(channel, StandardSocketOptions.SO_SNDBUF, options.sendBuffer());
            setUnlessZero(channel, StandardSocketOptions.SO_RCVBUF, options.receiveBuffer());
            setup.apply(channel);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void setUnlessZero(DatagramChannel channel, SocketOption<Integer> option, int value)
            throws IOException {
        if (value > 0) {
            channel.setOption(option, value);
        }
    }
}
