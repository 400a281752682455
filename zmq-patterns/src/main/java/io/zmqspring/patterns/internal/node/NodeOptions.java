package io.zmqspring.patterns.internal.node;

import io.zmqspring.ZmqContext;
import io.zmqspring.patterns.mesh.MeshListener;
import io.zmqspring.patterns.mesh.MeshSecurity;
import io.zmqspring.patterns.mesh.discovery.MeshDiscovery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * All that a node is told when it is made; {@link io.zmqspring.patterns.mesh.MeshNodeBuilder} says what each means.
 *
 * @param port 0 for any free one
 * @param executor null for a thread of the node's own
 * @param maxPeers beyond so many others are ignored
 * @param highWaterMark messages for one peer
 */
public record NodeOptions(
        ZmqContext context,
        UUID id,
        String name,
        Map<String, String> headers,
        MeshDiscovery discovery,
        @Nullable String networkInterface,
        int port,
        @Nullable MeshSecurity security,
        Duration evasiveAfter,
        Duration expireAfter,
        Duration sendTimeout,
        Duration linger,
        int highWaterMark,
        int maxPeers,
        @Nullable Executor executor,
        List<MeshListener> listeners) {}
