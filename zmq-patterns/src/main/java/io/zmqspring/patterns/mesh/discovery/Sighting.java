package io.zmqspring.patterns.mesh.discovery;

import io.zmqspring.security.CurveKey;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Another node, as a search has seen it.
 *
 * @param id who it is
 * @param endpoint of its mailbox, a tcp endpoint with a numeric address (IPv6 in brackets)
 * @param key its public key if it speaks CURVE
 */
public record Sighting(UUID id, String endpoint, @Nullable CurveKey key) {}
