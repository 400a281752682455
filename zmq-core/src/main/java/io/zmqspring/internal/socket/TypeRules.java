package io.zmqspring.internal.socket;

import io.zmqspring.SocketOptions;
import io.zmqspring.SocketType;
import io.zmqspring.security.Security;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** What differs from socket type to socket type and is no matter of routing. */
final class TypeRules {
    private static final Set<SocketType> CONNECTS_ONCE =
            EnumSet.of(SocketType.PUB, SocketType.SUB, SocketType.REQ, SocketType.DEALER);
    private static final Set<SocketType> HEARS_DISCONNECT =
            EnumSet.of(SocketType.ROUTER, SocketType.SERVER, SocketType.PEER);
    private static final Set<SocketType> HEARS_HICCUP =
            EnumSet.of(SocketType.DEALER, SocketType.CLIENT, SocketType.PEER);
    private static final Set<SocketType> CONFLATES =
            EnumSet.of(SocketType.PUSH, SocketType.PULL, SocketType.PUB, SocketType.SUB, SocketType.DEALER);

    private final SocketType type;

    TypeRules(SocketType type) {
        this.type = type;
    }

    /** Refuses options that contradict what the type is for. */
    void check(SocketOptions options) {
        if (options.conflate() && !CONFLATES.contains(type)) {
            throw new IllegalArgumentException("conflate=true: only " + CONFLATES
                    + " may keep the last message alone, a " + type + " needs all; set it to false");
        }
        if (type == SocketType.STREAM && !options.security().equals(Security.none())) {
            throw new IllegalArgumentException("security=" + options.security()
                    + ": a STREAM speaks no ZMTP and has no handshake; leave it out, or use another type");
        }
        if (options.immediate() && (type == SocketType.PEER || type == SocketType.STREAM)) {
            throw new IllegalArgumentException("immediate=true: connect of a " + type
                    + " returns a routing id to which messages" + " are queued at once; set it to false");
        }
    }

    /** Whether connecting again to the same endpoint is ignored, as libzmq does. */
    boolean connectsOnce() {
        return CONNECTS_ONCE.contains(type);
    }

    /** Whether it can receive a notice that a peer has gone. */
    boolean hearsDisconnect() {
        return HEARS_DISCONNECT.contains(type);
    }

    /** Whether it can receive a notice that a connection it made broke. */
    boolean hearsHiccup() {
        return HEARS_HICCUP.contains(type);
    }

    /** How long a close lingers: not at all where nothing can be queued to be sent. */
    Duration linger(Duration wanted) {
        return type == SocketType.SUB || type == SocketType.DISH ? Duration.ZERO : wanted;
    }
}
