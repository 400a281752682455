package io.zmqspring.patterns.internal.discovery;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A network interface that is up, as it was when it was looked at. Two looks are equal if nothing changed.
 *
 * @param name as {@code eth0}
 * @param index the system's number, another one once it was taken away and added again
 * @param addresses in the system's order
 */
public record Nic(
        String name, int index, boolean loopback, boolean pointToPoint, boolean multicast, List<Address> addresses) {

    /**
     * An address of an interface.
     *
     * @param broadcast reaches everybody in its network; null if it has none, or is IPv6
     * @param prefix how many leading bits the network's addresses have in common
     */
    public record Address(InetAddress address, @Nullable InetAddress broadcast, int prefix) {

        static Address of(InterfaceAddress found) {
            InetAddress address = found.getAddress();
            InetAddress broadcast = found.getBroadcast();
            int prefix = found.getNetworkPrefixLength();
            boolean ofItself = address.isLoopbackAddress() && address instanceof Inet4Address;
            return new Address(
                    address, broadcast == null && ofItself ? last(address.getAddress(), prefix) : broadcast, prefix);
        }

        /** Linux names no broadcast address of its loopback, but it has one. */
        private static InetAddress last(byte[] octets, int prefix) {
            for (int bit = prefix; bit < octets.length * Byte.SIZE; bit++) {
                octets[bit / Byte.SIZE] |= mask(bit);
            }
            try {
                return InetAddress.getByAddress(octets);
            } catch (UnknownHostException e) {
                throw new AssertionError("an address has as many octets as an address", e);
            }
        }

        private static byte mask(int bit) {
            return (byte) (0x80 >> bit % Byte.SIZE);
        }

        /** Whether the other address belongs to the same network. */
        boolean isNeighbour(InetAddress other) {
            byte[] mine = address.getAddress();
            byte[] its = other.getAddress();
            if (mine.length != its.length) {
                return false;
            }
            for (int bit = 0; bit < Math.min(prefix, mine.length * Byte.SIZE); bit++) {
                if (((mine[bit / Byte.SIZE] ^ its[bit / Byte.SIZE]) & mask(bit)) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A copy. */
    public Nic {
        addresses = List.copyOf(addresses);
    }

    /** All interfaces that are up now, in the system's order. */
    public static List<Nic> up() throws IOException {
        List<Nic> up = new ArrayList<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (each.isUp()) {
                up.add(of(each));
            }
        }
        up.sort(Comparator.comparingInt(Nic::index));
        return up;
    }

    private static Nic of(NetworkInterface found) throws IOException {
        return new Nic(
                found.getName(),
                found.getIndex(),
                found.isLoopback(),
                found.isPointToPoint(),
                found.supportsMulticast(),
                found.getInterfaceAddresses().stream()
                        .filter(Objects::nonNull)
                        .map(Address::of)
                        .toList());
    }

    /** Those with this name, or all if there is no name. */
    static List<Nic> named(List<Nic> all, @Nullable String name) {
        return name == null
                ? all
                : all.stream().filter(each -> each.name.equals(name)).toList();
    }

    /** Its addresses of IPv4. */
    Stream<Address> ipv4() {
        return addresses.stream().filter(each -> each.address() instanceof Inet4Address);
    }
}
