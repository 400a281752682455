package io.zmqspring.spring.core;

import io.zmqspring.PeerInfo;
import io.zmqspring.ZmqSocket;
import io.zmqspring.spring.support.LogText;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of the application's sockets by name, and of their named connections. Thread-safe. It neither opens nor
 * closes sockets; closing it stops the threads that read them.
 */
public final class ZmqSockets implements AutoCloseable {
    private static final int MOST_NAMES_SHOWN = 20;

    private final Map<String, SocketDirectory> sockets = new ConcurrentHashMap<>();

    private volatile ZmqMeshes meshes = ZmqMeshes.NONE;

    /** Makes an empty directory. */
    public ZmqSockets() {}

    /**
     * Adds meshes, to which whoever sends over these sockets can send as well.
     *
     * @param meshes the application's meshes; none by default
     */
    public void setMeshes(ZmqMeshes meshes) {
        this.meshes = Objects.requireNonNull(meshes, "meshes");
    }

    /**
     * Returns the meshes.
     *
     * @return the application's meshes
     */
    public ZmqMeshes meshes() {
        return meshes;
    }

    /**
     * Adds a socket.
     *
     * @param name its name, without {@code /}, {@code #} and {@code :}; not {@code mesh}
     * @param socket the socket
     * @throws IllegalArgumentException if the name cannot be part of a destination
     * @throws IllegalStateException if another socket has the name
     */
    public void add(String name, ZmqSocket socket) {
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('#') >= 0 || name.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "socket name '" + name + "' must be neither empty nor contain /, # or :, which destinations use");
        }
        if (name.equals(ZmqDestination.MESH)) {
            throw new IllegalArgumentException("a socket cannot be named 'mesh': destinations of meshes begin with"
                    + " mesh:; choose another name");
        }
        if (sockets.putIfAbsent(name, new SocketDirectory(name, socket)) != null) {
            throw new IllegalStateException("there is already a socket named '" + name + "'; choose another name");
        }
    }

    /**
     * Gives a connection a name. Several connections of a socket may share one; they are then taken in turn.
     *
     * @param socket the name of the socket that connected
     * @param connection the connection's name, not beginning with {@code #}
     * @param endpoint the endpoint as given to connect
     * @param routingId the routing id that connect returned, 0 if it returns none
     * @throws ZmqUnknownSocketException if there is no such socket
     */
    public void addConnection(String socket, String connection, String endpoint, int routingId) {
        requireName(connection);
        directory(socket).add(new NamedConnection(connection, endpoint, routingId));
    }

    private static void requireName(String connection) {
        if (connection.isEmpty() || connection.startsWith("#")) {
            throw new IllegalArgumentException("connection name '" + connection
                    + "' must be neither empty nor begin with #, which stands for a routing id");
        }
    }

    /**
     * Connects a socket in the background and gives the connection a name.
     *
     * @param socket the socket's name
     * @param connection the connection's name, not beginning with {@code #}; several may share one
     * @param endpoint where to
     * @return the connection
     * @throws ZmqUnknownSocketException if there is no such socket
     * @throws io.zmqspring.ZmqEndpointException if the endpoint is malformed
     * @throws IllegalArgumentException if sockets of the type connect to nobody
     */
    public NamedConnection connect(String socket, String connection, String endpoint) {
        requireName(connection);
        SocketDirectory directory = directory(socket);
        NamedConnection made = new NamedConnection(connection, endpoint, directory.connect(endpoint));
        directory.add(made);
        return made;
    }

    /**
     * Ends a named connection and forgets its name; what is queued for it is sent within the linger. Nothing happens if it
     * is over already.
     *
     * @param socket the socket's name
     * @param connection one of its connections
     * @throws ZmqUnknownSocketException if there is no such socket
     */
    public void disconnect(String socket, NamedConnection connection) {
        SocketDirectory directory = directory(socket);
        directory.remove(connection);
        directory.disconnect(connection);
    }

    /**
     * Forgets the name of one connection, which stays: nothing more is sent to it by that name.
     *
     * @param socket the socket's name
     * @param connection one of its connections
     * @throws ZmqUnknownSocketException if there is no such socket
     */
    public void removeConnection(String socket, NamedConnection connection) {
        directory(socket).remove(connection);
    }

    /**
     * Forgets the named connections of a socket, after it was disconnected.
     *
     * @param socket the socket's name
     * @throws ZmqUnknownSocketException if there is no such socket
     */
    public void removeConnections(String socket) {
        directory(socket).removeAll();
    }

    /**
     * Returns the names of all sockets.
     *
     * @return a sorted snapshot
     */
    public Set<String> names() {
        return new TreeSet<>(sockets.keySet());
    }

    /**
     * Returns a socket.
     *
     * @param name its name
     * @return the socket
     * @throws ZmqUnknownSocketException if there is none of that name
     */
    public ZmqSocket get(String name) {
        return directory(name).socket();
    }

    /**
     * Returns the named connections of a socket, in the order they were added.
     *
     * @param socket the socket's name
     * @return an unmodifiable snapshot
     * @throws ZmqUnknownSocketException if there is no such socket
     */
    public List<NamedConnection> connections(String socket) {
        return directory(socket).connections();
    }

    /**
     * Returns the peer at the other end of a named connection.
     *
     * @param socket the socket's name
     * @param connection one of its connections
     * @return the peer; empty if the socket has given it up
     * @throws ZmqUnknownSocketException if there is no such socket
     */
    public Optional<PeerInfo> peer(String socket, NamedConnection connection) {
        return directory(socket).peer(connection);
    }

    /**
     * Returns the reader of a socket, always the same one.
     *
     * @param socket the socket's name
     * @return the reader
     * @throws ZmqUnknownSocketException if there is no such socket
     */
    public ZmqSocketReader reader(String socket) {
        return directory(socket).reader();
    }

    /**
     * Finds the socket and the peer to send to. For a name that several connections share each call returns the next one.
     *
     * @param destination the destination, not in a mesh
     * @return the route; a routing id or identity that was given is passed on unchecked
     * @throws ZmqUnknownSocketException if the destination names a socket that does not exist
     * @throws ZmqDestinationException if nobody has the name, or peers of several sockets have it, or sockets
     *     of the type are addressed otherwise
     * @throws UnsupportedOperationException if it is in a mesh
     */
    public ZmqRoute route(ZmqDestination destination) {
        String name = destination.name();
        if (destination.mesh() != null) {
            throw new UnsupportedOperationException("a request cannot go to '" + destination
                    + "', since messages of a mesh name no request that they answer; send, and let the other side's"
                    + " answer come to a @ZmqMeshListener");
        }
        if (destination.socket() == null) {
            return routeByName(destination, String.valueOf(name), sockets.values());
        }
        SocketDirectory directory = directory(destination.socket());
        Addressing addressing = directory.dialect().addressing();
        if (name != null && addressing == Addressing.ROUTING_ID) {
            return routeByName(destination, name, List.of(directory));
        }
        String address = name != null ? name : destination.topic();
        Addressing given = name != null
                ? Addressing.IDENTITY
                : address == null
                        ? Addressing.ROUTING_ID
                        : addressing == Addressing.GROUP ? Addressing.GROUP : Addressing.TOPIC;
        if (given != addressing) {
            throw new ZmqDestinationException(destination.toString(), misaddressed(directory));
        }
        return new ZmqRoute(destination, directory.dialect(), destination.routingId(), address);
    }

    /** Returns the configured connection that a destination names; null if it names none. */
    @Nullable
    String connectionOf(ZmqRoute route) {
        String name = route.destination().name();
        return name != null && directory(route.socketName()).hasConnection(name) ? name : null;
    }

    private static String misaddressed(SocketDirectory directory) {
        String socket = directory.name();
        String form = switch (directory.dialect().addressing()) {
            case NONE -> socket;
            case ROUTING_ID -> socket + "/name or " + socket + "/#42";
            case IDENTITY -> socket + "/identity";
            case TOPIC -> socket + ":topic";
            case GROUP -> socket + ":group";
        };
        return "a " + directory.dialect().type() + " socket is not addressed so; write " + form;
    }

    /** Ends all receiving by templates, listeners and adapters. The sockets themselves stay open. */
    @Override
    public void close() {
        sockets.values().forEach(directory -> directory.reader().close());
    }

    private ZmqRoute routeByName(ZmqDestination destination, String name, Collection<SocketDirectory> candidates) {
        SocketDirectory owner = only(destination, candidates, directory -> directory.hasConnection(name));
        if (owner == null) {
            owner = only(destination, candidates, directory -> directory.hasPeer(name));
        }
        if (owner == null && destination.socket() == null) {
            owner = sockets.get(name); // its type does not send: who tries is told so
        }
        boolean byId = owner == null || owner.dialect().addressing() == Addressing.ROUTING_ID;
        int routingId = owner == null || !byId ? 0 : owner.next(name);
        if (owner == null || (byId && routingId == 0)) {
            throw new ZmqDestinationException(destination.toString(), nobody(candidates));
        }
        return new ZmqRoute(destination, owner.dialect(), routingId, null);
    }

    private static @Nullable SocketDirectory only(
            ZmqDestination destination, Collection<SocketDirectory> candidates, Predicate<SocketDirectory> test) {
        SocketDirectory found = null;
        for (SocketDirectory candidate : candidates) {
            if (!test.test(candidate)) {
                continue;
            }
            if (found != null) {
                throw new ZmqDestinationException(
                        destination.toString(),
                        "sockets '" + found.name() + "' and '" + candidate.name() + "' both have it; write "
                                + found.name() + "/" + destination.name() + " or " + candidate.name() + "/"
                                + destination.name());
            }
            found = candidate;
        }
        return found;
    }

    private static String nobody(Collection<SocketDirectory> candidates) {
        return "nobody has that name; connections: "
                + some(candidates.stream().flatMap(SocketDirectory::connectionNames))
                + ", connected peers that announced a name: "
                + some(candidates.stream().flatMap(SocketDirectory::peerNames))
                + "; configure a connection of that name or wait for the peer";
    }

    private static List<String> some(Stream<String> names) {
        return names.map(LogText::printable)
                .distinct()
                .sorted()
                .limit(MOST_NAMES_SHOWN)
                .toList();
    }

    private SocketDirectory directory(String socket) {
        SocketDirectory directory = sockets.get(socket);
        if (directory == null) {
            throw new ZmqUnknownSocketException(socket, names());
        }
        return directory;
    }
}
