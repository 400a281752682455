package io.zmqspring.spring.mesh;

import io.zmqspring.Message;
import io.zmqspring.patterns.mesh.MeshNode;
import io.zmqspring.patterns.mesh.MeshPeer;
import io.zmqspring.patterns.mesh.MeshStats;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqDestinationException;
import io.zmqspring.spring.core.ZmqMeshes;
import io.zmqspring.spring.listener.DirectListener;
import io.zmqspring.spring.support.LogText;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;

/**
 * The directory of the application's mesh nodes by name. What they notice goes to listener methods and becomes application events; who
 * has a destination sends through it. Thread-safe. It neither starts nor stops nodes.
 */
public final class MeshNodes implements ZmqMeshes {
    private static final int MOST_SHOWN = 20;
    private static final int UUID_LENGTH = 36;

    private final SortedSet<String> names;
    private final Map<String, Entry> entries = new HashMap<>();
    private final AtomicInteger turns = new AtomicInteger();

    private record Entry(MeshNode node, MeshDispatch dispatch) {}

    /**
     * Makes a directory and begins to listen to the nodes.
     *
     * @param nodes the nodes by name
     * @param events publishes what happens to peers
     */
    public MeshNodes(Map<String, MeshNode> nodes, ApplicationEventPublisher events) {
        nodes.forEach((name, node) -> {
            MeshDispatch dispatch = new MeshDispatch(name, events);
            node.addListener(dispatch);
            entries.put(name, new Entry(node, dispatch));
        });
        this.names = Collections.unmodifiableSortedSet(new TreeSet<>(entries.keySet()));
    }

    @Override
    public Set<String> names() {
        return names;
    }

    /**
     * Returns a node.
     *
     * @param name its name
     * @return the node
     * @throws IllegalArgumentException if there is none of that name
     */
    public MeshNode node(String name) {
        return entry(name).node;
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException(unknown(name));
        }
        return entry;
    }

    private String unknown(String name) {
        return "no mesh is named '" + name + "'; known: " + names + "; configure it, for instance by zmq.mesh." + name
                + ".groups, or correct the name";
    }

    /**
     * Adds a listener of messages, and joins its group.
     *
     * @param mesh the mesh's name; null for the only one
     * @param group the group; null for messages to this node alone
     * @param listener makes the listener, given the mesh's name
     * @throws IllegalArgumentException if there is no such mesh, or there are several and none is named
     */
    void listen(@Nullable String mesh, @Nullable String group, ListenerMaker listener) {
        String name = mesh == null ? only() : mesh;
        Entry entry = entry(name);
        entry.dispatch.add(group, listener.make(name));
        if (group != null) {
            entry.node.join(group);
        }
    }

    /** Makes the listener of a mesh. */
    @FunctionalInterface
    interface ListenerMaker {
        DirectListener make(String mesh);
    }

    private String only() {
        if (names.size() != 1) {
            throw new IllegalArgumentException(
                    names.isEmpty()
                            ? "there is no mesh to listen to; configure one, for instance by"
                                    + " zmq.mesh.fleet.groups=alerts"
                            : "there are several meshes, " + names + "; say which by the attribute 'mesh'");
        }
        return names.first();
    }

    /** Waits for what listeners are still doing. */
    public void awaitListeners() {
        entries.values().forEach(entry -> entry.dispatch.awaitEnd());
    }

    @Override
    public void send(ZmqDestination destination, Message content) {
        Entry entry = entries.get(destination.mesh());
        String to = destination.name();
        if (entry == null || to == null) {
            throw new ZmqDestinationException(destination.toString(), unknown(String.valueOf(destination.mesh())));
        }
        MeshNode node = entry.node;
        UUID id = id(to);
        boolean known = id != null
                ? node.whisper(id, content.frames())
                : node.shout(to, content.frames()) > 0
                        || node.groups().contains(to)
                        || node.peerGroups().contains(to)
                        || whisper(node, to, content.frames());
        if (!known) {
            throw new ZmqDestinationException(destination.toString(), nobody(node));
        }
    }

    private static @Nullable UUID id(String text) {
        if (text.length() != UUID_LENGTH) {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException name) {
            return null;
        }
    }

    /** Of several peers of one name takes another each time; one that has just gone is passed over. */
    private boolean whisper(MeshNode node, String name, List<byte[]> content) {
        List<MeshPeer> named =
                node.peers().stream().filter(peer -> peer.name().equals(name)).toList();
        int first = turns.getAndIncrement();
        for (int i = 0; i < named.size(); i++) {
            if (node.whisper(named.get(Math.floorMod(first + i, named.size())).id(), content)) {
                return true;
            }
        }
        return false;
    }

    private static String nobody(MeshNode node) {
        return "no peer has this id or name, and nobody is in a group of this name; peers: "
                + some(node.peers().stream().map(peer -> peer.name() + " (" + peer.id() + ")"))
                + ", groups: "
                + some(Stream.of(node.groups(), node.peerGroups()).flatMap(Collection::stream))
                + "; join the group to make it known here (zmq.mesh.<name>.groups), or wait for the peer";
    }

    private static List<String> some(Stream<String> names) {
        return names.map(LogText::printable)
                .distinct()
                .sorted()
                .limit(MOST_SHOWN)
                .toList();
    }

    @Override
    public State state(String name) {
        MeshNode node = entry(name).node;
        Map<UUID, Set<String>> groups = new HashMap<>();
        for (String group : node.peerGroups()) {
            node.members(group)
                    .forEach(peer -> groups.computeIfAbsent(peer.id(), id -> new TreeSet<>())
                            .add(group));
        }
        boolean running = node.isRunning();
        return new State(
                running,
                node.id().toString(),
                node.name(),
                running ? node.endpoint() : null,
                new TreeMap<>(node.headers()),
                new TreeSet<>(node.groups()),
                node.peers().stream()
                        .map(peer -> new Peer(
                                peer.id().toString(),
                                peer.name(),
                                peer.endpoint(),
                                new TreeMap<>(peer.headers()),
                                groups.getOrDefault(peer.id(), Set.of())))
                        .toList());
    }

    @Override
    public Counts counts(String name) {
        MeshNode node = entry(name).node;
        MeshStats stats = node.stats();
        return new Counts(
                node.peers().size(),
                stats.sent(),
                stats.received(),
                stats.entered(),
                stats.exited(),
                stats.evasive(),
                stats.blocked(),
                stats.ignored(),
                stats.waiting());
    }
}
