package io.zmqspring.internal.codec;

import java.nio.charset.StandardCharsets;

/** Text that came from the wire, made safe to log: what is not printable ASCII is escaped, and it is cut to length. */
public final class WireText {
    private static final int MAX_LENGTH = 64;

    private WireText() {}

    public static String escape(byte[] bytes) {
        return escape(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length() && i < MAX_LENGTH; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                escaped.append(c);
            } else {
                escaped.append(String.format("\\x%02x", (int) c));
            }
        }
        return text.length() > MAX_LENGTH ? escaped.append("...").toString() : escaped.toString();
    }
}
