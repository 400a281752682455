package io.zmqspring.spring.core;

import io.zmqspring.spring.support.ZmqHeaders;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * Where a message goes: to a peer by name, to a routing id of a socket, to a topic or group of a socket that publishes, to a socket
 * that chooses the peer itself, or to a group or peer of a mesh. Immutable.
 *
 * <p>A name is first looked for among the connections that were given one when they were configured and the sockets that
 * choose their peers, then among the names that connected peers announced in their handshakes. If several connections bear
 * it, they are taken in turn, connected ones first. A name on a ROUTER socket is the identity of a peer. In a mesh a name is the id
 * of a peer, else a group that somebody is in, else what peers call themselves: several of one name are taken in turn.
 *
 * @param socket the socket to send from; null to find it by the name
 * @param name the name of a connection, a peer or a socket, or a group or peer of a mesh; null if there is a routing id or topic
 * @param routingId the routing id, unsigned 32 bits; 0 if there is none
 * @param topic the topic or group, which may be empty; null if there is none
 * @param mesh the name of the mesh; null for all that goes over sockets
 */
public record ZmqDestination(
        @Nullable String socket,
        @Nullable String name,
        int routingId,
        @Nullable String topic,
        @Nullable String mesh) {
    /** What destinations in meshes begin with, and what stands for the name of a socket where one was used. */
    public static final String MESH_PREFIX = "mesh:";

    /** No socket has this name. */
    static final String MESH = "mesh";

    /**
     * Checks that exactly one of name, routing id and topic is there, a socket with the last two, and no socket with a mesh.
     *
     * @param socket the socket's name, or null
     * @param name the name, or null
     * @param routingId the routing id, or 0
     * @param topic the topic, or null
     * @param mesh the mesh, or null
     * @throws IllegalArgumentException if they do not make a destination
     */
    public ZmqDestination {
        int given = (name == null ? 0 : 1) + (routingId == 0 ? 0 : 1) + (topic == null ? 0 : 1);
        if (given != 1 || (name == null && socket == null) || isEmpty(name)) {
            throw new IllegalArgumentException("socket=" + socket + ", name=" + name + ", routingId="
                    + Integer.toUnsignedString(routingId) + ", topic=" + topic
                    + ": a destination is a name, or a socket with either a routing id that is not 0 or a topic");
        }
        if (isEmpty(socket)) {
            throw new IllegalArgumentException("the socket's name is empty; leave it out to search all sockets");
        }
        requireMesh(mesh, name, socket);
    }

    private static void requireMesh(@Nullable String mesh, @Nullable String name, @Nullable String socket) {
        if (isEmpty(mesh) || (mesh != null && (name == null || socket != null))) {
            throw new IllegalArgumentException("mesh='" + mesh + "', name=" + name + ", socket=" + socket
                    + ": a destination in a mesh has the mesh's name and that of a group or peer, and no socket");
        }
    }

    private static boolean isEmpty(@Nullable String name) {
        return name != null && name.isEmpty();
    }

    /**
     * A destination over sockets.
     *
     * @param socket the socket's name, or null
     * @param name the name, or null
     * @param routingId the routing id, or 0
     * @param topic the topic, or null
     */
    public ZmqDestination(@Nullable String socket, @Nullable String name, int routingId, @Nullable String topic) {
        this(socket, name, routingId, topic, null);
    }

    /**
     * A destination without topic.
     *
     * @param socket the socket's name, or null
     * @param name the name, or null
     * @param routingId the routing id, or 0
     */
    public ZmqDestination(@Nullable String socket, @Nullable String name, int routingId) {
        this(socket, name, routingId, null);
    }

    /**
     * Reads a destination from text: {@code billing} (a name), {@code orders/billing} (a name on the socket
     * {@code orders}), {@code orders/#42} (a routing id of the socket {@code orders}), {@code prices:eur} (the topic or
     * group {@code eur} of the socket {@code prices}) or {@code mesh:fleet/alerts} (the group or peer {@code alerts} of the mesh
     * {@code fleet}).
     *
     * @param text the text
     * @return the destination
     * @throws IllegalArgumentException if the text has none of these forms
     */
    public static ZmqDestination parse(String text) {
        return text.startsWith(MESH_PREFIX) ? parseMesh(text) : parseSocket(text);
    }

    private static ZmqDestination parseSocket(String text) {
        int slash = text.indexOf('/');
        int colon = text.indexOf(':');
        if (colon > 0 && (slash < 0 || colon < slash)) {
            return topic(text.substring(0, colon), text.substring(colon + 1));
        }
        String socket = slash < 0 ? null : text.substring(0, slash);
        String rest = text.substring(slash + 1);
        if (rest.isEmpty() || slash == 0 || colon == 0 || (rest.startsWith("#") && socket == null)) {
            throw malformed(text, null);
        }
        if (!rest.startsWith("#")) {
            return new ZmqDestination(socket, rest, 0);
        }
        try {
            return new ZmqDestination(socket, null, Integer.parseUnsignedInt(rest.substring(1)));
        } catch (IllegalArgumentException notAnId) {
            throw malformed(text, notAnId);
        }
    }

    private static ZmqDestination parseMesh(String text) {
        int slash = text.indexOf('/');
        if (slash <= MESH_PREFIX.length() || slash == text.length() - 1) {
            throw malformed(text, null);
        }
        return mesh(text.substring(MESH_PREFIX.length(), slash), text.substring(slash + 1));
    }

    private static IllegalArgumentException malformed(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "'" + text + "' is no destination; write billing (a name), orders/billing (a name on socket orders),"
                        + " orders/#42 (a routing id, 1 to 4294967295, of socket orders), prices:eur (a topic of"
                        + " socket prices) or mesh:fleet/alerts (a group or peer of the mesh fleet)",
                cause);
    }

    /**
     * A name, looked for on all sockets.
     *
     * @param name the name of a connection, of a peer, or of a socket that chooses its peers
     * @return the destination
     */
    public static ZmqDestination name(String name) {
        return new ZmqDestination(null, Objects.requireNonNull(name, "name"), 0);
    }

    /**
     * A name on one socket.
     *
     * @param socket the socket's name
     * @param name the name of a connection or of a peer; for a ROUTER its identity, binary ones as {@code 0x} and hex digits
     * @return the destination
     */
    public static ZmqDestination name(String socket, String name) {
        return new ZmqDestination(Objects.requireNonNull(socket, "socket"), Objects.requireNonNull(name, "name"), 0);
    }

    /**
     * A routing id of a socket.
     *
     * @param socket the socket's name
     * @param routingId the routing id, not 0
     * @return the destination
     */
    public static ZmqDestination of(String socket, int routingId) {
        return new ZmqDestination(Objects.requireNonNull(socket, "socket"), null, routingId);
    }

    /**
     * A topic of a PUB or XPUB, which becomes the first frame of the message, or a group of a RADIO.
     *
     * @param socket the socket's name
     * @param topic the topic or group
     * @return the destination
     */
    public static ZmqDestination topic(String socket, String topic) {
        return new ZmqDestination(
                Objects.requireNonNull(socket, "socket"), null, 0, Objects.requireNonNull(topic, "topic"));
    }

    /**
     * A group or a peer of a mesh.
     *
     * @param mesh the mesh's name
     * @param name the id of a peer, a group, or what a peer calls itself
     * @return the destination
     */
    public static ZmqDestination mesh(String mesh, String name) {
        return new ZmqDestination(
                null, Objects.requireNonNull(name, "name"), 0, null, Objects.requireNonNull(mesh, "mesh"));
    }

    /**
     * Where a received message came from: the peer where the socket tells peers apart, else the socket.
     *
     * @param message a message with the header {@link ZmqHeaders#SOCKET} and, as the socket has it,
     *     {@link ZmqHeaders#ROUTING_ID} or {@link ZmqHeaders#IDENTITY}, as listeners and inbound adapters receive it; one from a
     *     mesh has {@link ZmqHeaders#MESH} besides
     * @return the destination
     * @throws IllegalArgumentException if the header is missing
     */
    public static ZmqDestination senderOf(Message<?> message) {
        MessageHeaders headers = message.getHeaders();
        if (!(headers.get(ZmqHeaders.SOCKET) instanceof String socket)) {
            throw new IllegalArgumentException("the message has no sender: header " + ZmqHeaders.SOCKET
                    + " (String) is needed, and " + ZmqHeaders.ROUTING_ID
                    + " (Integer) where the socket gives such ids; only received messages have them");
        }
        if (headers.get(ZmqHeaders.ROUTING_ID) instanceof Integer routingId) {
            return of(socket, routingId);
        }
        if (!(headers.get(ZmqHeaders.IDENTITY) instanceof String identity)) {
            return name(socket);
        }
        return headers.get(ZmqHeaders.MESH) instanceof String mesh ? mesh(mesh, identity) : name(socket, identity);
    }

    /** Returns the text form, which {@link #parse(String)} reads. */
    @Override
    public String toString() {
        if (mesh != null) {
            return MESH_PREFIX + mesh + "/" + name;
        }
        if (topic != null) {
            return socket + ":" + topic;
        }
        String rest = name != null ? name : "#" + Integer.toUnsignedString(routingId);
        return socket == null ? rest : socket + "/" + rest;
    }
}
