package io.zmqspring.sample.web;

import io.zmqspring.sample.web.Snapshot.PeerView;
import io.zmqspring.sample.web.Snapshot.SocketView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who is connected to whom, as far as the sockets of this process know.
 *
 * @param nodes the sockets of this process, and their peers elsewhere
 * @param links their connections, each once, also where both ends are in this process
 */
record Topology(List<Node> nodes, List<Link> links) {

    /**
     * A socket, here or elsewhere.
     *
     * @param id tells nodes apart, the same in the next snapshot
     * @param name what people call it
     * @param own whether it is a socket of this process
     * @param listens whether others connect to it
     */
    record Node(String id, String name, boolean own, boolean listens) {}

    /**
     * A connection, up or not.
     *
     * @param from the node that connects
     * @param to the node that listens
     * @param state the connection's state
     * @param messages how many went over it, both ways
     */
    record Link(String from, String to, String state, long messages) {}

    static Topology of(List<SocketView> sockets) {
        return new Builder(sockets).build();
    }

    private static final class Builder {
        private static final Pattern HOST_AND_PORT = Pattern.compile("(?:\\w+://)?(.*):(\\d+)");
        private static final Pattern ANY_HOST = Pattern.compile("0\\.0\\.0\\.0|\\[?[0:]+]?|\\*");
        private static final Pattern THIS_HOST = Pattern.compile("127\\.[\\d.]+|localhost|\\[?[0:]*:1]?");

        private final List<SocketView> sockets;
        private final Map<String, Node> nodes = new LinkedHashMap<>();
        private final List<Link> links = new ArrayList<>();
        private final List<String> within = new ArrayList<>();

        Builder(List<SocketView> sockets) {
            this.sockets = sockets;
        }

        Topology build() {
            sockets.forEach(socket -> node(
                    socket.name(), socket.announced(), true, !socket.bound().isEmpty()));
            sockets.forEach(socket -> each(socket, peer -> !peer.accepted(), this::made));
            sockets.forEach(socket -> each(socket, PeerView::accepted, this::accepted));
            return new Topology(List.copyOf(nodes.values()), links);
        }

        private interface Visitor {
            void visit(SocketView socket, PeerView peer);
        }

        private static void each(SocketView socket, Predicate<PeerView> which, Visitor visitor) {
            socket.peers().stream().filter(which).forEach(peer -> visitor.visit(socket, peer));
        }

        private String node(String id, String name, boolean own, boolean listens) {
            nodes.putIfAbsent(id, new Node(id, name, own, listens));
            return id;
        }

        private void made(SocketView socket, PeerView peer) {
            String to = sockets.stream()
                    .filter(other -> other.bound().stream().anyMatch(bound -> isAt(bound, peer.address())))
                    .findFirst()
                    .map(other -> {
                        within.add(key(other.name(), socket.announced()));
                        return other.name();
                    })
                    .orElseGet(() -> node("to " + peer.name() + " " + peer.endpoint(), peer.name(), false, true));
            link(socket.name(), to, peer);
        }

        /** The other end of a connection that we have seen from the end that made it is not drawn again. */
        private void accepted(SocketView socket, PeerView peer) {
            if (!within.remove(key(socket.name(), peer.name()))) {
                link(
                        node(socket.name() + " " + peer.name() + " " + peer.address(), peer.name(), false, false),
                        socket.name(),
                        peer);
            }
        }

        private static String key(String socket, String announced) {
            return socket + " " + announced;
        }

        private void link(String from, String to, PeerView peer) {
            links.add(new Link(from, to, peer.state(), peer.received() + peer.sent()));
        }

        /** Whether who listens at an endpoint is the one at an address. */
        private static boolean isAt(String bound, String address) {
            if (bound.equals(address) || bound.endsWith("://" + address)) {
                return true;
            }
            Matcher here = HOST_AND_PORT.matcher(bound);
            Matcher there = HOST_AND_PORT.matcher(address);
            return here.matches()
                    && there.matches()
                    && here.group(2).equals(there.group(2))
                    && (ANY_HOST.matcher(here.group(1)).matches()
                            || THIS_HOST.matcher(here.group(1)).matches())
                    && THIS_HOST.matcher(there.group(1)).matches();
        }
    }
}
