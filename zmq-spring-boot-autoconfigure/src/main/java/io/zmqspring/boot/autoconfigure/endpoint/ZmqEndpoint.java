package io.zmqspring.boot.autoconfigure.endpoint;

import io.zmqspring.DropReason;
import io.zmqspring.PeerInfo;
import io.zmqspring.SocketStats;
import io.zmqspring.Traffic;
import io.zmqspring.ZmqProxy;
import io.zmqspring.ZmqSocket;
import io.zmqspring.spring.core.NamedConnection;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.listener.ZmqListenerContainer;
import io.zmqspring.spring.support.LogText;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows the sockets and meshes, their peers and their counters. What other sides said about themselves is shown as printable ASCII of
 * limited length. Listeners can be paused and resumed if {@code management.endpoint.zmq.access} is {@code unrestricted};
 * by default nothing can be changed.
 */
@Endpoint(id = "zmq", defaultAccess = Access.READ_ONLY)
public final class ZmqEndpoint {
    private static final String LISTENERS = "listeners";
    static final int MOST_PEERS = 100;
    private static final int MOST_ERROR = 256;
    static final int MOST_PROPERTIES = 32;

    private final ZmqSockets sockets;
    private final Supplier<List<ZmqListenerContainer>> listeners;
    private final Supplier<Map<String, ZmqProxy>> proxies;

    /**
     * Makes an endpoint.
     *
     * @param sockets the sockets to show
     * @param listeners finds the listener containers there are
     * @param proxies finds the proxies there are, by name
     */
    public ZmqEndpoint(
            ZmqSockets sockets,
            Supplier<List<ZmqListenerContainer>> listeners,
            Supplier<Map<String, ZmqProxy>> proxies) {
        this.proxies = proxies;
        this.sockets = sockets;
        this.listeners = listeners;
    }

    /**
     * Shows all sockets and meshes, each with its first 100 peers.
     *
     * @return the sockets, proxies and meshes by name
     */
    @ReadOperation
    public ZmqDescriptor zmq() {
        Map<String, SocketDescriptor> all = new LinkedHashMap<>();
        sockets.names().forEach(name -> all.put(name, describe(name, MOST_PEERS)));
        Map<String, ProxyDescriptor> between = new TreeMap<>();
        proxies.get().forEach((name, proxy) -> between.put(name, describe(proxy)));
        Map<String, MeshDescriptor> meshes = new LinkedHashMap<>();
        sockets.meshes().names().forEach(name -> meshes.put(name, MeshDescriptor.of(sockets.meshes(), name)));
        return new ZmqDescriptor(all, between, meshes);
    }

    private static ProxyDescriptor describe(ZmqProxy proxy) {
        return new ProxyDescriptor(proxy.isRunning(), proxy.statistics());
    }

    /**
     * Shows one socket with all its peers.
     *
     * @param name the socket's name
     * @return the socket, null if there is none of that name
     */
    @ReadOperation
    public @Nullable SocketDescriptor socket(@Selector String name) {
        return sockets.names().contains(name) ? describe(name, Integer.MAX_VALUE) : null;
    }

    /** What can be done with a listener. */
    public enum ListenerState {
        /** It takes no more messages, which wait in its sockets' queues. */
        PAUSED,
        /** It takes messages. */
        RUNNING
    }

    /**
     * Pauses or resumes a listener.
     *
     * @param kind always {@code listeners}
     * @param id the listener's id
     * @param state what it shall be
     * @return what it is then
     * @throws InvalidEndpointRequestException if there is no such listener, or it is stopped
     */
    @WriteOperation
    public ListenerDescriptor change(@Selector String kind, @Selector String id, ListenerState state) {
        if (!kind.equals(LISTENERS)) {
            throw invalid("only " + LISTENERS + " can be changed, not '" + LogText.printable(kind) + "'");
        }
        ZmqListenerContainer listener = listeners.get().stream()
                .filter(container -> container.getId().equals(id))
                .findFirst()
                .orElseThrow(() -> invalid("there is no listener '" + LogText.printable(id) + "', only "
                        + listeners.get().stream()
                                .map(ZmqListenerContainer::getId)
                                .toList()));
        if (!listener.isRunning()) {
            throw invalid("listener '" + id + "' is stopped; only who runs can be paused or resumed");
        }
        switch (state) {
            case PAUSED -> listener.pause();
            case RUNNING -> listener.resume();
        }
        return describe(listener);
    }

    private static InvalidEndpointRequestException invalid(String reason) {
        return new InvalidEndpointRequestException(reason, reason);
    }

    private SocketDescriptor describe(String name, int mostPeers) {
        ZmqSocket socket = sockets.get(name);
        Map<String, String> connections = new HashMap<>();
        sockets.connections(name).forEach(named -> connections.putIfAbsent(key(named), named.name()));
        List<PeerInfo> peers = socket.peers();
        SocketStats stats = socket.stats();
        return new SocketDescriptor(
                socket.type().name(),
                socket.boundEndpoints().stream().map(Object::toString).toList(),
                stats.connections(),
                stats.reconnects(),
                stats.handshakeFailures(),
                stats.traffic(),
                new TreeMap<>(stats.dropped()),
                sockets.reader(name).pendingRequests(),
                sockets.reader(name).lateReplies(),
                listeners(name),
                peers.size(),
                peers.stream()
                        .limit(mostPeers)
                        .map(peer -> describe(peer, connections))
                        .toList());
    }

    /** Connections are told apart by routing id, or by endpoint where there are none. */
    private static String key(NamedConnection connection) {
        return connection.routingId() == 0 ? connection.endpoint() : Integer.toUnsignedString(connection.routingId());
    }

    private static @Nullable String name(PeerInfo peer, Map<String, String> connections) {
        String byId = connections.get(Integer.toUnsignedString(peer.routingId()));
        return byId != null ? byId : connections.get(peer.endpoint().toString());
    }

    private List<ListenerDescriptor> listeners(String socket) {
        return listeners.get().stream()
                .filter(listener -> listener.getSockets().contains(socket))
                .map(ZmqEndpoint::describe)
                .toList();
    }

    private static ListenerDescriptor describe(ZmqListenerContainer listener) {
        return new ListenerDescriptor(
                listener.getId(),
                listener.isRunning(),
                listener.isPaused(),
                listener.getReceivedCount(),
                listener.getFailedCount());
    }

    private static PeerDescriptor describe(PeerInfo peer, Map<String, String> connections) {
        return new PeerDescriptor(
                Integer.toUnsignedString(peer.routingId()),
                peer.accepted() ? null : name(peer, connections),
                peer.endpoint().toString(),
                printable(peer.remoteAddress()),
                peer.accepted(),
                peer.state().name(),
                peer.since(),
                peer.lastTraffic(),
                peer.lastError() == null ? null : LogText.printable(peer.lastError(), MOST_ERROR),
                printable(peer.properties()),
                peer.user() == null ? null : printable(peer.user().id()),
                peer.traffic());
    }

    private static @Nullable String printable(@Nullable String text) {
        return text == null ? null : LogText.printable(text);
    }

    static Map<String, String> printable(Map<String, String> properties) {
        Map<String, String> shown = new TreeMap<>();
        properties.entrySet().stream()
                .limit(MOST_PROPERTIES)
                .forEach(property ->
                        shown.put(LogText.printable(property.getKey()), LogText.printable(property.getValue())));
        return shown;
    }

    /**
     * All there is.
     *
     * @param sockets the sockets by name
     * @param proxies the proxies by name
     * @param meshes the meshes by name
     */
    public record ZmqDescriptor(
            Map<String, SocketDescriptor> sockets,
            Map<String, ProxyDescriptor> proxies,
            Map<String, MeshDescriptor> meshes)
            implements OperationResponseBody {}

    /**
     * One proxy.
     *
     * @param running whether messages pass
     * @param statistics what has passed
     */
    public record ProxyDescriptor(boolean running, ZmqProxy.Statistics statistics) {}

    /**
     * One socket.
     *
     * @param type its type
     * @param bound the endpoints it listens at
     * @param connections connections that are up
     * @param reconnects connections that were made again after they had been lost
     * @param handshakeFailures connections that ended before their handshake was done
     * @param traffic messages and bytes since it was opened
     * @param dropped dropped messages by reason
     * @param pendingRequests requests that wait for their reply
     * @param lateReplies replies that nobody waited for any more
     * @param listeners who handles its messages
     * @param peerCount number of peers, connected or not
     * @param peers the peers, or the first of them
     */
    public record SocketDescriptor(
            String type,
            List<String> bound,
            int connections,
            long reconnects,
            long handshakeFailures,
            Traffic traffic,
            Map<DropReason, Long> dropped,
            int pendingRequests,
            long lateReplies,
            List<ListenerDescriptor> listeners,
            int peerCount,
            List<PeerDescriptor> peers)
            implements OperationResponseBody {}

    /**
     * One listener of a socket.
     *
     * @param id its id
     * @param running whether it takes messages, or is paused
     * @param paused whether it is paused
     * @param received messages it was given, by all its sockets
     * @param failed messages it failed on
     */
    public record ListenerDescriptor(String id, boolean running, boolean paused, long received, long failed)
            implements OperationResponseBody {}

    /**
     * One peer.
     *
     * @param routingId the socket's id for it, unsigned; 0 if its type gives none
     * @param name the name of the connection, null if the peer connected to us or the connection has none
     * @param endpoint the endpoint we connected to, or the one it was accepted at
     * @param remoteAddress the other end's address while connected
     * @param accepted whether it connected to us
     * @param state the connection's state
     * @param since when the state was entered
     * @param lastTraffic when octets last arrived
     * @param lastError why the last attempt or connection failed
     * @param properties what it announced, at most 32 properties of 64 characters
     * @param user whom the socket's authenticator recognised in it, null if nobody
     * @param traffic messages and bytes
     */
    public record PeerDescriptor(
            String routingId,
            @Nullable String name,
            String endpoint,
            @Nullable String remoteAddress,
            boolean accepted,
            String state,
            Instant since,
            @Nullable Instant lastTraffic,
            @Nullable String lastError,
            Map<String, String> properties,
            @Nullable String user,
            Traffic traffic) {}
}
