package io.zmqspring.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/** The other side of udp as literal datagrams; what is expected must come within eight seconds. For one thread. */
public final class RawDatagrams implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(8);

    private final DatagramSocket socket;

    private RawDatagrams(DatagramSocket socket) {
        this.socket = socket;
    }

    /** Listens at a free port of the loopback address. */
    public static RawDatagrams open() {
        return open(0);
    }

    public static RawDatagrams open(int port) {
        try {
            return new RawDatagrams(new DatagramSocket(port, InetAddress.getByName("127.0.0.1")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Where a socket of ours may send. */
    public String endpoint() {
        return "udp://127.0.0.1:" + port();
    }

    /** Sends one datagram to where a socket of ours listens. */
    public RawDatagrams send(Endpoint endpoint, String hex) {
        byte[] octets = Hex.bytes(hex);
        try {
            socket.send(new DatagramPacket(
                    octets,
                    octets.length,
                    new InetSocketAddress("127.0.0.1", endpoint.port().orElseThrow())));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next datagram must be this. */
    public RawDatagrams expect(String hex) {
        assertThat(Hex.text(receive())).isEqualTo(Hex.text(Hex.bytes(hex)));
        return this;
    }

    /** The next datagram, whatever it is. */
    public byte[] receive() {
        byte[] octets = receive(DEADLINE);
        assertThat(octets).as("a datagram within " + DEADLINE).isNotNull();
        return octets;
    }

    /** Nothing comes for that long. */
    public void expectSilence(Duration time) {
        assertThat(receive(time)).as("a datagram").isNull();
    }

    private byte[] receive(Duration time) {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        try {
            socket.setSoTimeout((int) time.toMillis());
            socket.receive(packet);
            return Arrays.copyOf(packet.getData(), packet.getLength());
        } catch (SocketTimeoutException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    // ---- what the machine can ------------------------------------------------------------------------------------

    /** Whether this machine has the address. */
    public static boolean canBind(String address) {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(address))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a datagram to that address comes back to who listens everywhere on this machine. */
    public static boolean canReach(String address) {
        try (RawDatagrams sender = open();
                RawDatagrams listener = new RawDatagrams(new DatagramSocket())) {
            sender.socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName(address), listener.port()));
            return listener.receive(Duration.ofSeconds(1)) != null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether multicast works on an interface, or with null on the one that the routes choose. */
    public static boolean canMulticast(String name) {
        try (MulticastSocket socket = new MulticastSocket(0)) {
            NetworkInterface via = name == null ? null : NetworkInterface.getByName(name);
            InetSocketAddress group = new InetSocketAddress("239.255.7.9", socket.getLocalPort());
            socket.joinGroup(group, via);
            if (via != null) {
                socket.setNetworkInterface(via);
            }
            socket.setSoTimeout(1000);
            socket.send(new DatagramPacket(new byte[1], 1, group));
            socket.receive(new DatagramPacket(new byte[1], 1));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
