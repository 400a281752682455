package io.zmqspring.patterns.internal.mesh;

import io.zmqspring.patterns.internal.zre.Beacon;
import io.zmqspring.patterns.internal.zre.ZreCommand;
import io.zmqspring.patterns.internal.zre.ZreMessage;
import io.zmqspring.patterns.internal.zre.ZreVersion;
import io.zmqspring.patterns.mesh.MeshEvent;
import io.zmqspring.patterns.mesh.MeshEvent.ExitReason;
import io.zmqspring.patterns.mesh.MeshPeer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One node: whom it knows, who is in which group, and what is to be done about all that is heard (Harmony; 36/ZRE; 43/ZRE). It does
 * no I/O, owns no thread and reads no clock. One thread at a time.
 *
 * <p>There is a way to every peer it knows, and the first on it is our HELLO. A peer is shown to the application when its own
 * HELLO has come: then both ways are open, and nothing on them is lost while both live.
 */
public final class Mesh {
    private static final String TCP = "tcp://";
    private static final int STATUS_MODULO = 1 << 8;

    /** What we speak until a peer speaks otherwise: Zyre does whatever its beacons say, and discards the other. */
    private static final ZreVersion COMMON = ZreVersion.V2;

    private final Settings settings;
    private final Outside outside;
    private final Map<UUID, Peer> peers = new LinkedHashMap<>();
    private final Set<String> groups = new LinkedHashSet<>();
    private int status;
    private long ignored;

    public Mesh(Settings settings, Outside outside) {
        this.settings = settings;
        this.outside = outside;
    }

    // ---- what is heard -------------------------------------------------------------------------------------------

    /**
     * A beacon came.
     *
     * @param host whom it came from: the sender's address, in brackets if it has colons
     */
    public void onBeacon(Beacon beacon, String host, long now) {
        if (beacon.node().equals(settings.id())) {
            return;
        }
        Peer peer = peers.get(beacon.node());
        if (beacon.isGoodbye()) {
            if (peer != null) {
                remove(peer, ExitReason.LEFT);
            }
            return;
        }
        String endpoint = TCP + host + ":" + beacon.port();
        if (peer == null) {
            meet(beacon.node(), COMMON, endpoint, now);
        } else if (peer.isAt(endpoint)) {
            peer.sign(now);
        } else if (hasMoved(peer, endpoint, now)) {
            meetAgain(peer, peer.version, endpoint, now);
        }
    }

    /**
     * A node with several addresses is heard from each of them, so another address alone means nothing as long as the peer
     * answers where we know it. Another port is another mailbox.
     */
    private boolean hasMoved(Peer peer, String endpoint, long now) {
        return !port(peer.endpoint).equals(port(endpoint)) || now - peer.lastSign >= 2 * settings.evasiveNanos();
    }

    private static String port(String endpoint) {
        return endpoint.substring(endpoint.lastIndexOf(':'));
    }

    /** A message came to our mailbox, from the node that has this id. */
    public void onMessage(UUID from, ZreMessage message, long now) {
        Peer peer = peers.get(from);
        if (from.equals(settings.id())) {
            ignored++;
        } else if (message.command() instanceof ZreCommand.Hello hello) {
            onHello(from, peer, message, hello, now);
        } else if (peer == null || peer.introduced() == null) {
            ignored++; // meant for who had this mailbox before us, or for who we were before
        } else {
            onCommand(peer, peer.introduced(), message, now);
        }
    }

    private void onHello(UUID from, @Nullable Peer known, ZreMessage message, ZreCommand.Hello hello, long now) {
        if (message.sequence() != 1 || !hello.endpoint().startsWith(TCP)) {
            ignored++;
            return;
        }
        Peer peer = known == null
                ? meet(from, message.version(), hello.endpoint(), now)
                : onHelloOfKnown(known, message.version(), hello.endpoint(), now);
        if (peer == null) {
            return;
        }
        peer.sign(now);
        MeshPeer introduced = peer.introduce(hello);
        outside.tell(new MeshEvent.Entered(introduced));
        for (String group : peer.groups) {
            outside.tell(new MeshEvent.Joined(introduced, group));
        }
    }

    /** Whom we have met in another version than it speaks has passed over all that we said. */
    private @Nullable Peer onHelloOfKnown(Peer peer, ZreVersion version, String endpoint, long now) {
        if (version != peer.version) {
            return meetAgain(peer, version, peer.isAt(endpoint) ? peer.endpoint : endpoint, now);
        }
        return peer.introduced() == null ? peer : restart(peer, endpoint, now);
    }

    /**
     * A peer that is there introduces itself anew: it knows nothing of us any more and wants our HELLO, unless it has just had
     * that. Without the exception two nodes whose HELLOs crossed would answer each other for ever.
     */
    private @Nullable Peer restart(Peer peer, String endpoint, long now) {
        if (!peer.answered) {
            Peer again = meetAgain(peer, peer.version, peer.isAt(endpoint) ? peer.endpoint : endpoint, now);
            if (again != null) {
                again.answered = true;
            }
            return again;
        }
        peer.answered = false;
        tellExit(peer, ExitReason.RESTARTED);
        return peer;
    }

    private @Nullable Peer meetAgain(Peer peer, ZreVersion version, String endpoint, long now) {
        remove(peer, ExitReason.RESTARTED);
        return meet(peer.id, version, endpoint, now);
    }

    private void onCommand(Peer peer, MeshPeer introduced, ZreMessage message, long now) {
        if (!peer.isNext(message.sequence())) {
            remove(peer, ExitReason.OUT_OF_STEP);
            return;
        }
        peer.sign(now);
        ZreCommand command = message.command();
        if (command instanceof ZreCommand.Whisper whisper) {
            outside.tell(new MeshEvent.Whisper(introduced, whisper.content()));
        } else if (command instanceof ZreCommand.Shout shout) {
            if (groups.contains(shout.group())) { // else it was on its way while we left
                outside.tell(new MeshEvent.Shout(introduced, shout.group(), shout.content()));
            }
        } else if (command instanceof ZreCommand.Join join) {
            onJoin(peer, introduced, join);
        } else if (command instanceof ZreCommand.Leave leave) {
            onLeave(peer, introduced, leave);
        } else if (command instanceof ZreCommand.Ping) {
            send(peer, new ZreCommand.PingOk());
        } else if (command instanceof ZreCommand.Goodbye) {
            remove(peer, ExitReason.LEFT);
        }
    }

    private void onJoin(Peer peer, MeshPeer introduced, ZreCommand.Join join) {
        if (!peer.isNextStatus(join.status())) {
            remove(peer, ExitReason.OUT_OF_STEP);
        } else if (peer.groups.add(join.group())) {
            outside.tell(new MeshEvent.Joined(introduced, join.group()));
        }
    }

    private void onLeave(Peer peer, MeshPeer introduced, ZreCommand.Leave leave) {
        if (!peer.isNextStatus(leave.status())) {
            remove(peer, ExitReason.OUT_OF_STEP);
        } else if (peer.groups.remove(leave.group())) {
            outside.tell(new MeshEvent.Left(introduced, leave.group()));
        }
    }

    /** What came from a node was no ZRE although it began so. */
    public void onNonsense(UUID from) {
        Peer peer = peers.get(from);
        if (peer == null) {
            ignored++;
        } else {
            remove(peer, ExitReason.OUT_OF_STEP);
        }
    }

    // ---- time ----------------------------------------------------------------------------------------------------

    /** Looks who has been silent for too long. */
    public void onTime(long now) {
        for (Peer peer : List.copyOf(peers.values())) {
            long silent = now - peer.lastSign;
            if (silent >= settings.expireNanos()) {
                remove(peer, ExitReason.SILENT);
            } else if (peer.introduced() == null) {
                askForHello(peer, now);
            } else if (silent >= settings.evasiveNanos()) {
                ask(peer, peer.introduced(), now);
            }
        }
    }

    /** A peer that takes us for introduced although we are not (HELLOs that crossed, an answer that was cut off) hears ours again. */
    private void askForHello(Peer peer, long now) {
        if (now - peer.met >= settings.evasiveNanos()) {
            Peer again = meetAgain(peer, peer.version, peer.endpoint, now);
            if (again != null) {
                again.lastSign = peer.lastSign;
            }
        }
    }

    private void ask(Peer peer, MeshPeer introduced, long now) {
        if (!peer.evasive) {
            peer.evasive = true;
            outside.tell(new MeshEvent.Evasive(introduced));
        } else if (now - peer.lastPing < settings.evasiveNanos()) {
            return;
        }
        peer.lastPing = now;
        send(peer, new ZreCommand.Ping());
    }

    /** When {@link #onTime} is to be called next, at the latest; null if there is nobody to wait for. */
    public @Nullable Long nextTime() {
        Long next = null;
        for (Peer peer : peers.values()) {
            long expires = peer.lastSign + settings.expireNanos();
            long asked = peer.introduced() == null ? peer.met : peer.evasive ? peer.lastPing : peer.lastSign;
            long asks = asked + settings.evasiveNanos();
            long due = asks - expires > 0 ? expires : asks;
            next = next == null || due - next < 0 ? Long.valueOf(due) : next;
        }
        return next;
    }

    // ---- what the application wants ------------------------------------------------------------------------------

    /** Joins a group and tells everybody; nothing if we are in it already. */
    public void join(String group) {
        if (groups.add(group)) {
            status = (status + 1) % STATUS_MODULO;
            sendAll(peers.values(), new ZreCommand.Join(group, status));
        }
    }

    /** Leaves a group and tells everybody; nothing if we are not in it. */
    public void leave(String group) {
        if (groups.remove(group)) {
            status = (status + 1) % STATUS_MODULO;
            sendAll(peers.values(), new ZreCommand.Leave(group, status));
        }
    }

    /** Sends to one peer; false if it is not there, or not any more. */
    public boolean whisper(UUID to, List<byte[]> content) {
        Peer peer = peers.get(to);
        return peer != null && peer.introduced() != null && send(peer, new ZreCommand.Whisper(content));
    }

    /** Sends to each peer that is in a group, whether we are or not; returns how many these are. */
    public int shout(String group, List<byte[]> content) {
        return sendAll(membersOf(group), new ZreCommand.Shout(group, content));
    }

    /** Tells all peers that we leave, for where no beacon does. */
    public void goodbye() {
        sendAll(peers.values(), new ZreCommand.Goodbye());
    }

    /** Closes the ways to all peers. Nothing may be called afterwards. */
    public void stop() {
        List.copyOf(peers.values()).forEach(peer -> remove(peer, ExitReason.STOPPED));
    }

    // ---- what is known -------------------------------------------------------------------------------------------

    /** The peers that have introduced themselves. */
    public List<MeshPeer> peers() {
        return peers.values().stream()
                .map(Peer::introduced)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The groups that we are in. */
    public Set<String> ownGroups() {
        return Set.copyOf(groups);
    }

    /** The groups that some peer is in. */
    public Set<String> peerGroups() {
        Set<String> all = new LinkedHashSet<>();
        peers.values().forEach(peer -> all.addAll(peer.groups));
        return all;
    }

    /** The peers that are in a group. */
    public List<MeshPeer> members(String group) {
        return membersOf(group).stream()
                .map(Peer::introduced)
                .filter(Objects::nonNull)
                .toList();
    }

    /** How many messages were ignored because their sender had not introduced itself, or not well. */
    public long ignored() {
        return ignored;
    }

    private List<Peer> membersOf(String group) {
        return peers.values().stream()
                .filter(peer -> peer.groups.contains(group))
                .toList();
    }

    // ---- peers come and go ---------------------------------------------------------------------------------------

    /** Opens the way to a peer and introduces us; null if that blocked it at once. */
    private @Nullable Peer meet(UUID id, ZreVersion version, String endpoint, long now) {
        for (Peer other : List.copyOf(peers.values())) {
            if (other.isAt(endpoint)) {
                remove(other, ExitReason.REPLACED);
            }
        }
        Peer peer = new Peer(id, version, endpoint, outside.connect(endpoint), now);
        peers.put(id, peer);
        ZreCommand.Hello hello = new ZreCommand.Hello(
                settings.endpoint(), List.copyOf(groups), status, settings.name(), settings.headers());
        return send(peer, hello) ? peer : null;
    }

    private int sendAll(Collection<Peer> receivers, ZreCommand command) {
        int sent = 0;
        for (Peer peer : List.copyOf(receivers)) {
            if (send(peer, command)) {
                sent++;
            }
        }
        return sent;
    }

    /** A peer that has no room is given up: what is left out would be missing for ever. Its next beacon lets it in again. */
    private boolean send(Peer peer, ZreCommand command) {
        boolean sent = peer.send(command);
        if (!sent) {
            remove(peer, ExitReason.BLOCKED);
        }
        return sent;
    }

    private void remove(Peer peer, ExitReason reason) {
        peers.remove(peer.id);
        peer.close();
        tellExit(peer, reason);
    }

    private void tellExit(Peer peer, ExitReason reason) {
        MeshPeer introduced = peer.introduced();
        if (introduced != null) {
            outside.tell(new MeshEvent.Exited(introduced, reason));
        }
    }
}
