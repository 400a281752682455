package io.zmqspring;

/**
 * How the datagrams of RADIO and DISH travel.
 *
 * @param multicastHops how many routers a multicast datagram may pass, 1 to 255
 * @param multicastLoop whether sockets of this host receive what it multicasts
 */
public record UdpOptions(int multicastHops, boolean multicastLoop) {
    /** One hop, with loop, as in libzmq. */
    public static final UdpOptions DEFAULT = new UdpOptions(1, true);

    /**
     * Checks the values.
     *
     * @param multicastHops see above
     * @param multicastLoop see above
     * @throws IllegalArgumentException if the hops are outside 1 to 255
     */
    public UdpOptions {
        if (multicastHops < 1 || multicastHops > 255) {
            throw new IllegalArgumentException("multicastHops=" + multicastHops + " is outside 1 to 255");
        }
    }
}
