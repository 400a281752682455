package io.zmqspring.patterns.mesh.discovery;

import io.zmqspring.Endpoint;
import io.zmqspring.ZmqContext;
import io.zmqspring.patterns.internal.discovery.GossipSearch;
import io.zmqspring.patterns.internal.discovery.GossipSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Nodes find each other through a few endpoints that they know: each tells there who and where it is, and everybody passes on what
 * it hears. For networks in which no broadcasts pass. Some nodes, or all of them, bind an endpoint; every node connects to one
 * or more; it is enough that all hang together. Speaks with Zyre in its gossip mode (CZMQ's zgossip, version 1).
 *
 * <p>A node that does not say goodbye is forgotten after a minute. Nodes with CURVE keys tell their keys, and pass over nodes without;
 * the gossip itself is not encrypted, so say who may come in, and keep its endpoints to a network that is trusted. Two
 * nodes with keys that have given each other up meet again only when one of them starts anew.
 *
 * <p>Immutable; what binds an endpoint is good for one node at a time.
 */
public final class GossipDiscovery implements MeshDiscovery {
    private final GossipSettings settings;

    private GossipDiscovery(ZmqContext context, @Nullable String bind, List<String> connect) {
        settings = new GossipSettings(context, bind, connect);
    }

    /**
     * Gossips over sockets of a context. An endpoint to {@linkplain #bind bind}, or others to {@linkplain #connect connect} to,
     * are needed before it can be started.
     *
     * @param context must be open as long as the node runs
     * @return the discovery
     */
    public static GossipDiscovery of(ZmqContext context) {
        return new GossipDiscovery(Objects.requireNonNull(context, "context"), null, List.of());
    }

    /**
     * The same, and others can connect to it.
     *
     * @param endpoint as {@code tcp://*:5670}
     * @return the discovery
     * @throws io.zmqspring.ZmqEndpointException if it is no endpoint
     */
    public GossipDiscovery bind(String endpoint) {
        Endpoint.parse(endpoint);
        return new GossipDiscovery(settings.context(), endpoint, settings.connect());
    }

    /**
     * The same, and it connects to others. They need not be there yet; connecting to itself does no harm.
     *
     * @param endpoints that others bind, as {@code tcp://gossip.example.org:5670}
     * @return the discovery
     * @throws io.zmqspring.ZmqEndpointException if one is no endpoint
     */
    public GossipDiscovery connect(String... endpoints) {
        List<String> all = new ArrayList<>(settings.connect());
        for (String endpoint : endpoints) {
            Endpoint.parse(endpoint);
            all.add(endpoint);
        }
        return new GossipDiscovery(settings.context(), settings.bind(), all);
    }

    /**
     * Starts to gossip.
     *
     * @throws IllegalStateException if it neither binds nor connects
     * @throws io.zmqspring.ZmqBindException if the endpoint cannot be bound
     */
    @Override
    public Search start(OwnNode own, Sightings sightings) {
        if (settings.bind() == null && settings.connect().isEmpty()) {
            throw new IllegalStateException(
                    "gossip without an endpoint reaches nobody: bind one, or connect to those of others");
        }
        return GossipSearch.start(settings, own, sightings);
    }

    /** Never: what is told once is not told again, whether the node is there or not. */
    @Override
    public boolean isContinuous() {
        return false;
    }
}
