package io.zmqspring;

import java.util.Set;

/**
 * The ZeroMQ socket types, under the names that ZMTP puts on the wire (RFC 37/ZMTP 3.1, property {@code Socket-Type}).
 * STREAM and DGRAM speak no ZMTP and so are no names there.
 */
public enum SocketType {
    /** Asks one peer after the other and waits for each answer (RFC 28). */
    REQ("REP", "ROUTER"),
    /** Answers each request before it takes the next (RFC 28). */
    REP("REQ", "DEALER"),
    /** Sends to its peers in turn and receives from all (RFC 28). */
    DEALER("REP", "DEALER", "ROUTER"),
    /** Addresses each peer by its identity, the first frame of every message (RFC 28). */
    ROUTER("REQ", "DEALER", "ROUTER"),
    /** Sends to the peers that subscribed to a prefix of the message (RFC 29). */
    PUB("SUB", "XSUB"),
    /** Receives what it subscribed to (RFC 29). */
    SUB("PUB", "XPUB"),
    /** A PUB that shows the subscriptions of its peers (RFC 29). */
    XPUB("SUB", "XSUB"),
    /** A SUB that subscribes by messages and filters nothing (RFC 29). */
    XSUB("PUB", "XPUB"),
    /** Sends to its peers in turn (RFC 30). */
    PUSH("PULL"),
    /** Receives from its peers in turn (RFC 30). */
    PULL("PUSH"),
    /** Talks to one peer (RFC 31). */
    PAIR("PAIR"),
    /** Sends to its servers in turn and receives from all; single frames (RFC 41). */
    CLIENT("SERVER"),
    /** Answers clients by their routing id; single frames (RFC 41). */
    SERVER("CLIENT"),
    /** Sends to the peers that joined the message's group; single frames (RFC 48). */
    RADIO("DISH"),
    /** Receives the messages of the groups it joined; single frames (RFC 48). */
    DISH("RADIO"),
    /** Sends to its peers in turn; single frames (RFC 49). */
    SCATTER("GATHER"),
    /** Receives from its peers in turn; single frames (RFC 49). */
    GATHER("SCATTER"),
    /** Routes each message by a local routing id; single frames (RFC 51/P2P). */
    PEER("PEER"),
    /** Talks to one peer; single frames (RFC 52). */
    CHANNEL("CHANNEL"),
    /** Talks raw octets with peers outside of ZeroMQ, each by a local routing id; single frames. */
    STREAM(),
    /** Sends and receives datagrams, the first frame being the address of the other side. */
    DGRAM();

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<String> accepted;

    SocketType(String... accepted) {
        this.accepted = Set.of(accepted);
    }

    /**
     * Tells whether sockets of the two types may talk (RFC 37/ZMTP 3.1, "Socket-Type").
     *
     * @param wireName the other side's type as it stands on the wire, upper case
     * @return whether a connection to it is legal
     */
    public boolean accepts(String wireName) {
        return accepted.contains(wireName);
    }

    /**
     * Tells whether messages of this type have one frame only on the wire. RADIO and DISH have two there, group and body,
     * of which the application sees one.
     *
     * @return whether multipart messages are refused, and dropped if they are received
     */
    public boolean isSingleFrame() {
        return switch (this) {
            case CLIENT, SERVER, SCATTER, GATHER, PEER, CHANNEL, STREAM -> true;
            default -> false;
        };
    }

    /**
     * Tells whether the type announces an identity (RFC 37, "Identity").
     *
     * @return whether it does
     */
    public boolean hasIdentity() {
        return this == REQ || this == DEALER || this == ROUTER;
    }
}
