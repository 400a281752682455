package io.zmqspring.internal.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/** An internet address and port as text: {@code 127.0.0.1:5555} or {@code [::1]:5555}. Nobody is asked for names. */
public final class InetText {
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final String IPV4 = BYTE + "(\\." + BYTE + "){3}";
    private static final String IPV6 = "\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9_.-]+)?]";
    private static final String PORT = "[0-9]{1,5}";
    private static final int MAX_PORT = 65_535;

    private InetText() {}

    /** Whether a text is an IPv4 address, or an IPv6 address in brackets. */
    public static boolean isAddress(String host) {
        if (host.matches(IPV4)) {
            return true;
        }
        try { // what is in brackets is never asked for
            return host.matches(IPV6) && InetAddress.getByName(host) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Reads an address; throws {@link IllegalArgumentException} if it is none. */
    public static InetSocketAddress parse(byte[] octets) {
        String text = new String(octets, StandardCharsets.US_ASCII);
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(0, colon));
        String port = text.substring(colon + 1);
        if (!isAddress(host) || !port.matches(PORT) || Integer.parseInt(port) > MAX_PORT || port.matches("0+")) {
            throw wrong(text);
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(port));
        } catch (UnknownHostException e) {
            throw wrong(text);
        }
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no address to send to: right is for instance 127.0.0.1:5555 or [::1]:5555");
    }

    /** Writes an address in the form that {@link #parse} reads. */
    public static byte[] format(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        String shown = address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host;
        return (shown + ":" + address.getPort()).getBytes(StandardCharsets.US_ASCII);
    }
}
