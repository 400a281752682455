package io.zmqspring.patterns.log;

import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketOptionsBuilder;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqEndpointException;
import io.zmqspring.patterns.internal.log.ZreLogCodec;
import io.zmqspring.patterns.internal.mesh.PublicKeyHeader;
import io.zmqspring.patterns.log.ZreLogRecord.Event;
import io.zmqspring.patterns.log.ZreLogRecord.Level;
import io.zmqspring.patterns.mesh.MeshEvent;
import io.zmqspring.patterns.mesh.MeshEvent.ExitReason;
import io.zmqspring.patterns.mesh.MeshListener;
import io.zmqspring.patterns.mesh.MeshNode;
import io.zmqspring.patterns.mesh.MeshPeer;
import io.zmqspring.patterns.mesh.MeshSecurity;
import io.zmqspring.security.CurveKey;
import io.zmqspring.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happens at a node to all that collect it (20/ZRE, "Logging"). A peer that collects says so in its header
 * {@value ZreLogCollector#HEADER}; it is told from when it enters until it exits. While nobody collects, there is no socket and
 * nothing is done. Never waits: a collector that does not keep up misses records. Thread-safe.
 *
 * <p>By itself it tells who enters, exits, joins and leaves, but no collector of its own comings and goings; an application may
 * {@link #publish} more.
 */
public final class ZreLogPublisher implements MeshListener, AutoCloseable {
    private static final String TCP = "tcp://";

    private final ZmqContext context;
    private final UUID node;
    private final @Nullable MeshSecurity security;
    private final Map<UUID, String> announced = new HashMap<>(); // guarded by this
    private final Map<String, PubSocket> sockets = new HashMap<>(); // guarded by this
    private volatile List<PubSocket> collectors = List.of();
    private boolean closed; // guarded by this
    private Runnable detach = () -> {};

    ZreLogPublisher(ZmqContext context, UUID node, @Nullable MeshSecurity security) {
        this.context = Objects.requireNonNull(context, "context");
        this.node = Objects.requireNonNull(node, "node");
        this.security = security;
    }

    /**
     * Tells of a node, unencrypted. Attach it before the node starts: collectors that have entered already are not found.
     *
     * @param context whose sockets it uses
     * @param node the node
     * @return to be closed when the node is
     */
    public static ZreLogPublisher attach(ZmqContext context, MeshNode node) {
        return attachTo(new ZreLogPublisher(context, node.id(), null), node);
    }

    /**
     * Tells of a node, encrypted. Collectors that have no key hear nothing.
     *
     * @param context whose sockets it uses
     * @param node the node
     * @param security as that of the node
     * @return to be closed when the node is
     */
    public static ZreLogPublisher attach(ZmqContext context, MeshNode node, MeshSecurity security) {
        return attachTo(new ZreLogPublisher(context, node.id(), Objects.requireNonNull(security, "security")), node);
    }

    private static ZreLogPublisher attachTo(ZreLogPublisher publisher, MeshNode node) {
        publisher.detach = () -> node.removeListener(publisher);
        node.addListener(publisher);
        publisher.announce(node.id(), publisher.withKey(node.headers()));
        return publisher;
    }

    private Map<String, String> withKey(Map<String, String> own) {
        Map<String, String> headers = new HashMap<>(own);
        if (security != null) {
            headers.put(PublicKeyHeader.NAME, security.own().publicKey().toString());
        }
        return headers;
    }

    /**
     * Tells all collectors.
     *
     * @param level how much it matters
     * @param event what it is
     * @param peer whom it is about; null if it is about none
     * @param text more about it; 255 octets of UTF-8 travel
     */
    public void publish(Level level, Event event, @Nullable UUID peer, String text) {
        List<PubSocket> receivers = collectors;
        if (receivers.isEmpty()) {
            return;
        }
        int about = peer == null ? 0 : ZreLogRecord.hashOf(peer);
        ZreLogRecord entry = new ZreLogRecord(level, event, ZreLogRecord.hashOf(node), about, Instant.now(), text);
        Message message = Message.wrap(ZreLogCodec.encode(entry));
        for (PubSocket receiver : receivers) {
            try {
                receiver.trySend(message);
            } catch (ZmqClosedException left) {
                // since we looked
            }
        }
    }

    /** A socket for each collector. */
    List<PubSocket> collectors() {
        return collectors;
    }

    @Override
    public void onEvent(MeshEvent event) {
        if (event instanceof MeshEvent.Entered entered) {
            MeshPeer peer = entered.peer();
            tell(Level.INFO, Event.ENTER, peer, "name=" + peer.name());
            announce(peer.id(), peer.headers());
        } else if (event instanceof MeshEvent.Exited exited) {
            String reason = exited.reason().name().toLowerCase(Locale.ROOT);
            forget(exited.peer().id(), exited.reason() == ExitReason.STOPPED);
            tell(levelOf(exited.reason()), Event.EXIT, exited.peer(), "reason=" + reason);
        } else if (event instanceof MeshEvent.Joined joined) {
            tell(Level.INFO, Event.JOIN, joined.peer(), "group=" + joined.group());
        } else if (event instanceof MeshEvent.Left left) {
            tell(Level.INFO, Event.LEAVE, left.peer(), "group=" + left.group());
        }
    }

    private static Level levelOf(ExitReason reason) {
        return switch (reason) {
            case SILENT, BLOCKED, OUT_OF_STEP -> Level.WARNING;
            default -> Level.INFO;
        };
    }

    private void tell(Level level, Event event, MeshPeer peer, String text) {
        if (!collectors.isEmpty()) {
            publish(level, event, peer.id(), "node=" + node + " peer=" + peer.id() + " " + text);
        }
    }

    private synchronized void announce(UUID peer, Map<String, String> headers) {
        String endpoint = headers.get(ZreLogCollector.HEADER);
        if (closed || endpoint == null || !endpoint.startsWith(TCP)) {
            return;
        }
        if (!sockets.containsKey(endpoint)) {
            SocketOptions options = options(headers);
            PubSocket socket = options == null ? null : connect(endpoint, options);
            if (socket == null) {
                return;
            }
            sockets.put(endpoint, socket);
            collectors = List.copyOf(sockets.values());
        }
        announced.put(peer, endpoint);
    }

    /** Null if we encrypt and it cannot. */
    private @Nullable SocketOptions options(Map<String, String> headers) {
        SocketOptionsBuilder options = SocketOptions.builder();
        if (security == null) {
            return options.build();
        }
        CurveKey key = PublicKeyHeader.of(headers);
        try {
            return key == null
                    ? null
                    : options.security(Security.curveClient(security.own(), key))
                            .build();
        } catch (IllegalArgumentException nobodysKey) {
            return null;
        }
    }

    /** Null if what a peer has announced is no endpoint. */
    private @Nullable PubSocket connect(String endpoint, SocketOptions options) {
        PubSocket socket = context.pub(options);
        try {
            socket.connect(endpoint);
            return socket;
        } catch (ZmqEndpointException nonsense) {
            socket.close(Duration.ZERO);
            return null;
        }
    }

    private void forget(UUID peer, boolean reachable) {
        PubSocket socket = withdraw(peer);
        if (socket != null) {
            socket.close(reachable ? socket.options().linger() : Duration.ZERO);
        }
    }

    /** Null if nobody collects there, or others who are there announce it too. */
    private synchronized @Nullable PubSocket withdraw(UUID peer) {
        String endpoint = announced.remove(peer);
        if (endpoint == null || announced.containsValue(endpoint)) {
            return null;
        }
        PubSocket socket = sockets.remove(endpoint);
        collectors = List.copyOf(sockets.values());
        return socket;
    }

    /** Tells nobody anything any more, after what is queued was sent or the linger is over. */
    @Override
    public void close() {
        List<PubSocket> open;
        synchronized (this) {
            closed = true;
            announced.clear();
            sockets.clear();
            open = collectors;
            collectors = List.of();
        }
        detach.run();
        open.forEach(PubSocket::close);
    }
}
