package io.zmqspring.spring.core;

import io.zmqspring.Connectable;
import io.zmqspring.PeerInfo;
import io.zmqspring.PeerSocket;
import io.zmqspring.PeerState;
import io.zmqspring.RoutedSocket;
import io.zmqspring.StreamSocket;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqEndpointException;
import io.zmqspring.ZmqSocket;
import io.zmqspring.ZmqUnroutableException;
import io.zmqspring.spring.support.ZmqWireHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One socket of {@link ZmqSockets}: who can be reached over it by name. The table of names is rebuilt only when the
 * socket's topology or the named connections have changed. Thread-safe: tables are immutable but for their turns.
 */
final class SocketDirectory {
    private static final Log logger = LogFactory.getLog(SocketDirectory.class);

    private final String name;
    private final ZmqSocket socket;
    private final ZmqSocketReader reader;
    private final Lock lock = new ReentrantLock();
    private volatile List<NamedConnection> connections = List.of();
    private volatile @Nullable Table table;

    SocketDirectory(String name, ZmqSocket socket) {
        this.name = name;
        this.socket = socket;
        this.reader = new ZmqSocketReader(name, socket);
    }

    String name() {
        return name;
    }

    ZmqSocket socket() {
        return socket;
    }

    ZmqSocketReader reader() {
        return reader;
    }

    void add(NamedConnection connection) {
        lock.lock();
        try {
            connections =
                    Stream.concat(connections.stream(), Stream.of(connection)).toList();
        } finally {
            lock.unlock();
        }
    }

    void remove(NamedConnection connection) {
        lock.lock();
        try {
            List<NamedConnection> left = new ArrayList<>(connections);
            if (left.remove(connection)) {
                connections = List.copyOf(left);
            }
        } finally {
            lock.unlock();
        }
    }

    void removeAll() {
        lock.lock();
        try {
            connections = List.of();
        } finally {
            lock.unlock();
        }
    }

    List<NamedConnection> connections() {
        return connections;
    }

    /** Returns the routing id of the new connection, 0 if the socket's type gives none. */
    int connect(String endpoint) {
        if (socket instanceof PeerSocket peer) {
            return peer.connect(endpoint);
        }
        if (socket instanceof StreamSocket stream) {
            return stream.connect(endpoint);
        }
        if (socket instanceof Connectable connects) {
            connects.connect(endpoint);
            return 0;
        }
        throw new IllegalArgumentException("a " + socket.type() + " socket connects to nobody; bind it");
    }

    void disconnect(NamedConnection connection) {
        try {
            if (connection.routingId() != 0 && socket instanceof RoutedSocket routed) {
                routed.disconnectPeer(connection.routingId());
            } else {
                socket.disconnect(connection.endpoint());
            }
        } catch (ZmqUnroutableException | ZmqEndpointException | ZmqClosedException over) {
            logger.debug("Connection " + connection + " of socket '" + name + "' is over already", over);
        }
    }

    /** Returns the peer of a named connection, as far as the socket tells its peers apart: by id, or else by endpoint. */
    Optional<PeerInfo> peer(NamedConnection connection) {
        return connection.routingId() != 0 && socket instanceof RoutedSocket routed
                ? routed.peer(connection.routingId())
                : socket.peers().stream().filter(peer -> isAt(connection, peer)).findFirst();
    }

    private static boolean isAt(NamedConnection connection, PeerInfo peer) {
        return !peer.accepted() && peer.endpoint().toString().equals(connection.endpoint());
    }

    Dialect dialect() {
        return reader.dialect();
    }

    /** Whether peers of this socket are known by name. */
    private boolean hasNames() {
        return dialect().addressing() == Addressing.ROUTING_ID;
    }

    /** Whether a message to this name is for this socket: one of its connections, or the socket where that is enough. */
    boolean hasConnection(String peer) {
        if (!hasNames()) {
            return name.equals(peer) && (dialect().can(Can.SEND) || dialect().can(Can.ASK));
        }
        return table().configured.containsKey(peer);
    }

    boolean hasPeer(String peer) {
        return hasNames() && table().announced.containsKey(peer);
    }

    Stream<String> connectionNames() {
        return hasNames() ? table().configured.keySet().stream() : Stream.of(name);
    }

    Stream<String> peerNames() {
        return hasNames() ? table().announced.keySet().stream() : Stream.empty();
    }

    /** Returns the routing id whose turn it is, or 0 if nobody has the name. */
    int next(String peer) {
        Table current = table();
        Turns turns = current.configured.getOrDefault(peer, current.announced.get(peer));
        return turns == null ? 0 : turns.next();
    }

    private Table table() {
        // The version is read before the peers: a change in between makes the table look stale and be rebuilt.
        long version = socket.topologyVersion();
        List<NamedConnection> named = connections;
        Table current = table;
        if (current == null || current.version != version || current.named != named) {
            current = Table.of(version, named, socket.peers(), current);
            table = current;
        }
        return current;
    }

    private record Table(
            long version, List<NamedConnection> named, Map<String, Turns> configured, Map<String, Turns> announced) {

        static Table of(long version, List<NamedConnection> named, List<PeerInfo> peers, @Nullable Table previous) {
            Set<Integer> connected = new HashSet<>();
            Map<String, List<Integer>> announced = new HashMap<>();
            for (PeerInfo peer : peers) {
                if (peer.state() == PeerState.CONNECTED) {
                    connected.add(peer.routingId());
                    String peerName = peer.properties().get(ZmqWireHeaders.PEER_NAME_PROPERTY);
                    if (peerName != null && !peerName.isEmpty()) {
                        announced
                                .computeIfAbsent(peerName, key -> new ArrayList<>())
                                .add(peer.routingId());
                    }
                }
            }
            return new Table(
                    version,
                    named,
                    turns(
                            configured(withIds(named, peers), connected),
                            previous == null ? Map.of() : previous.configured),
                    turns(announced, previous == null ? Map.of() : previous.announced));
        }

        /** A SERVER gives no id when it connects, but knows one. */
        private static List<NamedConnection> withIds(List<NamedConnection> named, List<PeerInfo> peers) {
            return named.stream()
                    .map(connection -> connection.routingId() != 0
                            ? connection
                            : new NamedConnection(
                                    connection.name(),
                                    connection.endpoint(),
                                    peers.stream()
                                            .filter(peer -> isAt(connection, peer))
                                            .mapToInt(PeerInfo::routingId)
                                            .findFirst()
                                            .orElse(0)))
                    .filter(connection -> connection.routingId() != 0)
                    .toList();
        }

        private static Map<String, List<Integer>> configured(List<NamedConnection> named, Set<Integer> connected) {
            Map<String, List<Integer>> all = new HashMap<>();
            Map<String, List<Integer>> up = new HashMap<>();
            for (NamedConnection connection : named) {
                all.computeIfAbsent(connection.name(), key -> new ArrayList<>()).add(connection.routingId());
                if (connected.contains(connection.routingId())) {
                    up.computeIfAbsent(connection.name(), key -> new ArrayList<>())
                            .add(connection.routingId());
                }
            }
            all.putAll(up);
            return all;
        }

        private static Map<String, Turns> turns(Map<String, List<Integer>> ids, Map<String, Turns> previous) {
            Map<String, Turns> turns = new HashMap<>();
            ids.forEach((peer, routingIds) -> {
                Turns before = previous.get(peer);
                AtomicInteger counter = before == null ? new AtomicInteger() : before.counter;
                turns.put(peer, new Turns(List.copyOf(routingIds), counter));
            });
            return turns;
        }
    }

    private record Turns(List<Integer> routingIds, AtomicInteger counter) {
        int next() {
            return routingIds.get(Math.floorMod(counter.getAndIncrement(), routingIds.size()));
        }
    }
}
