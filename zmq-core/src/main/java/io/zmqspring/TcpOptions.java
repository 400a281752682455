package io.zmqspring;

/**
 * How tcp connections are made and tuned.
 *
 * @param ipv6 whether IPv6 addresses are used beside IPv4
 */
public record TcpOptions(boolean ipv6) {
    /** What the system does by itself. */
    public static final TcpOptions DEFAULT = new TcpOptions(true);
}
