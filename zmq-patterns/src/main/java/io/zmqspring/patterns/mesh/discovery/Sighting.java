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
 * @param version the edition of ZRE in which it is greeted, 2 (36/ZRE) or 3 (43/ZRE); what it says itself decides afterwards
 */
public record Sighting(UUID id, String endpoint, @Nullable CurveKey key, int version) {
    private static final int COMMON = 2;

    /**
     * A node that is greeted in version 2, as those with keys are too: the reference implementation speaks no other.
     *
     * @param id who it is
     * @param endpoint of its mailbox
     * @param key its public key if it speaks CURVE
     */
    public Sighting(UUID id, String endpoint, @Nullable CurveKey key) {
        this(id, endpoint, key, COMMON);
    }
}
