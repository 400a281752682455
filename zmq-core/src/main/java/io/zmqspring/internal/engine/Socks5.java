package io.zmqspring.internal.engine;

import io.zmqspring.SocksProxy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/**
 * The client's side of one connect through a SOCKS5 server (RFC 1928; RFC 1929 for the password), without I/O: says what
 * to send and how many octets to read next. It never asks for more than belongs to SOCKS, since what follows may already
 * be the greeting of the other side.
 *
 * <pre>
 *   METHOD --no password--> REPLY --> BOUND_ADDRESS --> DONE
 *     +--password--> PASSWORD --^
 * </pre>
 */
final class Socks5 {
    private enum State {
        METHOD,
        PASSWORD,
        REPLY,
        BOUND_ADDRESS,
        DONE
    }

    private static final int VERSION = 5;
    private static final int PASSWORD_VERSION = 1;
    private static final int NO_PASSWORD = 0;
    private static final int WITH_PASSWORD = 2;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    private static final int REPLY_START = 5; // up to the first octet of the bound address, which may be a length
    private static final int MAX_NAME = 255;
    private static final byte[] NOTHING = new byte[0];

    private static final String[] FAILURES = {
        "",
        "general failure",
        "not allowed by its rules",
        "network unreachable",
        "host unreachable",
        "connection refused",
        "TTL expired",
        "command not supported",
        "address type not supported"
    };

    private final SocksProxy proxy;
    private final String host;
    private final int port;
    private State state = State.METHOD;
    private int wanted = 2;

    Socks5(SocksProxy proxy, String host, int port) {
        this.proxy = proxy;
        this.host = host;
        this.port = port;
    }

    private int method() {
        return proxy.user().isEmpty() ? NO_PASSWORD : WITH_PASSWORD;
    }

    /** What is sent first: one method is offered, the one we want. */
    byte[] greeting() {
        return new byte[] {VERSION, 1, (byte) method()};
    }

    /** How many octets are to be read next; 0 when it is done. */
    int wanted() {
        return wanted;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /** Takes as many octets as were wanted, and returns what is to be sent in answer. */
    byte[] receive(byte[] octets) throws IOException {
        return switch (state) {
            case METHOD -> onMethod(octets);
            case PASSWORD -> onPasswordChecked(octets);
            case REPLY -> onReply(octets);
            case BOUND_ADDRESS -> next(State.DONE, 0, NOTHING);
            case DONE -> throw new IllegalStateException("nothing was wanted");
        };
    }

    private byte[] next(State next, int wanted, byte[] answer) {
        this.state = next;
        this.wanted = wanted;
        return answer;
    }

    private byte[] onMethod(byte[] octets) throws IOException {
        int chosen = octets[1] & 0xff;
        if (octets[0] != VERSION) {
            throw failure("is no SOCKS5 server: it answers as version " + (octets[0] & 0xff));
        }
        if (chosen != method()) {
            throw failure(
                    method() == NO_PASSWORD ? "wants a user and a password" : "does not take a user and a password");
        }
        return chosen == NO_PASSWORD
                ? next(State.REPLY, REPLY_START, request())
                : next(State.PASSWORD, 2, credentials());
    }

    private byte[] onPasswordChecked(byte[] octets) throws IOException {
        if (octets[0] != PASSWORD_VERSION || octets[1] != 0) {
            throw failure("refuses user " + proxy.user() + " or its password");
        }
        return next(State.REPLY, REPLY_START, request());
    }

    private byte[] onReply(byte[] octets) throws IOException {
        int code = octets[1] & 0xff;
        if (octets[0] != VERSION) {
            throw failure("replies as version " + (octets[0] & 0xff));
        }
        if (code != 0) {
            String why = code < FAILURES.length ? FAILURES[code] : "unknown";
            throw failure("cannot connect to " + host + ":" + port + ": " + why + " (reply " + code + ")");
        }
        int length = switch (octets[3]) {
            case IPV4 -> 4;
            case IPV6 -> 16;
            case NAME -> 1 + (octets[4] & 0xff);
            default -> throw failure("replies with an address of unknown type " + (octets[3] & 0xff));
        };
        return next(State.BOUND_ADDRESS, length - 1 + 2, NOTHING);
    }

    private IOException failure(String problem) {
        return new IOException("the SOCKS proxy " + proxy.host() + ":" + proxy.port() + " " + problem);
    }

    private byte[] credentials() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(PASSWORD_VERSION);
        writeText(out, proxy.user());
        writeText(out, proxy.password());
        return out.toByteArray();
    }

    private byte[] request() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(VERSION);
        out.write(CONNECT);
        out.write(0);
        writeHost(out);
        out.write(port >> 8);
        out.write(port);
        return out.toByteArray();
    }

    private void writeHost(ByteArrayOutputStream out) throws IOException {
        if (!TcpAddress.isLiteral(host)) {
            if (host.length() > MAX_NAME) {
                throw failure("takes no name of " + host.length() + " octets > " + MAX_NAME);
            }
            out.write(NAME); // the proxy looks it up
            writeText(out, host);
            return;
        }
        InetAddress address = InetAddress.getByName(host.replaceFirst("%.*", "")); // a zone would be one of ours
        out.write(address instanceof Inet6Address ? IPV6 : IPV4);
        out.writeBytes(address.getAddress());
    }

    private static void writeText(ByteArrayOutputStream out, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        out.write(octets.length);
        out.writeBytes(octets);
    }
}
