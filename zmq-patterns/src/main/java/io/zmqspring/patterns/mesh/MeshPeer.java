package io.zmqspring.patterns.mesh;

import java.util.Map;
import java.util.UUID;

/**
 * Another node, as it has introduced itself.
 *
 * @param id who it is, wherever it is
 * @param name what it calls itself; need not be unique
 * @param endpoint where it receives
 * @param headers what it says of itself, for instance services that it offers; unmodifiable
 */
public record MeshPeer(UUID id, String name, String endpoint, Map<String, String> headers) {
    /** Keeps a copy of the headers. */
    public MeshPeer {
        headers = Map.copyOf(headers);
    }
}
