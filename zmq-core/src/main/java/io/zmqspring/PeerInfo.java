package io.zmqspring;

import io.zmqspring.security.User;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One peer of a socket, as it was when {@link ZmqSocket#peers()} was called.
 *
 * @param routingId our id for it, unsigned 32 bits; 0 for socket types without routing ids
 * @param endpoint the endpoint we connected to, or the one it was accepted at
 * @param remoteAddress the other end's address while connected, null otherwise and for inproc
 * @param accepted true if it connected to us, false if we connect to it
 * @param state the connection's state
 * @param since when the state was entered
 * @param lastTraffic when octets last arrived, null if none ever did; not kept for inproc
 * @param lastError why the last attempt or connection failed, null while connected or if none did
 * @param properties what it announced in its handshake, unmodifiable; empty before. They are claims, but
 *     for what an authenticator says, see {@link Sender}
 * @param user whom our {@link io.zmqspring.security.Authenticator} recognised in it, null if nobody
 * @param traffic its counters since the connection was made or, for one that reconnects, since connect was called
 */
public record PeerInfo(
        int routingId,
        Endpoint endpoint,
        @Nullable String remoteAddress,
        boolean accepted,
        PeerState state,
        Instant since,
        @Nullable Instant lastTraffic,
        @Nullable String lastError,
        Map<String, String> properties,
        @Nullable User user,
        Traffic traffic) {}
