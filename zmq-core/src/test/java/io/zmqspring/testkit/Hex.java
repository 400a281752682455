package io.zmqspring.testkit;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Octets written as people write them: {@code "ff 00 7f"}. White space and line breaks mean nothing. */
public final class Hex {
    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

    private Hex() {}

    /** The octets of one or more hex texts, one after another. */
    public static byte[] bytes(String... texts) {
        return HexFormat.of().parseHex(String.join("", texts).replaceAll("\\s", ""));
    }

    public static String text(byte[] bytes) {
        return SPACED.formatHex(bytes);
    }

    /** The hex text of {@code count} times the same octet. */
    public static String repeat(String octet, int count) {
        return octet.repeat(count);
    }

    /** The hex text of ASCII characters. */
    public static String ascii(String text) {
        return text(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /** Arrays one after another. */
    public static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
