package io.zmqspring.spring.core;

import io.zmqspring.spring.support.ZmqHeaders;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * Where a message goes: to a peer by name, or to a routing id of a socket. Immutable.
 *
 * <p>A name is first looked for among the connections that were given one when they were configured, then among the
 * names that connected peers announced in their handshakes. If several connections bear it, they are taken in turn,
 * connected ones first.
 *
 * @param socket the socket to send from; null to find it by the name
 * @param name the name of a connection or of a peer; null if there is a routing id
 * @param routingId the routing id, unsigned 32 bits; 0 if there is a name
 */
public record ZmqDestination(
        @Nullable String socket, @Nullable String name, int routingId) {

    /**
     * Checks that exactly one of name and routing id is there, and a socket with the latter.
     *
     * @param socket the socket's name, or null
     * @param name the name, or null
     * @param routingId the routing id, or 0
     * @throws IllegalArgumentException if they do not make a destination
     */
    public ZmqDestination {
        if (name == null ? routingId == 0 || socket == null : routingId != 0 || name.isEmpty()) {
            throw new IllegalArgumentException("socket=" + socket + ", name=" + name + ", routingId="
                    + Integer.toUnsignedString(routingId)
                    + ": a destination is a name, or a socket with a routing id that is not 0");
        }
        if (socket != null && socket.isEmpty()) {
            throw new IllegalArgumentException("the socket's name is empty; leave it out to search all sockets");
        }
    }

    /**
     * Reads a destination from text: {@code billing} (a name), {@code orders/billing} (a name on the socket
     * {@code orders}) or {@code orders/#42} (a routing id of the socket {@code orders}).
     *
     * @param text the text
     * @return the destination
     * @throws IllegalArgumentException if the text has none of these forms
     */
    public static ZmqDestination parse(String text) {
        int slash = text.indexOf('/');
        String socket = slash < 0 ? null : text.substring(0, slash);
        String rest = text.substring(slash + 1);
        if (rest.isEmpty() || slash == 0 || (rest.startsWith("#") && socket == null)) {
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

    private static IllegalArgumentException malformed(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "'" + text + "' is no destination; write billing (a name), orders/billing (a name on socket orders)"
                        + " or orders/#42 (a routing id, 1 to 4294967295, of socket orders)",
                cause);
    }

    /**
     * A name, looked for on all sockets.
     *
     * @param name the name of a connection or of a peer
     * @return the destination
     */
    public static ZmqDestination name(String name) {
        return new ZmqDestination(null, Objects.requireNonNull(name, "name"), 0);
    }

    /**
     * A name on one socket.
     *
     * @param socket the socket's name
     * @param name the name of a connection or of a peer
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
     * The peer that a received message came from.
     *
     * @param message a message with the headers {@link ZmqHeaders#SOCKET} and {@link ZmqHeaders#ROUTING_ID}, as
     *     listeners and inbound adapters receive it
     * @return the destination
     * @throws IllegalArgumentException if a header is missing
     */
    public static ZmqDestination senderOf(Message<?> message) {
        MessageHeaders headers = message.getHeaders();
        if (headers.get(ZmqHeaders.SOCKET) instanceof String socket
                && headers.get(ZmqHeaders.ROUTING_ID) instanceof Integer routingId) {
            return of(socket, routingId);
        }
        throw new IllegalArgumentException("the message has no sender: headers " + ZmqHeaders.SOCKET + " (String) and "
                + ZmqHeaders.ROUTING_ID + " (Integer) are needed; only received messages have them");
    }

    /** Returns the text form, which {@link #parse(String)} reads. */
    @Override
    public String toString() {
        String rest = name != null ? name : "#" + Integer.toUnsignedString(routingId);
        return socket == null ? rest : socket + "/" + rest;
    }
}
