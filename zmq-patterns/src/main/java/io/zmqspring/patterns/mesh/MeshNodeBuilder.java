package io.zmqspring.patterns.mesh;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zmqspring.ZmqContext;
import io.zmqspring.patterns.internal.node.DefaultMeshNode;
import io.zmqspring.patterns.internal.node.NodeOptions;
import io.zmqspring.patterns.mesh.discovery.MeshDiscovery;
import io.zmqspring.patterns.mesh.discovery.UdpDiscovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Describes a {@link MeshNode}. Not thread-safe. */
public final class MeshNodeBuilder {
    private static final int NAME_DIGITS = 6;
    private static final int MOST_OCTETS = 255;
    private static final int MILLIS_PER_MESSAGE = 10;

    private final ZmqContext context;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<MeshListener> listeners = new ArrayList<>();

    private @Nullable String name;
    private @Nullable MeshDiscovery discovery;
    private @Nullable String networkInterface;
    private @Nullable MeshSecurity security;
    private @Nullable Executor executor;
    private @Nullable Integer highWaterMark;
    private int port;
    private int maxPeers = 1000;
    private Duration evasiveAfter = Duration.ofSeconds(5);
    private Duration expireAfter = Duration.ofSeconds(30);
    private Duration sendTimeout = Duration.ofSeconds(1);
    private Duration linger = Duration.ofSeconds(1);

    MeshNodeBuilder(ZmqContext context) {
        this.context = Objects.requireNonNull(context, "context");
    }

    /**
     * Names the node, for people; need not be unique.
     *
     * @param name at most 255 octets of UTF-8; the first six digits of the id if none is given
     * @return this
     */
    public MeshNodeBuilder name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Says something of the node, which all peers learn as it enters.
     *
     * @param name as {@code X-SERVICE}, at most 255 octets
     * @param value any text
     * @return this
     */
    public MeshNodeBuilder header(String name, String value) {
        headers.put(shortEnough("header name", name), Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Says how nodes find each other.
     *
     * @param discovery the way; beacons by UDP broadcast on port 5670 if none is given
     * @return this
     */
    public MeshNodeBuilder discovery(MeshDiscovery discovery) {
        this.discovery = Objects.requireNonNull(discovery, "discovery");
        return this;
    }

    /**
     * Stays on one network interface: the mailbox is bound to its address alone, and only there the node is looked for.
     *
     * @param name as {@code eth0}; all interfaces if none is given
     * @return this
     */
    public MeshNodeBuilder networkInterface(String name) {
        this.networkInterface = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Sets the port of the mailbox.
     *
     * @param port 1 to 65535; by default, or with 0, a free one of 49152 to 65535 is chosen at random (36/ZRE)
     * @return this
     */
    public MeshNodeBuilder port(int port) {
        this.port = port;
        return this;
    }

    /**
     * Encrypts everything between nodes.
     *
     * @param security own keys, and who may come in; nothing is encrypted by default
     * @return this
     */
    public MeshNodeBuilder security(MeshSecurity security) {
        this.security = Objects.requireNonNull(security, "security");
        return this;
    }

    /**
     * Sets when a silent peer is asked whether it is there.
     *
     * @param time default 5 seconds
     * @return this
     */
    public MeshNodeBuilder evasiveAfter(Duration time) {
        this.evasiveAfter = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Sets when a silent peer is gone. Also the measure of what may wait for a peer: 100 messages for each second.
     *
     * @param time default 30 seconds; longer than the evasive time
     * @return this
     */
    public MeshNodeBuilder expireAfter(Duration time) {
        this.expireAfter = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Sets how long a message waits for room in the queue of a peer before the peer is given up for not reading.
     *
     * @param timeout default 1 second; zero as 36/ZRE recommends, which gives up any peer that is slower than its senders
     * @return this
     */
    public MeshNodeBuilder sendTimeout(Duration timeout) {
        this.sendTimeout = Objects.requireNonNull(timeout, "timeout");
        return this;
    }

    /**
     * Sets how long {@link MeshNode#stop} goes on sending what is queued.
     *
     * @param linger default 1 second
     * @return this
     */
    public MeshNodeBuilder linger(Duration linger) {
        this.linger = Objects.requireNonNull(linger, "linger");
        return this;
    }

    /**
     * Sets by whom listeners are called.
     *
     * @param executor may have many threads: the events of one peer are still told one after the other; a thread of the node's own
     *     by default
     * @return this
     */
    public MeshNodeBuilder executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Adds a listener.
     *
     * @param listener is told all that happens
     * @return this
     */
    public MeshNodeBuilder listener(MeshListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Sets how many messages may wait for a peer before senders wait.
     *
     * @param messages at least 1; default 100 for each second of the expiry time (36/ZRE)
     * @return this
     */
    public MeshNodeBuilder highWaterMark(int messages) {
        this.highWaterMark = messages;
        return this;
    }

    /**
     * Sets how many others it talks to; more are ignored. Each costs a socket, and anybody who can send beacons can make up nodes.
     *
     * @param peers at least 1; default 1000
     * @return this
     */
    public MeshNodeBuilder maxPeers(int peers) {
        this.maxPeers = peers;
        return this;
    }

    /**
     * Makes the node. It does not run yet.
     *
     * @return a node with an id of its own
     * @throws IllegalArgumentException if a value is outside its limits
     */
    public MeshNode build() {
        UUID id = UUID.randomUUID();
        MeshDiscovery way = discovery == null ? UdpDiscovery.broadcast() : discovery;
        if (security != null && !way.tellsKeys()) {
            throw new IllegalArgumentException(
                    "security needs a discovery that tells public keys, as UdpDiscovery or GossipDiscovery, and "
                            + way.getClass().getSimpleName() + " does not: no node could speak to another");
        }
        return new DefaultMeshNode(new NodeOptions(
                context,
                id,
                shortEnough("name", name == null ? id.toString().substring(0, NAME_DIGITS) : name),
                Map.copyOf(headers),
                way,
                networkInterface,
                atLeast("port", 0, port),
                security,
                positive("evasiveAfter", evasiveAfter),
                longer(expireAfter),
                notNegative("sendTimeout", sendTimeout),
                notNegative("linger", linger),
                highWaterMark == null
                        ? (int) Math.max(1, Math.min(Integer.MAX_VALUE, expireAfter.toMillis() / MILLIS_PER_MESSAGE))
                        : atLeast("highWaterMark", 1, highWaterMark),
                atLeast("maxPeers", 1, maxPeers),
                executor,
                List.copyOf(listeners)));
    }

    private static String shortEnough(String what, String text) {
        int size = text.getBytes(UTF_8).length;
        if (size > MOST_OCTETS) {
            throw new IllegalArgumentException(what + " of " + size + " octets > " + MOST_OCTETS
                    + ", the most that ZRE can say; choose a shorter one");
        }
        return text;
    }

    private static int atLeast(String what, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(what + "=" + value + " < " + least);
        }
        return value;
    }

    private static Duration positive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + "=" + value + " must be more than zero");
        }
        return value;
    }

    private static Duration notNegative(String what, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(what + "=" + value + " is negative");
        }
        return value;
    }

    private Duration longer(Duration expiry) {
        if (expiry.compareTo(evasiveAfter) <= 0) {
            throw new IllegalArgumentException("expireAfter=" + expiry + " must be longer than evasiveAfter="
                    + evasiveAfter + ": a peer is asked before it is given up");
        }
        return expiry;
    }
}
