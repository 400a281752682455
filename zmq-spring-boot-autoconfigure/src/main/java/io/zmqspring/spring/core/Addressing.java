package io.zmqspring.spring.core;

/** By what a destination tells a socket whom a message is for. */
enum Addressing {
    /** By nothing: the socket chooses the peer, or has only one. */
    NONE,
    /** By a routing id, found by a name. */
    ROUTING_ID,
    /** By the identity of the peer. */
    IDENTITY,
    /** By a topic that goes before the body, or none. */
    TOPIC,
    /** By a group. */
    GROUP
}
