package io.zmqspring.internal.engine;

import io.zmqspring.Endpoint;
import io.zmqspring.SocketOptions;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What tells tcp and ipc apart: addresses and how channels are opened. Everything else they share. */
interface StreamFamily {

    /** Where an endpoint is connected to; throws {@link io.zmqspring.ZmqEndpointException} if it cannot be. */
    Destination destination(Endpoint endpoint, SocketOptions options);

    /** Listens; throws {@link io.zmqspring.ZmqEndpointException} or {@link io.zmqspring.ZmqBindException}. */
    Listener listen(Endpoint endpoint, SocketOptions options);

    /** Sets what every connection of the family gets, before it connects or after it was accepted. */
    void configure(SocketChannel channel, SocketOptions options) throws IOException;

    /** Why an accepted connection is not wanted, or null. */
    default @Nullable String refusal(SocketChannel accepted, SocketOptions options) throws IOException {
        return null;
    }

    /** Both ends of a connection that was accepted by who listens there. */
    Ends ends(SocketChannel channel, Endpoint bound) throws IOException;

    /** Whose share of the handshakes an accepted connection is: its host's or user's, unless one host can be many. */
    default String source(SocketChannel accepted, Ends ends) throws IOException {
        return ends.remoteHost();
    }

    /** One endpoint that is connected to, again and again. */
    interface Destination {
        /** Whether {@link #resolve} may block for a name service. */
        boolean isNamed();

        /** The addresses it stands for now, in the order to be tried. */
        List<SocketAddress> resolve() throws IOException;

        /** Opens a channel for connecting to one of them. */
        SocketChannel open() throws IOException;

        /** Both ends of a connection that was made. */
        Ends ends(SocketChannel channel) throws IOException;

        /** What is to be talked over with a proxy at that address first, or null if there is none. */
        default @Nullable Socks5 proxied() {
            return null;
        }

        /** The resource that the other side is asked for (RFC 37, "Resource Property"); empty for none. */
        default String resource() {
            return "";
        }
    }

    /**
     * A listening channel.
     *
     * @param channel the channel
     * @param endpoint the endpoint with wildcards resolved
     * @param cleanUp what is to be done after the channel was closed
     */
    record Listener(ServerSocketChannel channel, Endpoint endpoint, Closeable cleanUp) {}

    /**
     * The two ends of a connection, for people.
     *
     * @param local ours
     * @param remote the other, as exactly as it is known
     * @param remoteHost what is the same for all connections of one host or user: the property Peer-Address
     */
    record Ends(String local, String remote, String remoteHost) {
        /** Adds the address to what the other side announced; what we see ourselves counts, not what it says. */
        Map<String, String> addTo(Map<String, String> announced) {
            Map<String, String> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            properties.putAll(announced);
            properties.put("Peer-Address", remoteHost);
            return properties;
        }
    }
}
