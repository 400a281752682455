package io.zmqspring.patterns.mesh;

import io.zmqspring.patterns.mesh.discovery.MeshDiscovery;
import io.zmqspring.patterns.mesh.discovery.OwnNode;
import io.zmqspring.patterns.mesh.discovery.Sighting;
import io.zmqspring.patterns.mesh.discovery.Sightings;
import java.net.InetAddress;
import java.util.UUID;

/** A discovery that hears nothing while a test blocks it. */
final class Muted implements MeshDiscovery {
    private final MeshDiscovery inner;
    private volatile boolean blocked;

    Muted(MeshDiscovery inner) {
        this.inner = inner;
    }

    void block() {
        blocked = true;
    }

    @Override
    public boolean isContinuous() {
        return inner.isContinuous();
    }

    @Override
    public Search start(OwnNode own, Sightings sightings) {
        return inner.start(own, new Sightings() {
            @Override
            public void seen(Sighting other) {
                unlessBlocked(() -> sightings.seen(other));
            }

            @Override
            public void reachable(String endpoint) {
                unlessBlocked(() -> sightings.reachable(endpoint));
            }

            @Override
            public void left(UUID id) {
                unlessBlocked(() -> sightings.left(id));
            }

            @Override
            public void moved(InetAddress own) {
                unlessBlocked(() -> sightings.moved(own));
            }
        });
    }

    private void unlessBlocked(Runnable telling) {
        if (!blocked) {
            telling.run();
        }
    }
}
