package io.zmqspring.sample.web;

import io.zmqspring.PeerInfo;
import io.zmqspring.SocketStats;
import io.zmqspring.ZmqSocket;
import io.zmqspring.sample.Names;
import io.zmqspring.sample.OrderLog;
import io.zmqspring.sample.SampleProperties;
import io.zmqspring.sample.Stock;
import io.zmqspring.sample.web.Snapshot.PeerView;
import io.zmqspring.sample.web.Snapshot.SocketView;
import io.zmqspring.sample.web.Snapshot.StockView;
import io.zmqspring.spring.core.NamedConnection;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.support.LogText;
import io.zmqspring.spring.support.ZmqWireHeaders;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Looks at the sockets: their counters ({@link ZmqSocket#stats()}) and their peers ({@link ZmqSocket#peers()}). */
@Component
class SnapshotTaker {
    private static final int MOST_PEERS = 50;
    private static final int MOST_TEXT = 120;

    private final ZmqSockets sockets;
    private final OrderLog orders;
    private final SampleProperties properties;
    private final ObjectProvider<Stock> stock;
    private final Map<String, RateMeter> meters = new HashMap<>();

    SnapshotTaker(ZmqSockets sockets, OrderLog orders, SampleProperties properties, ObjectProvider<Stock> stock) {
        this.sockets = sockets;
        this.orders = orders;
        this.properties = properties;
        this.stock = stock;
    }

    /** Looks at everything. Rates are those since the last call. */
    synchronized Snapshot take() {
        List<SocketView> views = sockets.names().stream().map(this::socket).toList();
        return new Snapshot(Instant.now(), Topology.of(views), views, stock(), orders.atDesk(), orders.sent());
    }

    private SocketView socket(String name) {
        ZmqSocket socket = sockets.get(name);
        SocketStats stats = socket.stats();
        long now = System.nanoTime();
        RateMeter meter = meters.computeIfAbsent(name, first -> new RateMeter(stats.traffic(), now));
        meter.update(stats.traffic(), now);
        List<PeerInfo> peers = socket.peers();
        Map<Integer, NamedConnection> connections = sockets.connections(name).stream()
                .collect(Collectors.toMap(NamedConnection::routingId, Function.identity()));
        return new SocketView(
                name,
                LogText.printable(socket.options().properties().getOrDefault(ZmqWireHeaders.PEER_NAME_PROPERTY, name)),
                socket.boundEndpoints().stream().map(Object::toString).toList(),
                meter.received(),
                meter.sent(),
                meter.history(),
                stats.traffic().incomingQueue(),
                stats.traffic().outgoingQueue(),
                stats.dropped().values().stream().mapToLong(Long::longValue).sum(),
                peers.size(),
                peers.stream()
                        .map(peer -> peer(peer, connections.get(peer.routingId())))
                        .sorted(Comparator.comparing(PeerView::name))
                        .limit(MOST_PEERS)
                        .toList());
    }

    private static PeerView peer(PeerInfo peer, @Nullable NamedConnection connection) {
        String name = connection != null
                ? connection.name()
                : Names.of(peer.properties().get(ZmqWireHeaders.PEER_NAME_PROPERTY), peer.routingId());
        String remote = peer.remoteAddress();
        return new PeerView(
                name,
                peer.accepted(),
                peer.endpoint().toString(),
                remote == null ? peer.endpoint().toString() : remote,
                peer.state().name(),
                peer.since(),
                peer.lastError() == null ? null : LogText.printable(peer.lastError(), MOST_TEXT),
                peer.traffic().receivedMessages(),
                peer.traffic().sentMessages());
    }

    private List<StockView> stock() {
        Stock desk = stock.getIfAvailable();
        return desk == null
                ? List.of()
                : desk.levels().entrySet().stream()
                        .map(level -> new StockView(level.getKey(), level.getValue(), properties.stock()))
                        .toList();
    }
}
