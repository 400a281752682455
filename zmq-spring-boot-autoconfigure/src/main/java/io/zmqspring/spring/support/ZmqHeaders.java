package io.zmqspring.spring.support;

/**
 * Names of the headers that describe where a {@link org.springframework.messaging.Message} came from. All of them are
 * set by the receiving side from what it knows itself; a header of such a name in an outgoing message stays here.
 */
public final class ZmqHeaders {
    /** What all names of this class begin with. */
    public static final String PREFIX = "zmq_";

    /**
     * The receiving socket's routing id of the sender: {@code Integer}, unsigned 32 bits; only from sockets that give such
     * ids (PEER, SERVER).
     */
    public static final String ROUTING_ID = PREFIX + "routingId";

    /** The name of the socket that received the message: {@code String}. */
    public static final String SOCKET = PREFIX + "socket";

    /**
     * The name the sender announced in its handshake: {@code String}; absent if none. It is a claim, unless the authenticator
     * gave the sender its name.
     */
    public static final String PEER_NAME = PREFIX + "peerName";

    /**
     * Whom the socket's authenticator recognised in the sender: {@code String}; absent if nobody. Unlike {@link #PEER_NAME} it
     * is no claim.
     */
    public static final String USER_ID = PREFIX + "userId";

    /** The id the sender gave the message: {@code String}; absent from peers without envelope. */
    public static final String MESSAGE_ID = PREFIX + "messageId";

    /** When the sender made the message, by its own clock: {@code Long}, milliseconds since 1970. */
    public static final String TIMESTAMP = PREFIX + "timestamp";

    /** Present if the sender waits for a reply: {@code String}. The reply repeats it. */
    public static final String REQUEST_ID = PREFIX + "requestId";

    /** On a reply, the {@link #REQUEST_ID} of the request it answers: {@code String}. */
    public static final String IN_REPLY_TO = PREFIX + "inReplyTo";

    /**
     * The identity of the sender, from a ROUTER: {@code String}, as text if it is one, otherwise {@code 0x} and hexadecimal
     * digits; from a DGRAM its address; from a mesh its id. Destinations take it in the same form.
     */
    public static final String IDENTITY = PREFIX + "identity";

    /** The topic, which was the first frame of several (SUB, XSUB) or was subscribed to (XPUB): {@code String}. */
    public static final String TOPIC = PREFIX + "topic";

    /** The group, from a DISH, or from a mesh if the message was for a group: {@code String}. */
    public static final String GROUP = PREFIX + "group";

    /** The name of the mesh that the message came from: {@code String}. */
    public static final String MESH = PREFIX + "mesh";

    /** What happened in the mesh, which is a message from a peer: an {@code io.zmqspring.patterns.mesh.MeshEvent}. */
    public static final String MESH_EVENT = PREFIX + "meshEvent";

    /** From an XPUB, whether {@link #TOPIC} was subscribed to, or given up: {@code Boolean}. */
    public static final String SUBSCRIBED = PREFIX + "subscribed";

    /** The frames of the content, if there are several: {@code List<byte[]>}. The payload is the last one. */
    public static final String FRAMES = PREFIX + "frames";

    /** The message as the socket received it: {@link io.zmqspring.Message}. */
    public static final String RAW = PREFIX + "raw";

    /** How often the message has been given to its listener, if failures are tried again: {@code Integer}, 1 at first. */
    public static final String DELIVERY_ATTEMPT = PREFIX + "deliveryAttempt";

    private ZmqHeaders() {}
}
