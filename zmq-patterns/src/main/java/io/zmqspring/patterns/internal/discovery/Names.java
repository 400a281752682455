package io.zmqspring.patterns.internal.discovery;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/** What the machine knows of names and addresses. */
interface Names {
    /** The real one. */
    Names SYSTEM = new Names() {
        @Override
        public List<InetAddress> addresses(String host) throws UnknownHostException {
            return List.of(InetAddress.getAllByName(host));
        }

        @Override
        public boolean isOurs(InetAddress address) throws SocketException {
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        }
    };

    /**
     * The addresses at which a host, or each of the hosts of this name, has mailboxes: those of IPv4 if there are any. Whoever has an
     * address of either kind is not to be met twice.
     */
    default List<InetAddress> mailboxes(String host) throws UnknownHostException {
        List<InetAddress> all = addresses(host);
        List<InetAddress> ipv4 =
                all.stream().filter(Inet4Address.class::isInstance).toList();
        return ipv4.isEmpty() ? all : ipv4;
    }

    /** All addresses of a host, at least one; may take its time. */
    List<InetAddress> addresses(String host) throws UnknownHostException;

    /** Whether it is an address of this machine. */
    boolean isOurs(InetAddress address) throws SocketException;
}
