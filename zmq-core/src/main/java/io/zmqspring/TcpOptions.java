package io.zmqspring;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How tcp connections are made and tuned. Nagle's algorithm is always off: a message waits for no acknowledgement.
 *
 * @param ipv6 whether IPv6 is used beside IPv4: wildcards listen on both, names stand for the addresses of both. False
 *     refuses IPv6 addresses and lets names stand for their IPv4 addresses alone
 * @param sendBuffer the kernel's buffer for what is sent, in octets; 0 leaves it to the system
 * @param receiveBuffer the kernel's buffer for what is received, in octets; 0 leaves it to the system
 * @param trafficClass the octet that networks may tell traffic apart by (IPv4 TOS, IPv6 traffic class), 0 to 255; 0
 *     leaves it to the system
 * @param keepAlive the kernel's probes of silent connections; {@link Heartbeat} finds dead peers sooner and by itself
 * @param proxy the SOCKS5 server that every connect goes through, or null for none
 */
public record TcpOptions(
        boolean ipv6,
        int sendBuffer,
        int receiveBuffer,
        int trafficClass,
        TcpKeepAlive keepAlive,
        @Nullable SocksProxy proxy) {
    /** IPv4 and IPv6, no proxy, and all else as the system does it: the default. libzmq leaves IPv6 out. */
    public static final TcpOptions DEFAULT = new TcpOptions(true, 0, 0, 0, TcpKeepAlive.OFF, null);

    /**
     * Checks the values.
     *
     * @param ipv6 see above
     * @param sendBuffer see above
     * @param receiveBuffer see above
     * @param trafficClass see above
     * @param keepAlive see above
     * @param proxy see above
     * @throws IllegalArgumentException if a buffer is negative or the traffic class is no octet
     */
    public TcpOptions {
        Checks.atLeast("tcp sendBuffer", 0, sendBuffer);
        Checks.atLeast("tcp receiveBuffer", 0, receiveBuffer);
        if (trafficClass < 0 || trafficClass > 255) {
            throw new IllegalArgumentException("tcp trafficClass=" + trafficClass + " is outside 0 to 255");
        }
        Objects.requireNonNull(keepAlive, "keepAlive");
    }

    /**
     * Returns the same options with IPv6 on or off.
     *
     * @param ipv6 whether it is used
     * @return the new options
     */
    public TcpOptions withIpv6(boolean ipv6) {
        return new TcpOptions(ipv6, sendBuffer, receiveBuffer, trafficClass, keepAlive, proxy);
    }

    /**
     * Returns the same options with other buffers.
     *
     * @param send octets, or 0
     * @param receive octets, or 0
     * @return the new options
     */
    public TcpOptions withBuffers(int send, int receive) {
        return new TcpOptions(ipv6, send, receive, trafficClass, keepAlive, proxy);
    }

    /**
     * Returns the same options with another traffic class.
     *
     * @param trafficClass 0 to 255
     * @return the new options
     */
    public TcpOptions withTrafficClass(int trafficClass) {
        return new TcpOptions(ipv6, sendBuffer, receiveBuffer, trafficClass, keepAlive, proxy);
    }

    /**
     * Returns the same options with other probes.
     *
     * @param keepAlive the probes
     * @return the new options
     */
    public TcpOptions withKeepAlive(TcpKeepAlive keepAlive) {
        return new TcpOptions(ipv6, sendBuffer, receiveBuffer, trafficClass, keepAlive, proxy);
    }

    /**
     * Returns the same options with connects through a proxy.
     *
     * @param proxy the proxy, or null for none
     * @return the new options
     */
    public TcpOptions withProxy(@Nullable SocksProxy proxy) {
        return new TcpOptions(ipv6, sendBuffer, receiveBuffer, trafficClass, keepAlive, proxy);
    }
}
