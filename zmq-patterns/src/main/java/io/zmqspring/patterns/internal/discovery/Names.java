package io.zmqspring.patterns.internal.discovery;

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

    /** All addresses of a host; may take its time. */
    List<InetAddress> addresses(String host) throws UnknownHostException;

    /** Whether it is an address of this machine. */
    boolean isOurs(InetAddress address) throws SocketException;
}
