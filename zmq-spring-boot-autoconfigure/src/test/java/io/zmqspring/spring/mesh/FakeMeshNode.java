package io.zmqspring.spring.mesh;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zmqspring.patterns.mesh.MeshEvent;
import io.zmqspring.patterns.mesh.MeshListener;
import io.zmqspring.patterns.mesh.MeshNode;
import io.zmqspring.patterns.mesh.MeshPeer;
import io.zmqspring.patterns.mesh.MeshStats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** A node whose peers a test makes up, and which notes what is sent. */
final class FakeMeshNode implements MeshNode {
    final Map<UUID, MeshPeer> peers = new LinkedHashMap<>();
    final Map<String, Set<UUID>> members = new TreeMap<>();
    final Set<String> groups = new TreeSet<>();
    final List<MeshListener> listeners = new ArrayList<>();

    /** Each as {@code name: text}. */
    final List<String> sent = new ArrayList<>();

    MeshPeer enter(String name, String... joined) {
        MeshPeer peer = new MeshPeer(UUID.randomUUID(), name, "tcp://10.0.0.1:5671", Map.of());
        peers.put(peer.id(), peer);
        for (String group : joined) {
            members.computeIfAbsent(group, key -> new TreeSet<>()).add(peer.id());
        }
        return peer;
    }

    void tell(MeshEvent event) {
        listeners.forEach(listener -> listener.onEvent(event));
    }

    @Override
    public UUID id() {
        return new UUID(1, 2);
    }

    @Override
    public String name() {
        return "me";
    }

    @Override
    public Map<String, String> headers() {
        return Map.of();
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public boolean isRunning() {
        return true;
    }

    @Override
    public String endpoint() {
        return "tcp://127.0.0.1:5671";
    }

    @Override
    public void join(String group) {
        groups.add(group);
    }

    @Override
    public void leave(String group) {
        groups.remove(group);
    }

    @Override
    public boolean whisper(UUID peer, List<byte[]> content) {
        MeshPeer there = peers.get(peer);
        if (there != null) {
            sent.add(there.name() + ": " + new String(content.get(0), UTF_8));
        }
        return there != null;
    }

    @Override
    public boolean whisper(UUID peer, String text) {
        return whisper(peer, List.of(text.getBytes(UTF_8)));
    }

    @Override
    public int shout(String group, List<byte[]> content) {
        Set<UUID> all = members.getOrDefault(group, Set.of());
        all.forEach(peer -> whisper(peer, content));
        return all.size();
    }

    @Override
    public int shout(String group, String text) {
        return shout(group, List.of(text.getBytes(UTF_8)));
    }

    @Override
    public List<MeshPeer> peers() {
        return List.copyOf(peers.values());
    }

    @Override
    public List<MeshPeer> members(String group) {
        return members.getOrDefault(group, Set.of()).stream().map(peers::get).toList();
    }

    @Override
    public Set<String> groups() {
        return Set.copyOf(groups);
    }

    @Override
    public Set<String> peerGroups() {
        return Set.copyOf(members.keySet());
    }

    @Override
    public MeshStats stats() {
        return new MeshStats(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Override
    public void addListener(MeshListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeListener(MeshListener listener) {
        listeners.remove(listener);
    }

    @Override
    public void close() {}
}
