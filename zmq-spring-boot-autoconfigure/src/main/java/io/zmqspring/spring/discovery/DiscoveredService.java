package io.zmqspring.spring.discovery;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a name that is looked up for a socket.
 *
 * @param connection the name of the connections
 * @param service what is looked up, as {@code discovery://stock}
 * @param endpoints what the last lookup that succeeded has found
 * @param lookedUp when that was; null if none has succeeded yet
 * @param lastError why the last lookup failed, or an endpoint could not be connected to; null if all went well
 */
public record DiscoveredService(
        String connection,
        String service,
        List<String> endpoints,
        @Nullable Instant lookedUp,
        @Nullable String lastError) {}
