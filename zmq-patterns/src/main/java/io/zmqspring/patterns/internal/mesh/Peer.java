package io.zmqspring.patterns.internal.mesh;

import io.zmqspring.patterns.internal.zre.ZreCommand;
import io.zmqspring.patterns.internal.zre.ZreMessage;
import io.zmqspring.patterns.internal.zre.ZreVersion;
import io.zmqspring.patterns.mesh.MeshPeer;
import io.zmqspring.security.CurveKey;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a node knows of one other, from the moment there is a way to it until that is closed. */
final class Peer {
    private static final int MODULO = 1 << 16;
    private static final int STATUS_MODULO = 1 << 8;

    final UUID id;
    /** In what we speak to it. */
    final ZreVersion version;
    /** Where we send to. */
    final String endpoint;

    final Set<String> groups = new LinkedHashSet<>();
    /** With what we encrypt; null if we do not. */
    final @Nullable CurveKey key;

    final Outside.Link link;
    private int sent;
    private int heard;
    private int status;
    private @Nullable MeshPeer introduced;
    /** Its mailbox at the address from which it speaks, which is not always the one that it tells. */
    private @Nullable String heardAt;

    final long met;
    long lastSign;
    long lastPing;
    boolean evasive;
    /** Our HELLO answered one of a peer that was there already; it may answer in turn, and that needs no answer. */
    boolean answered;

    Peer(UUID id, ZreVersion version, String endpoint, @Nullable CurveKey key, Outside.Link link, long now) {
        this.id = id;
        this.version = version;
        this.endpoint = endpoint;
        this.key = key;
        this.link = link;
        this.met = now;
        this.lastSign = now;
        this.lastPing = now;
    }

    /** The peer as it has introduced itself; null before it has. */
    @Nullable
    MeshPeer introduced() {
        return introduced;
    }

    /**
     * Takes its first message.
     *
     * @param address from which it came, null if that is not known
     */
    MeshPeer introduce(ZreCommand.Hello hello, @Nullable String address) {
        heardAt = address == null ? null : Greetings.at(address, hello.endpoint());
        MeshPeer peer = new MeshPeer(id, hello.name(), hello.endpoint(), hello.headers());
        introduced = peer;
        heard = 1;
        status = hello.status();
        groups.clear();
        groups.addAll(hello.groups());
        return peer;
    }

    /** Counts a message that came; false if it is not the next. */
    boolean isNext(int sequence) {
        heard = (heard + 1) % MODULO;
        return sequence == heard;
    }

    /** Counts a change of groups; false if the peer has counted otherwise. */
    boolean isNextStatus(int told) {
        status = (status + 1) % STATUS_MODULO;
        return told == status;
    }

    /** Sends it the next message; false if there is no room for it, as if it had not been tried. */
    boolean send(ZreCommand command) {
        int next = (sent + 1) % MODULO;
        boolean taken = link.send(new ZreMessage(version, next, command));
        if (taken) {
            sent = next;
        }
        return taken;
    }

    /** Our HELLO is on the way already. */
    void greeted() {
        sent = 1;
    }

    void sign(long now) {
        lastSign = now;
        evasive = false;
    }

    long lastHeardOrAsked() {
        return lastPing - lastSign > 0 ? lastPing : lastSign;
    }

    boolean isAt(String other) {
        return endpoint.equals(other)
                || (introduced != null && introduced.endpoint().equals(other));
    }

    /** Whether it must be supposed to be there: another HELLO would tell it that we know nothing of it any more. */
    boolean maybeAt(String other) {
        return isAt(other) || other.equals(heardAt);
    }

    /**
     * Whether it is at another endpoint now. A node with several addresses is heard from each of them, so another address alone
     * means nothing as long as the peer answers where we know it. Another port is another mailbox.
     */
    boolean hasMoved(String to, long now, Settings settings) {
        return !port(endpoint).equals(port(to)) || now - lastSign >= 2 * settings.evasiveNanos();
    }

    private static String port(String endpoint) {
        return endpoint.substring(endpoint.lastIndexOf(':'));
    }

    /** When something is to be done about it if nothing is heard of it. */
    long nextTime(Settings settings) {
        long expires = lastSign + settings.expireNanos();
        long asks = introduced == null ? met + settings.evasiveNanos() : lastHeardOrAsked() + settings.pingNanos();
        long evades = introduced == null || evasive ? expires : lastSign + settings.evasiveNanos();
        return earlier(asks, earlier(evades, expires));
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    void close() {
        link.close();
    }
}
