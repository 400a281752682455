package io.zmqspring.interop;

import io.zmqspring.SocketType;
import io.zmqspring.testkit.TestTransport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An implementation of ZeroMQ. */
interface Library extends AutoCloseable {
    /** Between heartbeats, in conversations that have them. */
    Duration HEARTBEAT = Duration.ofMillis(10);

    /** After which a silent peer is given up. */
    Duration PATIENCE = Duration.ofSeconds(10);

    String name();

    List<TestTransport> transports();

    /** Whether a connection it makes sometimes never says anything, and is not tried again. */
    default boolean mayGetStuck() {
        return false;
    }

    /** Why this type cannot be tried here; empty if it can. */
    Optional<String> cannot(SocketType type);

    /** Opens a socket; an empty identity is none. */
    End open(SocketType type, boolean heartbeats, String identity, Protection protection);

    @Override
    void close();
}
