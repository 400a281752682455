package io.zmqspring.patterns.internal.discovery;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An address that a beacon is sent to, through an interface. */
record BeaconTarget(Nic nic, InetAddress address) {

    /** Everybody in the networks of these interfaces, and on this machine: the loopback network has a broadcast address too. */
    static List<BeaconTarget> of(BeaconSettings settings, List<Nic> nics) {
        InetAddress group = settings.group();
        return group == null ? broadcast(nics) : multicast(nics, group);
    }

    private static List<BeaconTarget> broadcast(List<Nic> nics) {
        return nics.stream()
                .flatMap(nic -> nic.ipv4()
                        .map(Nic.Address::broadcast)
                        .filter(Objects::nonNull)
                        .distinct()
                        .map(address -> new BeaconTarget(nic, address)))
                .toList();
    }

    private static List<BeaconTarget> multicast(List<Nic> nics, InetAddress group) {
        return nics.stream()
                .filter(nic -> canMulticast(nic, group))
                .map(nic -> new BeaconTarget(nic, group))
                .toList();
    }

    /** IPv4 multicast goes through the loopback interface even where that does not say so. */
    private static boolean canMulticast(Nic nic, InetAddress group) {
        boolean ipv4 = group instanceof Inet4Address;
        boolean hasAddress = nic.addresses().stream().anyMatch(each -> each.address() instanceof Inet4Address == ipv4);
        return hasAddress && (nic.multicast() || (ipv4 && nic.loopback()));
    }

    /** As people know it. */
    @Override
    public String toString() {
        return address.getHostAddress() + " on " + nic.name();
    }

    /** Whether beacons from this address are heard on one of these interfaces. */
    static boolean isNear(@Nullable InetAddress from, List<Nic> nics) {
        return from != null
                && nics.stream().flatMap(nic -> nic.addresses().stream()).anyMatch(each -> each.isNeighbour(from));
    }
}
