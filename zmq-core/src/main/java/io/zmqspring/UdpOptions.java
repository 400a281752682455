package io.zmqspring;

/**
 * How datagrams travel. Over udp there are no connections: options that speak of them, as linger, reconnecting after a
 * loss, heartbeats and security, have no effect.
 *
 * @param multicastHops how many routers a multicast datagram may pass, 0 to 255; 0 keeps it on this host
 * @param multicastLoop whether sockets of this host receive what it multicasts
 * @param maxDatagram the largest datagram sent and accepted, with group and all, 1 to 65507 octets. The default of 8192 is
 *     the most that libzmq takes; what is larger than the network's frames (about 1500) is lost whole if one piece is
 * @param sendBuffer the kernel's buffer for what is sent, in octets; 0 leaves it to the system
 * @param receiveBuffer the kernel's buffer for what is received, in octets; 0 leaves it to the system
 */
public record UdpOptions(int multicastHops, boolean multicastLoop, int maxDatagram, int sendBuffer, int receiveBuffer) {
    /** One hop, with loop, datagrams of 8192 octets, as in libzmq; buffers as the system makes them. */
    public static final UdpOptions DEFAULT = new UdpOptions(1, true, 8192, 0, 0);

    private static final int MAX_HOPS = 255;
    private static final int MAX_DATAGRAM = 65_507; // what the length field of IPv4 leaves

    /**
     * Checks the values.
     *
     * @param multicastHops see above
     * @param multicastLoop see above
     * @param maxDatagram see above
     * @param sendBuffer see above
     * @param receiveBuffer see above
     * @throws IllegalArgumentException if a value is out of bounds
     */
    public UdpOptions {
        if (multicastHops < 0 || multicastHops > MAX_HOPS) {
            throw new IllegalArgumentException("multicastHops=" + multicastHops + " is outside 0 to " + MAX_HOPS);
        }
        if (maxDatagram < 1 || maxDatagram > MAX_DATAGRAM) {
            throw new IllegalArgumentException("maxDatagram=" + maxDatagram + " is outside 1 to " + MAX_DATAGRAM);
        }
        Checks.atLeast("udp sendBuffer", 0, sendBuffer);
        Checks.atLeast("udp receiveBuffer", 0, receiveBuffer);
    }

    /**
     * Returns the same options with another reach of multicast.
     *
     * @param hops how many routers a multicast datagram may pass
     * @return the new options
     */
    public UdpOptions withMulticastHops(int hops) {
        return new UdpOptions(hops, multicastLoop, maxDatagram, sendBuffer, receiveBuffer);
    }

    /**
     * Returns the same options with this host hearing its own multicast, or not.
     *
     * @param loop whether it does
     * @return the new options
     */
    public UdpOptions withMulticastLoop(boolean loop) {
        return new UdpOptions(multicastHops, loop, maxDatagram, sendBuffer, receiveBuffer);
    }

    /**
     * Returns the same options with another largest datagram, to be set alike on both sides.
     *
     * @param octets the most that is sent and accepted
     * @return the new options
     */
    public UdpOptions withMaxDatagram(int octets) {
        return new UdpOptions(multicastHops, multicastLoop, octets, sendBuffer, receiveBuffer);
    }

    /**
     * Returns the same options with other buffers of the kernel.
     *
     * @param send octets for what is sent, 0 for the system's own
     * @param receive octets for what is received, 0 for the system's own
     * @return the new options
     */
    public UdpOptions withBuffers(int send, int receive) {
        return new UdpOptions(multicastHops, multicastLoop, maxDatagram, send, receive);
    }
}
