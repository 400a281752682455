package io.zmqspring.patterns.mesh;

import io.zmqspring.patterns.mesh.discovery.MeshDiscovery;
import io.zmqspring.patterns.mesh.discovery.OwnNode;
import io.zmqspring.patterns.mesh.discovery.Sighting;
import io.zmqspring.patterns.mesh.discovery.Sightings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A discovery within one JVM: whoever comes sees all that are there and is seen by them, once or as often as the test wants. */
final class Neighbourhood {
    private record Resident(OwnNode own, Sightings sightings) {}

    private final Map<UUID, Resident> residents = new LinkedHashMap<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    MeshDiscovery discovery() {
        return (own, sightings) -> {
            move(own, sightings);
            return () -> moveOut(own.id());
        };
    }

    private synchronized void move(OwnNode own, Sightings sightings) {
        residents.put(own.id(), new Resident(own, sightings));
        lookAround();
    }

    private synchronized void moveOut(UUID id) {
        if (residents.remove(id) != null) {
            thread.execute(() -> everybody().forEach((other, resident) -> resident.sightings.left(id)));
        }
    }

    private synchronized Map<UUID, Resident> everybody() {
        return Map.copyOf(residents);
    }

    /** Everybody sees everybody, as after a round of beacons. */
    void lookAround() {
        thread.execute(() -> everybody()
                .values()
                .forEach(one -> everybody()
                        .values()
                        .forEach(other -> one.sightings.seen(
                                new Sighting(other.own.id(), other.own.endpoint(), other.own.key())))));
    }

    void close() {
        thread.shutdown();
    }
}
