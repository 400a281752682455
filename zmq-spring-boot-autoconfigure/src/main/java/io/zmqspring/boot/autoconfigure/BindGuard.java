package io.zmqspring.boot.autoconfigure;

import io.zmqspring.Endpoint;
import io.zmqspring.SocketType;
import io.zmqspring.ZmqSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Keeps sockets that anybody may talk to, or listen in on, from listening where other machines reach them. */
public final class BindGuard {
    private static final Set<String> NETWORKS = Set.of("tcp", "udp");

    private final Predicate<String> insecureAllowed;

    /**
     * Makes a guard.
     *
     * @param insecureAllowed tells by the name of a socket whether it may listen anywhere all the same
     */
    BindGuard(Predicate<String> insecureAllowed) {
        this.insecureAllowed = insecureAllowed;
    }

    /**
     * Checks an endpoint before it is bound.
     *
     * @param name the socket's name
     * @param socket the socket
     * @param endpoint where it is to listen
     * @throws ZmqSecurityException if it must not
     */
    void check(String name, ZmqSocket socket, String endpoint) {
        if (isProtected(socket) || insecureAllowed.test(name) || !isExposed(Endpoint.parse(endpoint))) {
            return;
        }
        boolean securable = socket.type() != SocketType.STREAM && !endpoint.startsWith("udp:");
        throw new ZmqSecurityException(
                "zmq.sockets." + name + ".bind",
                endpoint + " can be reached from other machines, and the socket is not encrypted (its mechanism is "
                        + socket.options().security().mechanism() + ")",
                "listen at an address of this machine alone, as tcp://127.0.0.1:5555, or "
                        + (securable ? "set 'zmq.sockets." + name + ".security.mechanism=curve', or " : "")
                        + "if the network lets in nobody else, set 'zmq.sockets." + name
                        + ".allow-insecure-bind=true'");
    }

    private static boolean isProtected(ZmqSocket socket) {
        return socket.options().security().isEncrypted();
    }

    /**
     * Tells whether other machines can reach who listens at an endpoint. A host that cannot be looked up is left to bind, which says
     * so better.
     *
     * @param endpoint where somebody is to listen
     * @return whether they can
     */
    public static boolean isExposed(Endpoint endpoint) {
        if (!NETWORKS.contains(endpoint.scheme())) {
            return false;
        }
        String host = host(endpoint.address());
        if (host.equals("*")) {
            return true;
        }
        try {
            NetworkInterface named = NetworkInterface.getByName(host);
            return named == null
                    ? Stream.of(InetAddress.getAllByName(host)).anyMatch(address -> !address.isLoopbackAddress())
                    : !named.isLoopback();
        } catch (UnknownHostException | SocketException unknown) {
            return false;
        }
    }

    /** Of {@code [source;]host:port[/resource]}, without the brackets of IPv6. */
    private static String host(String address) {
        String target = address.replaceFirst("/.*", "").replaceFirst("^.*;", "").replaceFirst(":[^:]*$", "");
        return target.startsWith("[") && target.endsWith("]") ? target.substring(1, target.length() - 1) : target;
    }
}
