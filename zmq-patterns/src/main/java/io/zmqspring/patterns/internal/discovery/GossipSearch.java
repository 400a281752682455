package io.zmqspring.patterns.internal.discovery;

import io.zmqspring.ZmqClosedException;
import io.zmqspring.patterns.internal.gossip.Gossip;
import io.zmqspring.patterns.internal.gossip.GossipMessage;
import io.zmqspring.patterns.internal.gossip.GossipMessage.Publish;
import io.zmqspring.patterns.internal.gossip.GossipOutside;
import io.zmqspring.patterns.mesh.discovery.MeshDiscovery;
import io.zmqspring.patterns.mesh.discovery.OwnNode;
import io.zmqspring.patterns.mesh.discovery.Sighting;
import io.zmqspring.patterns.mesh.discovery.Sightings;
import io.zmqspring.security.CurveKey;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Publishes the own endpoint under the own id, and tells of the endpoints of others. One thread does all of it. What was told is
 * told again as a mere place now and then: two nodes that have given each other up find each other once the network is whole.
 */
public final class GossipSearch implements MeshDiscovery.Search {
    private static final Duration TICK = Duration.ofNanos(Gossip.TICK_NANOS);
    private static final long REMIND_NANOS = Duration.ofSeconds(5).toNanos();

    /** A node that is gone is forgotten after this time by all who gossip as we do; CZMQ never forgets. */
    private static final long TTL_MILLIS = 60_000;

    private static final char KEY_SEPARATOR = '|';

    private final OwnNode own;
    private final Sightings sightings;
    private final GossipSockets sockets;
    private final Names names;
    private final Gossip gossip;
    private final SearchThread thread;
    private final Troubles troubles = new Troubles(GossipSearch.class);

    /** What was told, by its key in the gossip. */
    private final Map<String, Told> told = new HashMap<>();

    private long reminded = System.nanoTime();

    private record Told(String value, Sighting sighting) {}

    private GossipSearch(GossipSettings settings, OwnNode own, Sightings sightings, Names names) {
        this.own = own;
        this.sightings = sightings;
        this.names = names;
        sockets = new GossipSockets(settings);
        gossip = new Gossip(settings.connect().size(), new Outside(), System.nanoTime());
        thread = new SearchThread("zmq-mesh-gossip", this::run, any -> sockets.wakeUp());
    }

    /**
     * Starts to gossip.
     *
     * @throws io.zmqspring.ZmqBindException if the endpoint cannot be bound
     * @throws io.zmqspring.ZmqEndpointException if an endpoint is malformed
     */
    public static GossipSearch start(GossipSettings settings, OwnNode own, Sightings sightings) {
        return start(settings, own, sightings, Names.SYSTEM);
    }

    static GossipSearch start(GossipSettings settings, OwnNode own, Sightings sightings, Names names) {
        GossipSearch search = new GossipSearch(settings, own, sightings, names);
        search.thread.start();
        return search;
    }

    private void run() {
        try (sockets) {
            gossip.publish(new Publish(key(own.id()), value(own), TTL_MILLIS), System.nanoTime());
            Inbox inbox = new Inbox();
            while (!thread.isClosing()) {
                sockets.receive(TICK, inbox);
                long now = System.nanoTime();
                gossip.onTime(now);
                if (now - reminded >= REMIND_NANOS) {
                    reminded = now;
                    remind(now);
                }
            }
        } catch (ZmqClosedException e) {
            // the context was closed before us
        }
    }

    static String key(UUID id) {
        return id.toString().replace("-", "").toUpperCase(Locale.ROOT);
    }

    private static String value(OwnNode own) {
        return own.key() == null ? own.endpoint() : own.endpoint() + KEY_SEPARATOR + own.key();
    }

    private static UUID id(String key) {
        if (!key.matches("[0-9A-Fa-f]{32}")) {
            throw new IllegalArgumentException("key=" + key + " must be 32 hexadecimal digits, the id of a node");
        }
        BigInteger number = new BigInteger(key, 16);
        return new UUID(number.shiftRight(Long.SIZE).longValue(), number.longValue());
    }

    // ---- telling the node ----------------------------------------------------------------------------------------

    private void remind(long now) {
        Set<String> known = new HashSet<>();
        for (Publish each : gossip.known(now)) {
            known.add(each.key());
            Told before = told.get(each.key());
            if (before == null || !before.value.equals(each.value())) {
                tell(each.key(), each.value());
            } else if (before.sighting.key() == null && !thread.isClosing()) {
                sightings.reachable(before.sighting.endpoint());
            }
        }
        told.keySet().retainAll(known);
    }

    private void tell(String key, String value) {
        troubles.attempt("understanding the gossip about " + key, () -> {
            Sighting sighting = sighting(key, value);
            boolean isOfOurKind = (sighting.key() == null) == (own.key() == null);
            if (isOfOurKind && !sighting.id().equals(own.id()) && !thread.isClosing()) {
                told.put(key, new Told(value, sighting));
                sightings.seen(sighting);
            }
        });
    }

    private Sighting sighting(String key, String value) throws IOException {
        int separator = value.indexOf(KEY_SEPARATOR);
        CurveKey curve = separator < 0 ? null : CurveKey.parse(value.substring(separator + 1));
        HostAndPort place = HostAndPort.parse(separator < 0 ? value : value.substring(0, separator));
        InetAddress address = names.mailboxes(place.host()).get(0); // Zyre names hosts by their names
        return new Sighting(id(key), OwnAddress.endpoint(address, place.port()), curve);
    }

    private final class Outside implements GossipOutside {
        @Override
        public boolean toClient(ByteBuffer client, GossipMessage message) {
            return sockets.toClient(client, message);
        }

        @Override
        public boolean toRemote(int remote, GossipMessage message) {
            return sockets.toRemote(remote, message);
        }

        @Override
        public void learned(String key, String value) {
            tell(key, value);
        }
    }

    private final class Inbox implements GossipSockets.Receiver {
        @Override
        public void fromClient(ByteBuffer client, GossipMessage message) {
            gossip.fromClient(client, message, System.nanoTime());
        }

        @Override
        public void onClientGone(ByteBuffer client) {
            gossip.onClientGone(client);
        }

        @Override
        public void fromRemote(int remote, GossipMessage message) {
            gossip.fromRemote(remote, message, System.nanoTime());
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
