package io.zmqspring.patterns.mesh.discovery;

import io.zmqspring.patterns.internal.discovery.HostAndPort;
import io.zmqspring.patterns.internal.discovery.LookupSearch;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Nodes find each other at endpoints that are written down somewhere: in a list, in DNS, in a registry of services. It is enough
 * if one of two nodes finds the other.
 *
 * <p>Again and again the endpoints are asked for, their host names looked up, and whoever is at any of the addresses is greeted; one
 * name may stand for many nodes. Of a name that has addresses of IPv4 and IPv6 only the former are used. Nodes that are found this way must have {@linkplain
 * io.zmqspring.patterns.mesh.MeshNodeBuilder#port ports} that are known, and no CURVE keys, which nobody would know. What fails is
 * logged once and tried again.
 *
 * <p>Immutable, and good for any number of nodes if what is asked is.
 */
public final class LookupDiscovery implements MeshDiscovery {
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);
    private static final Duration MIN_INTERVAL = Duration.ofMillis(10);
    private static final Duration MAX_INTERVAL = Duration.ofHours(1);

    private final Supplier<? extends Collection<String>> lookup;
    private final Duration interval;

    private LookupDiscovery(Supplier<? extends Collection<String>> lookup, Duration interval) {
        this.lookup = Objects.requireNonNull(lookup, "lookup");
        this.interval = interval;
        if (interval.compareTo(MIN_INTERVAL) < 0 || interval.compareTo(MAX_INTERVAL) > 0) {
            throw new IllegalArgumentException(
                    "interval=" + interval + " must be " + MIN_INTERVAL + " to " + MAX_INTERVAL);
        }
    }

    /**
     * A list that does not change. Each second its host names are looked up, and those are greeted who have not been met.
     *
     * @param endpoints as {@code tcp://orders.example.org:5555}; the node's own may be among them and is left out
     * @return the discovery
     * @throws io.zmqspring.ZmqEndpointException if one is not tcp with a host and a port
     */
    public static LookupDiscovery of(String... endpoints) {
        List<String> list = List.of(endpoints);
        list.forEach(HostAndPort::parse);
        return new LookupDiscovery(() -> list, DEFAULT_INTERVAL);
    }

    /**
     * Whatever can be looked up.
     *
     * @param lookup returns endpoints as {@code tcp://orders-3:5555}, those of this moment; is called at once and then each interval,
     *     by a thread of its own which may wait, and which is interrupted when the search ends; what it throws is logged
     * @param interval from one call to the next, 10 ms to 1 hour
     * @return the discovery
     * @throws IllegalArgumentException if the interval is out of range
     */
    public static LookupDiscovery of(Supplier<? extends Collection<String>> lookup, Duration interval) {
        return new LookupDiscovery(lookup, interval);
    }

    @Override
    public Search start(OwnNode own, Sightings sightings) {
        return LookupSearch.start(lookup, interval.toNanos(), own, sightings);
    }

    /** Never: an endpoint is all that is looked up. */
    @Override
    public boolean tellsKeys() {
        return false;
    }

    /** Never: that an endpoint is written down does not mean that anybody is there. */
    @Override
    public boolean isContinuous() {
        return false;
    }
}
