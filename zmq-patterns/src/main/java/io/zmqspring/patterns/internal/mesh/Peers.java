package io.zmqspring.patterns.internal.mesh;

import io.zmqspring.patterns.internal.zre.ZreCommand;
import io.zmqspring.patterns.internal.zre.ZreVersion;
import io.zmqspring.patterns.mesh.MeshEvent;
import io.zmqspring.patterns.mesh.MeshEvent.ExitReason;
import io.zmqspring.patterns.mesh.MeshPeer;
import io.zmqspring.security.CurveKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The peers to whom there is a way: how they come, are spoken to, and go. */
final class Peers {
    private final Outside outside;
    private final Greetings greetings;
    private final Supplier<ZreCommand.Hello> hello;
    private final Map<UUID, Peer> byId = new LinkedHashMap<>();

    /**
     * @param hello our first word, as it is now
     */
    Peers(Outside outside, Greetings greetings, Supplier<ZreCommand.Hello> hello) {
        this.outside = outside;
        this.greetings = greetings;
        this.hello = hello;
    }

    @Nullable
    Peer get(UUID id) {
        return byId.get(id);
    }

    /** All of them, while none comes or goes. */
    Collection<Peer> each() {
        return byId.values();
    }

    /** All that are there now. */
    List<Peer> all() {
        return List.copyOf(byId.values());
    }

    /** Opens the way to a peer and introduces us; null if that blocked it at once. */
    @Nullable
    Peer meet(UUID id, ZreVersion version, String at, @Nullable CurveKey key, long now) {
        Greetings.Greeting greeting = greetings.remove(at);
        if (greeting != null) {
            return adopt(id, greeting, now);
        }
        makeWay(at);
        Peer peer = new Peer(id, version, at, key, outside.connect(at, key), now);
        byId.put(id, peer);
        return send(peer, hello.get()) ? peer : null;
    }

    @Nullable
    Peer meetAgain(Peer peer, ZreVersion version, String at, @Nullable CurveKey key, long now) {
        remove(peer, ExitReason.RESTARTED);
        return meet(peer.id, version, at, key, now);
    }

    /** We have learned who it was whom we greeted. */
    Peer adopt(UUID id, Greetings.Greeting greeting, long now) {
        makeWay(greeting.endpoint());
        Peer peer = new Peer(id, greeting.version(), greeting.endpoint(), null, greeting.link(), now);
        peer.greeted();
        byId.put(id, peer);
        return peer;
    }

    /** Who was at an endpoint is there no more if somebody else is. */
    private void makeWay(String at) {
        for (Peer other : all()) {
            if (other.isAt(at)) {
                remove(other, ExitReason.REPLACED);
            }
        }
    }

    void sendAll(ZreCommand command) {
        all().forEach(peer -> send(peer, command));
    }

    /** A peer that has no room is given up: what is left out would be missing for ever. Its next beacon lets it in again. */
    boolean send(Peer peer, ZreCommand command) {
        boolean sent = peer.send(command);
        if (!sent) {
            remove(peer, ExitReason.BLOCKED);
        }
        return sent;
    }

    void remove(Peer peer, ExitReason reason) {
        byId.remove(peer.id);
        peer.close();
        tellExit(peer, reason);
    }

    void tellExit(Peer peer, ExitReason reason) {
        MeshPeer introduced = peer.introduced();
        if (introduced != null) {
            outside.tell(new MeshEvent.Exited(introduced, reason));
        }
    }
}
