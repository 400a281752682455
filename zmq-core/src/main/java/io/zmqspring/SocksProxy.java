package io.zmqspring;

import java.nio.charset.StandardCharsets;

/**
 * A SOCKS5 server that makes connections for us (RFC 1928), with a user name and password if it wants them (RFC 1929).
 * It looks the names of endpoints up, not we.
 *
 * @param host the server's name or address
 * @param port the server's port
 * @param user the user name, at most 255 octets; empty for none, and then the server is asked without
 * @param password the password, at most 255 octets; sent in clear text, as RFC 1929 wants it
 */
public record SocksProxy(String host, int port, String user, String password) {
    private static final int MAX_CREDENTIAL = 255;

    /**
     * Checks the values.
     *
     * @param host see above
     * @param port see above
     * @param user see above
     * @param password see above
     * @throws IllegalArgumentException if the host is empty, the port is none, a credential is too long, or there is a
     *     password without a user
     */
    public SocksProxy {
        if (host.isBlank()) {
            throw new IllegalArgumentException("the SOCKS proxy has no host");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("SOCKS proxy port=" + port + " is outside 1 to 65535");
        }
        checkLength("user", user);
        checkLength("password", password);
        if (user.isEmpty() && !password.isEmpty()) {
            throw new IllegalArgumentException("the SOCKS proxy has a password and no user: name both or none");
        }
    }

    private static void checkLength(String name, String value) {
        int length = value.getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_CREDENTIAL) {
            throw new IllegalArgumentException(
                    "SOCKS proxy " + name + " of " + length + " octets > " + MAX_CREDENTIAL + " (RFC 1929)");
        }
    }

    /**
     * A server that asks for no password.
     *
     * @param host its name or address
     * @param port its port
     */
    public SocksProxy(String host, int port) {
        this(host, port, "", "");
    }

    /** Shows everything but the password. */
    @Override
    public String toString() {
        return "SocksProxy[" + (user.isEmpty() ? "" : user + "@") + host + ":" + port + "]";
    }
}
