package io.zmqspring.patterns.internal.discovery;

import io.zmqspring.patterns.internal.zre.Beacon;
import io.zmqspring.patterns.internal.zre.ZreVersion;
import io.zmqspring.patterns.mesh.discovery.OwnNode;
import io.zmqspring.patterns.mesh.discovery.Sighting;
import io.zmqspring.patterns.mesh.discovery.Sightings;
import io.zmqspring.security.CurveKey;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes sightings of datagrams. What is no beacon of our mesh is dropped and counted: anybody may send to a UDP port. */
final class BeaconHearing {
    private final OwnNode own;
    private final Sightings sightings;
    private final boolean anyNetwork;
    private volatile long ignored;

    /**
     * @param anyNetwork whether beacons from other networks than those of our interface are welcome
     */
    BeaconHearing(OwnNode own, Sightings sightings, boolean anyNetwork) {
        this.own = own;
        this.sightings = sightings;
        this.anyNetwork = anyNetwork;
    }

    /** Takes a datagram. One thread at a time. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others read
    void accept(ByteBuffer datagram, InetAddress from, List<Nic> nics) {
        Beacon beacon = Beacon.decode(datagram);
        if (beacon == null || !isOfOurKind(beacon) || !(anyNetwork || BeaconTarget.isNear(from, nics))) {
            ignored++;
        } else if (beacon.node().equals(own.id())) {
            return; // our own come back to us
        } else if (beacon.isGoodbye()) {
            sightings.left(beacon.node());
        } else {
            sightings.seen(sighting(beacon, from));
        }
    }

    /** Who encrypts must not be talked into doing without (43/ZRE), and cannot be talked to by those who do not. */
    private boolean isOfOurKind(Beacon beacon) {
        return (beacon.key() == null) == (own.key() == null);
    }

    private static Sighting sighting(Beacon beacon, InetAddress from) {
        return new Sighting(
                beacon.node(), OwnAddress.endpoint(from, beacon.port()), key(beacon.key()), versionOf(beacon));
    }

    /** Beacons of version 3 without a key come only from those who do all as 43/ZRE says. */
    private static int versionOf(Beacon beacon) {
        return beacon.version() == ZreVersion.V3 && beacon.key() == null ? 3 : 2;
    }

    private static @Nullable CurveKey key(byte @Nullable [] octets) {
        return octets == null ? null : CurveKey.of(octets);
    }

    long ignored() {
        return ignored;
    }
}
