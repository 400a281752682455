package io.zmqspring.testkit;

import java.nio.ByteBuffer;

/** What a ZMTP 3 peer says, as literal hex, written from RFC 37 and not from our codec. */
public final class Wire {
    /** Signature, version 3.1, mechanism NULL, no server, filler. */
    public static final String GREETING = greeting("03 01", "NULL");

    /** The same of a ZMTP 3.0 peer. */
    public static final String GREETING_3_0 = greeting("03 00", "NULL");

    /** READY with Socket-Type PEER and nothing else. */
    public static final String READY =
            "04 1a 05 52 45 41 44 59 0b 53 6f 63 6b 65 74 2d 54 79 70 65 00 00 00 04 50 45 45 52";

    /** A message of the five octets "Hello". */
    public static final String HELLO = "00 05 48 65 6c 6c 6f";

    /** PING with TTL 0 and no context, and the PONG that answers it. */
    public static final String PING = "04 07 04 50 49 4e 47 00 00";

    public static final String PONG = "04 05 04 50 4f 4e 47";

    private Wire() {}

    /** A greeting with the given version octets and mechanism. */
    public static String greeting(String version, String mechanism) {
        return "ff 00 00 00 00 00 00 00 00 7f" + version + Hex.ascii(mechanism)
                + Hex.repeat("00", 20 - mechanism.length()) + Hex.repeat("00", 32);
    }

    /** A command frame. */
    public static String command(String name, String data) {
        return frame("04", String.format("%02x", name.length()) + Hex.ascii(name) + data);
    }

    /** A READY command with properties: name, value, name, value ... */
    public static String ready(String... namesAndValues) {
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            data.append(property(namesAndValues[i], namesAndValues[i + 1]));
        }
        return command("READY", data.toString());
    }

    /** One metadata property. */
    public static String property(String name, String value) {
        return String.format("%02x", name.length())
                + Hex.ascii(name)
                + String.format("%08x", value.length())
                + Hex.ascii(value);
    }

    /** A frame in its shortest form; {@code flags} without the LONG bit. */
    public static String frame(String flags, String body) {
        byte[] octets = Hex.bytes(body);
        if (octets.length <= 255) {
            return flags + String.format("%02x", octets.length) + body;
        }
        return String.format("%02x%016x", Integer.parseInt(flags.strip(), 16) | 2, octets.length) + body;
    }

    /** A message of one frame. */
    public static byte[] message(byte[] body) {
        ByteBuffer out = ByteBuffer.allocate(9 + body.length);
        if (body.length <= 255) {
            out.put((byte) 0).put((byte) body.length);
        } else {
            out.put((byte) 2).putLong(body.length);
        }
        out.put(body);
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }
}
