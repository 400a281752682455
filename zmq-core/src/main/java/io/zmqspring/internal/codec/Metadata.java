package io.zmqspring.internal.codec;

import io.zmqspring.event.HandshakeFailure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The properties of a READY command (RFC 37, "NULL"): {@code *( name-length(1) name value-length(4) value )}. Names are
 * compared without regard to case.
 */
public final class Metadata {
    private Metadata() {}

    /** Writes properties in the map's order. */
    public static byte[] encode(Map<String, byte[]> properties) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        properties.forEach((name, value) -> {
            byte[] nameBytes = name.getBytes(StandardCharsets.US_ASCII);
            bytes.write(nameBytes.length);
            bytes.writeBytes(nameBytes);
            bytes.writeBytes(ByteBuffer.allocate(4).putInt(value.length).array());
            bytes.writeBytes(value);
        });
        return bytes.toByteArray();
    }

    /** How many octets properties have when they are written, names included. */
    public static long size(Map<String, byte[]> properties) {
        long size = 0;
        for (Map.Entry<String, byte[]> property : properties.entrySet()) {
            size += 1L + property.getKey().length() + 4 + property.getValue().length;
        }
        return size;
    }

    /** Reads properties; the map finds names in any case. */
    public static Map<String, byte[]> parse(byte[] data) throws ProtocolException {
        Map<String, byte[]> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ByteBuffer in = ByteBuffer.wrap(data);
        while (in.hasRemaining()) {
            String name = new String(octets(in, in.get() & 0xff, "name"), StandardCharsets.ISO_8859_1);
            if (name.isEmpty()) {
                throw new ProtocolException(
                        HandshakeFailure.INVALID_METADATA, "malformed metadata: a property without a name");
            }
            if (in.remaining() < 4) {
                throw new ProtocolException(
                        HandshakeFailure.INVALID_METADATA,
                        "malformed metadata: property " + WireText.escape(name) + " has no value");
            }
            if (properties.put(name, octets(in, in.getInt(), "value")) != null) {
                throw new ProtocolException(
                        HandshakeFailure.INVALID_METADATA,
                        "malformed metadata: property " + WireText.escape(name) + " comes twice");
            }
        }
        return properties;
    }

    private static byte[] octets(ByteBuffer in, int length, String what) throws ProtocolException {
        if (length < 0 || length > in.remaining()) {
            throw new ProtocolException(
                    HandshakeFailure.INVALID_METADATA,
                    "malformed metadata: " + what + " of " + Integer.toUnsignedString(length) + " octets where "
                            + in.remaining() + " are left");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
