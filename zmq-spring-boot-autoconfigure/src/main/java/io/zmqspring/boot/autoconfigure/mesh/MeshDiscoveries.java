package io.zmqspring.boot.autoconfigure.mesh;

import static io.zmqspring.boot.autoconfigure.mesh.MeshNodeFactory.invalid;

import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqEndpointException;
import io.zmqspring.boot.autoconfigure.ZmqMeshProperties.Discovery;
import io.zmqspring.patterns.mesh.discovery.GossipDiscovery;
import io.zmqspring.patterns.mesh.discovery.LookupDiscovery;
import io.zmqspring.patterns.mesh.discovery.MeshDiscovery;
import io.zmqspring.patterns.mesh.discovery.OwnNode;
import io.zmqspring.patterns.mesh.discovery.Sightings;
import io.zmqspring.patterns.mesh.discovery.UdpDiscovery;
import io.zmqspring.spring.discovery.ZmqDiscovery;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the ways in which nodes find each other of the properties below {@code zmq.mesh.<name>.discovery}. */
final class MeshDiscoveries {
    private static final String EXAMPLE = "tcp://10.0.0.7:5671";

    private static final Duration USUAL_INTERVAL = Duration.ofSeconds(1);

    private final ZmqContext context;
    private final Supplier<ZmqDiscovery> lookups;

    /**
     * Makes a maker.
     *
     * @param context whose sockets gossip
     * @param lookups looks endpoints up, once the application starts
     */
    MeshDiscoveries(ZmqContext context, Supplier<ZmqDiscovery> lookups) {
        this.context = context;
        this.lookups = lookups;
    }

    /**
     * Makes one.
     *
     * @param prefix what its properties begin with
     * @param discovery the properties
     */
    MeshDiscovery of(String prefix, Discovery discovery) {
        return switch (discovery.type()) {
            case UDP -> udp(prefix, discovery);
            case STATIC -> looked(prefix, discovery);
            case GOSSIP -> gossip(prefix, discovery);
            case CLIENT -> client(prefix, discovery);
        };
    }

    private static MeshDiscovery udp(String prefix, Discovery discovery) {
        refuseAllBut(prefix, discovery, "port", "multicast-group", "interval");
        String group = discovery.multicastGroup();
        UdpDiscovery udp = group == null
                ? UdpDiscovery.broadcast()
                : checked(prefix + ".multicast-group", group, () -> UdpDiscovery.multicast(group));
        Integer port = discovery.port();
        if (port != null) {
            UdpDiscovery some = udp;
            udp = checked(prefix + ".port", port, () -> some.withPort(port));
        }
        Duration interval = discovery.interval();
        if (interval != null) {
            UdpDiscovery some = udp;
            udp = checked(prefix + ".interval", interval, () -> some.withInterval(interval));
        }
        return udp;
    }

    private MeshDiscovery looked(String prefix, Discovery discovery) {
        refuseAllBut(prefix, discovery, "endpoints", "interval");
        if (discovery.endpoints().isEmpty()) {
            throw invalid(prefix + ".endpoints", "", "type 'static' needs at least one, as " + EXAMPLE);
        }
        return lookup(prefix, discovery, discovery.endpoints());
    }

    private MeshDiscovery gossip(String prefix, Discovery discovery) {
        refuseAllBut(prefix, discovery, "bind", "connect");
        String bind = discovery.bind();
        if (bind == null && discovery.connect().isEmpty()) {
            throw invalid(
                    prefix + ".connect",
                    "",
                    "type 'gossip' needs endpoints to connect to, or one to bind, as " + EXAMPLE);
        }
        GossipDiscovery gossip = GossipDiscovery.of(context);
        if (!discovery.connect().isEmpty()) {
            GossipDiscovery some = gossip;
            gossip = checked(
                    prefix + ".connect",
                    discovery.connect(),
                    () -> some.connect(discovery.connect().toArray(String[]::new)));
        }
        if (bind != null) {
            GossipDiscovery some = gossip;
            gossip = checked(prefix + ".bind", bind, () -> some.bind(bind));
        }
        return gossip;
    }

    private MeshDiscovery client(String prefix, Discovery discovery) {
        refuseAllBut(prefix, discovery, "service", "interval");
        if (discovery.service() == null || discovery.service().isEmpty()) {
            throw invalid(
                    prefix + ".service", discovery.service(), "type 'client' needs the name of a service to look up");
        }
        return lookup(prefix, discovery, List.of(ZmqDiscovery.SERVICES + "://" + discovery.service()));
    }

    private MeshDiscovery lookup(String prefix, Discovery discovery, List<String> endpoints) {
        Duration interval = Objects.requireNonNullElse(discovery.interval(), USUAL_INTERVAL);
        return checked(prefix + ".interval", interval, () -> new LookedUp(lookups, endpoints, interval));
    }

    /** Endpoints, some of which are looked up by what looks them up for sockets. */
    private static final class LookedUp implements MeshDiscovery {
        private final Supplier<ZmqDiscovery> lookups;
        private final List<String> endpoints;
        private final LookupDiscovery lookup;

        LookedUp(Supplier<ZmqDiscovery> lookups, List<String> endpoints, Duration interval) {
            this.lookups = lookups;
            this.endpoints = List.copyOf(endpoints);
            this.lookup = LookupDiscovery.of(this::all, interval);
        }

        private List<String> all() {
            ZmqDiscovery discovery = lookups.get();
            return endpoints.stream()
                    .flatMap(endpoint -> discovery.lookUp(endpoint).stream())
                    .toList();
        }

        /** Refuses what can never be found before anything starts. */
        @Override
        public Search start(OwnNode own, Sightings sightings) {
            ZmqDiscovery discovery = lookups.get();
            for (String endpoint : endpoints) {
                if (discovery.resolves(endpoint)) {
                    discovery.check(endpoint);
                } else {
                    LookupDiscovery unused = LookupDiscovery.of(endpoint);
                }
            }
            return lookup.start(own, sightings);
        }

        @Override
        public boolean isContinuous() {
            return lookup.isContinuous();
        }

        @Override
        public boolean tellsKeys() {
            return lookup.tellsKeys();
        }
    }

    private static <T> T checked(String property, Object value, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException | ZmqEndpointException wrong) {
            throw invalid(property, value, String.valueOf(wrong.getMessage()));
        }
    }

    /** What belongs to another way was written by somebody who expects that way. */
    private static void refuseAllBut(String prefix, Discovery discovery, String... usable) {
        Map<String, @Nullable Object> set = new LinkedHashMap<>();
        set.put("port", discovery.port());
        set.put("multicast-group", discovery.multicastGroup());
        set.put("interval", discovery.interval());
        set.put("endpoints", discovery.endpoints().isEmpty() ? null : discovery.endpoints());
        set.put("bind", discovery.bind());
        set.put("connect", discovery.connect().isEmpty() ? null : discovery.connect());
        set.put("service", discovery.service());
        set.keySet().removeAll(List.of(usable));
        set.forEach((property, value) -> {
            if (value != null) {
                throw invalid(
                        prefix + "." + property,
                        value,
                        "type '" + discovery.type().name().toLowerCase(Locale.ROOT)
                                + "' has no use for it; remove it, or" + " correct '" + prefix + ".type'");
            }
        });
    }
}
