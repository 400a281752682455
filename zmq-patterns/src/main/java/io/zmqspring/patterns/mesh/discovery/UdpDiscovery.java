package io.zmqspring.patterns.mesh.discovery;

import io.zmqspring.patterns.internal.discovery.BeaconSettings;
import io.zmqspring.patterns.internal.discovery.UdpSearch;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Nodes of one network, or of one machine, find each other without knowing of each other: each sends a beacon of 22 octets to
 * everybody, at once and then every second (36/ZRE and 43/ZRE, "Node Discovery").
 *
 * <p>A node sends to the networks of all interfaces that are up, and to its own machine, or to that of
 * {@linkplain io.zmqspring.patterns.mesh.MeshNodeBuilder#networkInterface one interface} alone. Interfaces may come, go and change
 * their addresses meanwhile; what fails is logged once and tried again with each beacon. Any number of nodes of one machine share
 * the port. No privileges are needed.
 *
 * <p>A node with a CURVE key sends it along, in beacons of 54 octets, and hears only nodes that have a key as well; one without
 * hears only those without. Anybody in the network can read beacons, and can send some in the name of others: where that
 * matters, use keys and say who may come in.
 *
 * <p>Immutable, and good for any number of nodes.
 */
public final class UdpDiscovery implements MeshDiscovery {
    /** The port that IANA has given to ZRE. */
    public static final int DEFAULT_PORT = 5670;

    /** The group of {@link #multicast()}, of those that nobody assigns (RFC 2365, "IPv4 Local Scope"). */
    public static final String DEFAULT_GROUP = "239.255.56.70";

    private static final int MAX_PORT = 0xffff;
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);
    private static final Duration MIN_INTERVAL = Duration.ofMillis(10);
    private static final Duration MAX_INTERVAL = Duration.ofHours(1);

    private final BeaconSettings settings;

    private UdpDiscovery(int port, Duration interval, @Nullable InetAddress group) {
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "port=" + port + " must be 1 to " + MAX_PORT + ", the same for all nodes of a mesh");
        }
        if (interval.compareTo(MIN_INTERVAL) < 0 || interval.compareTo(MAX_INTERVAL) > 0) {
            throw new IllegalArgumentException(
                    "interval=" + interval + " must be " + MIN_INTERVAL + " to " + MAX_INTERVAL + "; 1 s is usual");
        }
        settings = new BeaconSettings(port, interval.toNanos(), group);
    }

    /**
     * Beacons to the broadcast address of each network, which switches and access points hand on but routers do not.
     *
     * @return the discovery, on port {@value #DEFAULT_PORT}, each second
     */
    public static UdpDiscovery broadcast() {
        return new UdpDiscovery(DEFAULT_PORT, DEFAULT_INTERVAL, null);
    }

    /**
     * Beacons to the multicast group {@value #DEFAULT_GROUP}, for networks that do not pass broadcasts.
     *
     * @return the discovery, on port {@value #DEFAULT_PORT}, each second
     */
    public static UdpDiscovery multicast() {
        return multicast(DEFAULT_GROUP);
    }

    /**
     * Beacons to a multicast group, in the networks of our interfaces (they are sent with a time to live of 1).
     *
     * @param group of IPv4, as {@code 239.255.56.70}, or IPv6, as {@code ff02::5670}; nodes are then known by their addresses of
     *     that kind
     * @return the discovery, on port {@value #DEFAULT_PORT}, each second
     * @throws IllegalArgumentException if it is no multicast address
     */
    public static UdpDiscovery multicast(String group) {
        return new UdpDiscovery(DEFAULT_PORT, DEFAULT_INTERVAL, group(group));
    }

    private static InetAddress group(String text) {
        try {
            if (text.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) { // a name would be looked up
                InetAddress group = InetAddress.getByName(text);
                if (group.isMulticastAddress()) {
                    return group;
                }
            }
        } catch (UnknownHostException e) {
            throw noGroup(text, e);
        }
        throw noGroup(text, null);
    }

    private static IllegalArgumentException noGroup(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "group=" + text + " is no multicast address; right is for instance " + DEFAULT_GROUP + " or ff02::5670",
                cause);
    }

    /**
     * The same with another port.
     *
     * @param port 1 to 65535, the same for all nodes of a mesh; those of another mesh in the same network use another
     * @return the discovery
     * @throws IllegalArgumentException if it is out of range
     */
    public UdpDiscovery withPort(int port) {
        return new UdpDiscovery(port, Duration.ofNanos(settings.intervalNanos()), settings.group());
    }

    /**
     * The same with another interval. It should be several times shorter than the time after which peers are called evasive.
     *
     * @param interval from beacon to beacon, 10 ms to 1 hour
     * @return the discovery
     * @throws IllegalArgumentException if it is out of range
     */
    public UdpDiscovery withInterval(Duration interval) {
        Objects.requireNonNull(interval, "interval");
        return new UdpDiscovery(settings.port(), interval, settings.group());
    }

    /**
     * Sends the first beacon at once.
     *
     * @throws io.zmqspring.ZmqBindException if another program has the port and does not share it
     */
    @Override
    public Search start(OwnNode own, Sightings sightings) {
        return UdpSearch.start(settings, own, sightings);
    }
}
