package io.zmqspring.internal.codec;

import io.zmqspring.event.HandshakeFailure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * A command: {@code name-length(1) name data} (RFC 37, "Formal Grammar"; the prose's other spellings are used by
 * nobody).
 *
 * @param name upper case, compared exactly
 * @param data what follows the name
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Command(String name, byte[] data) {
    public static final String HELLO = "HELLO";
    public static final String WELCOME = "WELCOME";
    public static final String INITIATE = "INITIATE";
    public static final String READY = "READY";
    public static final String ERROR = "ERROR";
    public static final String PING = "PING";
    public static final String PONG = "PONG";
    public static final String SUBSCRIBE = "SUBSCRIBE";
    public static final String CANCEL = "CANCEL";
    public static final String JOIN = "JOIN";
    public static final String LEAVE = "LEAVE";

    /** The commands by which a peer says what it wants to receive. */
    public static final Set<String> SUBSCRIPTIONS = Set.of(SUBSCRIBE, CANCEL, JOIN, LEAVE);

    /** A PING's context is at most 16 octets long; what is longer is not sent back. */
    private static final int MAX_CONTEXT = 16;

    private static final int TTL_SIZE = 2;

    /** READY with the connection's properties. */
    public static Command ready(Map<String, byte[]> properties) {
        return new Command(READY, Metadata.encode(properties));
    }

    /** ERROR with a reason: {@code reason-length(1) reason}. */
    public static Command error(String reason) {
        byte[] text = reason.getBytes(StandardCharsets.US_ASCII);
        byte[] data = new byte[1 + text.length];
        data[0] = (byte) text.length;
        System.arraycopy(text, 0, data, 1, text.length);
        return new Command(ERROR, data);
    }

    /** PING without a context: {@code ttl(2)}, in tenths of a second. */
    public static Command ping(int ttlTenths) {
        return new Command(PING, new byte[] {(byte) (ttlTenths >> 8), (byte) ttlTenths});
    }

    /** PONG with the context of this PING. */
    public Command pong() {
        return new Command(PONG, Arrays.copyOfRange(data, TTL_SIZE, Math.min(data.length, TTL_SIZE + MAX_CONTEXT)));
    }

    /** PONG that answers no PING: it is heard as any traffic is, and asks for nothing. */
    public static Command sign() {
        return new Command(PONG, new byte[0]);
    }

    /** Whether this PING is long enough to have a TTL. */
    public boolean isWholePing() {
        return data.length >= TTL_SIZE;
    }

    /** Whether this is a JOIN or LEAVE, whose data is a group. */
    public boolean isMembership() {
        return name.equals(JOIN) || name.equals(LEAVE);
    }

    /** This PING's time to live in tenths of a second. */
    public int ttlTenths() {
        return ((data[0] & 0xff) << 8) | (data[1] & 0xff);
    }

    /** This ERROR's reason, made safe to show. */
    public String errorReason() throws ProtocolException {
        if (data.length == 0 || (data[0] & 0xff) > data.length - 1) {
            throw new ProtocolException(
                    HandshakeFailure.MALFORMED_COMMAND,
                    "malformed ERROR: its reason is missing or longer than the command");
        }
        return WireText.escape(Arrays.copyOfRange(data, 1, 1 + (data[0] & 0xff)));
    }

    /** The command as the body of a command frame. */
    public byte[] encode() {
        byte[] bytes = new byte[1 + name.length() + data.length];
        bytes[0] = (byte) name.length();
        System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, bytes, 1, name.length());
        System.arraycopy(data, 0, bytes, 1 + name.length(), data.length);
        return bytes;
    }

    /** Reads the body of a command frame. */
    public static Command parse(byte[] body) throws ProtocolException {
        int nameLength = body.length == 0 ? 0 : body[0] & 0xff;
        if (nameLength == 0 || nameLength > body.length - 1) {
            throw new ProtocolException(
                    HandshakeFailure.MALFORMED_COMMAND,
                    "malformed command of " + body.length + " octets: its name has " + nameLength);
        }
        String name = new String(body, 1, nameLength, StandardCharsets.ISO_8859_1);
        return new Command(name, Arrays.copyOfRange(body, 1 + nameLength, body.length));
    }
}
