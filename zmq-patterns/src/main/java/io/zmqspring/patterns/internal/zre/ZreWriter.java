package io.zmqspring.patterns.internal.zre;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes the fields of a command. Numbers are in network order. */
final class ZreWriter {
    private static final int MAX_STRING = 255;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

    ZreWriter octet(int value) {
        out.write(value);
        return this;
    }

    ZreWriter number2(int value) {
        return octet(value >>> 8).octet(value);
    }

    private ZreWriter number4(int value) {
        return number2(value >>> 16).number2(value);
    }

    /** A text of at most 255 octets. */
    ZreWriter string(String field, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        if (octets.length > MAX_STRING) {
            throw new IllegalArgumentException(
                    field + " of " + octets.length + " octets > " + MAX_STRING + ", the most that ZRE can say");
        }
        octet(octets.length);
        out.writeBytes(octets);
        return this;
    }

    private ZreWriter longString(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        number4(octets.length);
        out.writeBytes(octets);
        return this;
    }

    ZreWriter strings(List<String> texts) {
        number4(texts.size());
        texts.forEach(this::longString);
        return this;
    }

    ZreWriter dictionary(Map<String, String> entries) {
        number4(entries.size());
        entries.forEach((name, value) -> string("header name", name).longString(value));
        return this;
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }
}
