package io.zmqspring.patterns.internal.discovery;

import io.zmqspring.ZmqException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Chooses the address by which others reach this host. */
public final class OwnAddress {
    /** Interfaces between this host and what runs on it: containers, virtual machines; and tunnels. */
    private static final Pattern VIRTUAL = Pattern.compile(
            "(docker|br-|veth|virbr|vnet|vmnet|vboxnet|cni|flannel|cali|tun|tap|wg|utun|zt|tailscale).*");

    private OwnAddress() {}

    /**
     * The best address now.
     *
     * @param networkInterface the name of the interface it must belong to, or null for any
     * @return one of the interface; or that of a network card, if there is one, before those of tunnels and virtual networks, IPv4
     *     before IPv6; that of the loopback interface if there is no network
     * @throws ZmqException if the interface is not there, not up, or has no address
     */
    public static InetAddress now(@Nullable String networkInterface) {
        List<Nic> up;
        try {
            up = Nic.up();
        } catch (IOException e) {
            throw new ZmqException("the network interfaces cannot be listed: " + e.getMessage(), e);
        }
        InetAddress best = choose(up, networkInterface);
        if (best == null) {
            throw new ZmqException("networkInterface=" + networkInterface
                    + " is not there, not up or has no address; up are "
                    + up.stream().map(Nic::name).toList()
                    + ", or name none to use them all");
        }
        return best;
    }

    /** The best address of these, or null if there is none. */
    static @Nullable InetAddress choose(List<Nic> up, @Nullable String networkInterface) {
        Comparator<Candidate> byWorth = Comparator.comparingInt(Candidate::demerits);
        return Nic.named(up, networkInterface).stream()
                .flatMap(nic -> nic.addresses().stream().map(each -> new Candidate(nic, each.address())))
                .min(byWorth) // the first of equals
                .map(Candidate::address)
                .orElse(null);
    }

    private record Candidate(Nic nic, InetAddress address) {

        int demerits() {
            return (nic.loopback() ? 16 : 0)
                    + (address instanceof Inet4Address ? 0 : 8)
                    + (address.isLinkLocalAddress() ? 4 : 0)
                    + (nic.pointToPoint() ? 2 : 0)
                    + (VIRTUAL.matcher(nic.name().toLowerCase(Locale.ROOT)).matches() ? 1 : 0);
        }
    }

    /**
     * The tcp endpoint of a port at an address.
     *
     * @param address of IPv4 or IPv6; only an address that is valid on one link is written with its link
     */
    public static String endpoint(InetAddress address, int port) {
        return "tcp://" + host(address) + ":" + port;
    }

    private static String host(InetAddress address) {
        String text = address.getHostAddress();
        if (!(address instanceof Inet6Address)) {
            return text;
        }
        int zone = text.indexOf('%');
        return "[" + (zone < 0 || address.isLinkLocalAddress() ? text : text.substring(0, zone)) + "]";
    }
}
