package io.zmqspring.benchmarks.mesh;

import io.zmqspring.patterns.mesh.discovery.Sighting;
import io.zmqspring.patterns.mesh.discovery.Sightings;
import java.net.InetAddress;
import java.util.UUID;

/** Does nothing about what is seen. */
final class Deaf implements Sightings {
    @Override
    public void seen(Sighting other) {}

    @Override
    public void reachable(String endpoint) {}

    @Override
    public void left(UUID id) {}

    @Override
    public void moved(InetAddress own) {}
}
