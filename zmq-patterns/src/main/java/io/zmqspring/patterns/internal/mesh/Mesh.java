package io.zmqspring.patterns.internal.mesh;

import io.zmqspring.patterns.internal.zre.ZreCommand;
import io.zmqspring.patterns.internal.zre.ZreMessage;
import io.zmqspring.patterns.internal.zre.ZreVersion;
import io.zmqspring.patterns.mesh.MeshEvent;
import io.zmqspring.patterns.mesh.MeshEvent.ExitReason;
import io.zmqspring.patterns.mesh.MeshPeer;
import io.zmqspring.patterns.mesh.discovery.Sighting;
import io.zmqspring.security.CurveKey;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
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
    private final Greetings greetings;
    private final Peers peers;
    private final Set<String> groups = new LinkedHashSet<>();
    private String endpoint;
    private int status;
    private long ignored;

    public Mesh(Settings settings, Outside outside) {
        this.settings = settings;
        this.outside = outside;
        this.endpoint = settings.endpoint();
        this.greetings = new Greetings(outside);
        this.peers = new Peers(outside, greetings, this::hello);
    }

    // ---- what is heard -------------------------------------------------------------------------------------------

    /** A node was seen. */
    public void onSeen(Sighting other, long now) {
        if (other.id().equals(settings.id()) || (settings.secure() && other.key() == null)) {
            return;
        }
        Peer peer = peers.get(other.id());
        if (peer == null && isCrowded()) {
            ignored++;
        } else if (peer == null) {
            peers.meet(other.id(), ZreVersion.of(other.version()), other.endpoint(), other.key(), now);
        } else if (peer.isAt(other.endpoint())) {
            peer.sign(now);
        } else if (peer.hasMoved(other.endpoint(), now, settings)) {
            peers.meetAgain(peer, peer.version, other.endpoint(), other.key(), now);
        }
    }

    /** A node has said goodbye. */
    public void onLeft(UUID id) {
        Peer peer = peers.get(id);
        if (peer != null) {
            peers.remove(peer, ExitReason.LEFT);
        }
    }

    /** Somebody may be at an endpoint; who it is we shall learn when our HELLO is answered. */
    public void onReachable(String at, long now) {
        if (!settings.secure() // its key would have to be known
                && !isCrowded()
                && !at.equals(endpoint)
                && peers.each().stream().noneMatch(peer -> peer.maybeAt(at))) {
            greetings.greet(at, new ZreMessage(COMMON, 1, hello()), now);
        }
    }

    /**
     * A message came to our mailbox.
     *
     * @param from the node that sent it
     * @param address from which it came, null if that is not known
     */
    public void onMessage(UUID from, @Nullable String address, ZreMessage message, long now) {
        Peer peer = peers.get(from);
        if (from.equals(settings.id())) {
            ignored++;
            greetings.reachedOurselves(address, endpoint);
        } else if (message.command() instanceof ZreCommand.Hello hello) {
            onHello(from, address, message, hello, now);
        } else if (peer == null || peer.introduced() == null) {
            ignored++; // meant for who had this mailbox before us, or for who we were before
        } else {
            onCommand(peer, peer.introduced(), message, now);
        }
    }

    private void onHello(UUID from, @Nullable String address, ZreMessage message, ZreCommand.Hello hello, long now) {
        Peer known = peers.get(from);
        CurveKey key = PublicKeyHeader.of(hello.headers());
        if (!isWelcome(message, hello, key) || (known == null && isCrowded())) {
            ignored++;
            return;
        }
        Greetings.Greeting greeting = greetings.answered(hello.endpoint(), address);
        Peer peer;
        if (greeting != null && known == null && greeting.version() == message.version()) {
            peer = peers.adopt(from, greeting, now);
        } else {
            if (greeting != null) {
                greeting.link().close(); // there is a way already, or what was said on this one was passed over
            }
            peer = known == null
                    ? peers.meet(from, message.version(), hello.endpoint(), key, now)
                    : onHelloOfKnown(known, message.version(), hello.endpoint(), key, now);
        }
        if (peer != null) {
            enter(peer, hello, address, now);
        }
    }

    private boolean isWelcome(ZreMessage message, ZreCommand.Hello hello, @Nullable CurveKey key) {
        return message.sequence() == 1 && hello.endpoint().startsWith(TCP) && (key != null || !settings.secure());
    }

    private void enter(Peer peer, ZreCommand.Hello hello, @Nullable String address, long now) {
        peer.sign(now);
        MeshPeer introduced = peer.introduce(hello, address);
        outside.tell(new MeshEvent.Entered(introduced));
        for (String group : peer.groups) {
            outside.tell(new MeshEvent.Joined(introduced, group));
        }
    }

    /** Whom we have met in another version than it speaks has passed over all that we said. */
    private @Nullable Peer onHelloOfKnown(Peer peer, ZreVersion version, String at, @Nullable CurveKey key, long now) {
        String where = peer.isAt(at) ? peer.endpoint : at;
        if (version != peer.version) {
            return peers.meetAgain(peer, version, where, key, now);
        }
        return peer.introduced() == null ? peer : restart(peer, where, key, now);
    }

    /**
     * A peer that is there introduces itself anew: it knows nothing of us any more and wants our HELLO, unless it has just had
     * that. Without the exception two nodes whose HELLOs crossed would answer each other for ever.
     */
    private @Nullable Peer restart(Peer peer, String at, @Nullable CurveKey key, long now) {
        if (!peer.answered) {
            Peer again = peers.meetAgain(peer, peer.version, at, key, now);
            if (again != null) {
                again.answered = true;
            }
            return again;
        }
        peer.answered = false;
        peers.tellExit(peer, ExitReason.RESTARTED);
        return peer;
    }

    /** Anybody can make up nodes, and each costs us a socket. */
    private boolean isCrowded() {
        return peers.each().size() >= settings.maxPeers();
    }

    private void onCommand(Peer peer, MeshPeer introduced, ZreMessage message, long now) {
        if (!peer.isNext(message.sequence())) {
            peers.remove(peer, ExitReason.OUT_OF_STEP);
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
            peers.send(peer, new ZreCommand.PingOk());
        } else if (command instanceof ZreCommand.Goodbye) {
            peers.remove(peer, ExitReason.LEFT);
        }
    }

    private void onJoin(Peer peer, MeshPeer introduced, ZreCommand.Join join) {
        if (!peer.isNextStatus(join.status())) {
            peers.remove(peer, ExitReason.OUT_OF_STEP);
        } else if (peer.groups.add(join.group())) {
            outside.tell(new MeshEvent.Joined(introduced, join.group()));
        }
    }

    private void onLeave(Peer peer, MeshPeer introduced, ZreCommand.Leave leave) {
        if (!peer.isNextStatus(leave.status())) {
            peers.remove(peer, ExitReason.OUT_OF_STEP);
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
            peers.remove(peer, ExitReason.OUT_OF_STEP);
        }
    }

    // ---- time ----------------------------------------------------------------------------------------------------

    /** Looks who has been silent for too long. */
    public void onTime(long now) {
        for (Peer peer : peers.all()) {
            long silent = now - peer.lastSign;
            if (silent >= settings.expireNanos()) {
                peers.remove(peer, ExitReason.SILENT);
            } else if (peer.introduced() == null) {
                askForHello(peer, now);
            } else {
                ask(peer, peer.introduced(), silent, now);
            }
        }
        greetings.onTime(now, settings.evasiveNanos());
    }

    /** A peer that takes us for introduced although we are not (HELLOs that crossed, an answer that was cut off) hears ours again. */
    private void askForHello(Peer peer, long now) {
        if (now - peer.met >= settings.evasiveNanos()) {
            Peer again = peers.meetAgain(peer, peer.version, peer.endpoint, peer.key, now);
            if (again != null) {
                again.lastSign = peer.lastSign;
            }
        }
    }

    private void ask(Peer peer, MeshPeer introduced, long silent, long now) {
        if (silent >= settings.evasiveNanos() && !peer.evasive) {
            peer.evasive = true;
            outside.tell(new MeshEvent.Evasive(introduced));
        }
        if (silent >= settings.pingNanos() && now - peer.lastHeardOrAsked() >= settings.pingNanos()) {
            peer.lastPing = now;
            peers.send(peer, new ZreCommand.Ping());
        }
    }

    /** We have not listened for a while: what was not heard in it means nothing. */
    public void onDeafness(long nanos) {
        peers.each().forEach(peer -> peer.lastSign += nanos);
    }

    /** When {@link #onTime} is to be called next, at the latest; null if there is nobody to wait for. */
    public @Nullable Long nextTime() {
        Long next = greetings.isEmpty() ? null : Long.valueOf(greetings.nextTime(settings.evasiveNanos()));
        for (Peer peer : peers.each()) {
            long due = peer.nextTime(settings);
            next = next == null || due - next < 0 ? Long.valueOf(due) : next;
        }
        return next;
    }

    // ---- what the application wants ------------------------------------------------------------------------------

    /** Joins a group and tells everybody; nothing if we are in it already. */
    public void join(String group) {
        if (groups.add(group)) {
            status = (status + 1) % STATUS_MODULO;
            peers.sendAll(new ZreCommand.Join(group, status));
        }
    }

    /** Leaves a group and tells everybody; nothing if we are not in it. */
    public void leave(String group) {
        if (groups.remove(group)) {
            status = (status + 1) % STATUS_MODULO;
            peers.sendAll(new ZreCommand.Leave(group, status));
        }
    }

    /** What became of a message of the application. */
    public enum Outcome {
        /** It is on its way. */
        SENT,
        /** There is no such peer, or not any more, or not in this group. */
        NO_PEER,
        /** The peer's queue is full; the message may be sent again later, or the peer be {@linkplain #giveUp given up}. */
        NO_ROOM
    }

    /** Sends to one peer. */
    public Outcome whisper(UUID to, List<byte[]> content) {
        Peer peer = peers.get(to);
        if (peer == null || peer.introduced() == null) {
            return Outcome.NO_PEER;
        }
        return peer.send(new ZreCommand.Whisper(content)) ? Outcome.SENT : Outcome.NO_ROOM;
    }

    /**
     * Sends to each peer that is in a group, whether we are or not.
     *
     * @param full those that had no room are added to it
     * @return to how many it was sent
     */
    public int shout(String group, List<byte[]> content, Collection<UUID> full) {
        ZreCommand.Shout shout = new ZreCommand.Shout(group, content);
        int sent = 0;
        for (Peer peer : peers.each()) {
            if (peer.groups.contains(group)) {
                if (peer.send(shout)) {
                    sent++;
                } else {
                    full.add(peer.id);
                }
            }
        }
        return sent;
    }

    /** Sends to one peer what was shouted to a group while the peer had no room. */
    public Outcome shoutTo(UUID to, String group, List<byte[]> content) {
        Peer peer = peers.get(to);
        if (peer == null || !peer.groups.contains(group)) {
            return Outcome.NO_PEER;
        }
        return peer.send(new ZreCommand.Shout(group, content)) ? Outcome.SENT : Outcome.NO_ROOM;
    }

    /** The way to a peer, to wait for room on it; null if there is none. */
    public Outside.@Nullable Link linkTo(UUID id) {
        Peer peer = peers.get(id);
        return peer == null ? null : peer.link;
    }

    /** A peer has made no room in all the time it had. */
    public void giveUp(UUID id) {
        Peer peer = peers.get(id);
        if (peer != null) {
            peers.remove(peer, ExitReason.BLOCKED);
        }
    }

    /** Tells others from now on that we are at another endpoint. */
    public void moveTo(String newEndpoint) {
        endpoint = newEndpoint;
    }

    /** Tells all peers that we leave, for where no beacon does. */
    public void goodbye() {
        peers.sendAll(new ZreCommand.Goodbye());
    }

    /** Closes the ways to all peers. Nothing may be called afterwards. */
    public void stop() {
        peers.all().forEach(peer -> peers.remove(peer, ExitReason.STOPPED));
        greetings.close();
    }

    // ---- what is known -------------------------------------------------------------------------------------------

    /** The peers that have introduced themselves. */
    public List<MeshPeer> peers() {
        return introduced(peer -> true);
    }

    /** The groups that we are in. */
    public Set<String> ownGroups() {
        return Set.copyOf(groups);
    }

    /** The groups that some peer is in. */
    public Set<String> peerGroups() {
        Set<String> all = new LinkedHashSet<>();
        peers.each().forEach(peer -> all.addAll(peer.groups));
        return all;
    }

    /** The peers that are in a group. */
    public List<MeshPeer> members(String group) {
        return introduced(peer -> peer.groups.contains(group));
    }

    private List<MeshPeer> introduced(Predicate<Peer> which) {
        return peers.each().stream()
                .filter(which)
                .map(Peer::introduced)
                .filter(Objects::nonNull)
                .toList();
    }

    /** How many messages and sightings were ignored: their sender had not introduced itself, or not well, or there are too many. */
    public long ignored() {
        return ignored;
    }

    private ZreCommand.Hello hello() {
        return new ZreCommand.Hello(endpoint, List.copyOf(groups), status, settings.name(), settings.headers());
    }
}
