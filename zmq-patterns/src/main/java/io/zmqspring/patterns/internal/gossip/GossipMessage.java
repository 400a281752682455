package io.zmqspring.patterns.internal.gossip;

/** What gossips say to each other. */
public sealed interface GossipMessage {

    /** The first word of a client; is answered with all that the server knows. */
    record Hello() implements GossipMessage {}

    /**
     * A tuple.
     *
     * @param key at most 255 octets of UTF-8
     * @param ttl for how many milliseconds it is true, at most 2<sup>32</sup> - 1; 0 for ever, which is all that CZMQ says and heeds
     */
    record Publish(String key, String value, long ttl) implements GossipMessage {}

    /** Of a client, which is forgotten if it is silent. */
    record Ping() implements GossipMessage {}

    /** Of a server, to each PING. */
    record Pong() implements GossipMessage {}

    /** Of a server, to whom it does not know: HELLO must come first, and only once. */
    record Invalid() implements GossipMessage {}
}
