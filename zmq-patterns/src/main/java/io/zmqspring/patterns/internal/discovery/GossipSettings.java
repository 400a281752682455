package io.zmqspring.patterns.internal.discovery;

import io.zmqspring.ZmqContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a node gossips.
 *
 * @param context opens its sockets
 * @param bind for others to connect to, or null
 * @param connect of others
 */
public record GossipSettings(ZmqContext context, @Nullable String bind, List<String> connect) {
    /** A copy. */
    public GossipSettings {
        connect = List.copyOf(connect);
    }
}
