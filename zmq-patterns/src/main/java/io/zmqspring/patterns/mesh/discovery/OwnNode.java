package io.zmqspring.patterns.mesh.discovery;

import io.zmqspring.security.CurveKey;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What others need to know in order to find this node.
 *
 * @param id who it is
 * @param endpoint of its mailbox, a tcp endpoint with a numeric address
 * @param port of its mailbox
 * @param key its public key if it speaks CURVE; others without a key are then ignored
 * @param networkInterface the name of the only interface, as {@code eth0}, on which it is to be found; null for all
 */
public record OwnNode(
        UUID id,
        String endpoint,
        int port,
        @Nullable CurveKey key,
        @Nullable String networkInterface) {}
