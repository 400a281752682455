package io.zmqspring.patterns.internal.discovery;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where beacons go and how often.
 *
 * @param port UDP port of everybody
 * @param intervalNanos from beacon to beacon
 * @param group multicast group, or null for broadcast
 */
public record BeaconSettings(
        int port, long intervalNanos, @Nullable InetAddress group) {}
