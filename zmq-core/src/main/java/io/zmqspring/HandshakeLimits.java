package io.zmqspring;

/**
 * What peers may take before they are known: before their handshake is done. Where nobody is crowded out, each peer has
 * {@link SocketOptions#handshakeTimeout()}.
 *
 * <p>When as many handshakes are under way at a bound endpoint as may be, those of a source that has more than its share make
 * room, the oldest first, each after half a second at least: they fail with
 * {@link io.zmqspring.event.HandshakeFailure#CROWDED_OUT}. Until there is room, further connections wait in the system's
 * {@linkplain SocketOptions#backlog() backlog}. So many clients that come at once are served one after the other, and one
 * host whose connections say nothing keeps no other host out.
 *
 * @param octets what one peer may send until its handshake is done, besides the greeting: octets, at least 1, default 8 KiB
 * @param metadata the properties that one peer may announce, with their names: octets, at least 1, default 4 KiB
 * @param atOnce how many handshakes may be under way at one bound endpoint: at least 1, default 1024
 * @param perSource how many of these one source has as its share, an IPv4 address, the /64 network of an IPv6 address or a user of
 *     ipc: at least 1, default 64
 */
public record HandshakeLimits(long octets, long metadata, long atOnce, long perSource) {
    /** 8 KiB, 4 KiB of them metadata; 1024 handshakes at once, 64 of them of one source. */
    public static final HandshakeLimits DEFAULT = new HandshakeLimits(8 << 10, 4 << 10, 1024, 64);

    /** No limit but {@link SocketOptions#handshakeTimeout()}: for networks where every host is trusted. */
    public static final HandshakeLimits UNLIMITED = new HandshakeLimits(
            SocketOptions.UNLIMITED, SocketOptions.UNLIMITED, SocketOptions.UNLIMITED, SocketOptions.UNLIMITED);

    /**
     * Checks the numbers.
     *
     * @param octets see above
     * @param metadata see above
     * @param atOnce see above
     * @param perSource see above
     */
    public HandshakeLimits {
        if (octets < 1 || metadata < 1 || atOnce < 1 || perSource < 1) {
            throw new IllegalArgumentException("octets=" + octets + ", metadata=" + metadata + ", atOnce=" + atOnce
                    + ", perSource=" + perSource + ": each must be at least 1, or SocketOptions.UNLIMITED");
        }
    }

    /**
     * Returns the same limits with other sizes.
     *
     * @param octets what one peer may send
     * @param metadata the properties that one peer may announce
     * @return the new limits
     */
    public HandshakeLimits withSizes(long octets, long metadata) {
        return new HandshakeLimits(octets, metadata, atOnce, perSource);
    }

    /**
     * Returns the same limits with other numbers of handshakes.
     *
     * @param atOnce how many may be under way at one bound endpoint
     * @param perSource how many of these one source has as its share
     * @return the new limits
     */
    public HandshakeLimits withNumbers(long atOnce, long perSource) {
        return new HandshakeLimits(octets, metadata, atOnce, perSource);
    }
}
