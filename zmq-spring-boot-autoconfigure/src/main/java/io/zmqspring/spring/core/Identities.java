package io.zmqspring.spring.core;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Identities as text, so that they can stand in headers and destinations: readable ones as they are, others in hex. */
final class Identities {
    private static final String HEX = "0x";

    private Identities() {}

    static String text(byte[] identity) {
        String readable = readable(identity);
        return readable != null ? readable : HEX + HexFormat.of().formatHex(identity);
    }

    private static @Nullable String readable(byte[] identity) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(identity))
                    .toString();
            return text.isEmpty() || text.startsWith(HEX) || text.chars().anyMatch(Character::isISOControl)
                    ? null
                    : text;
        } catch (CharacterCodingException binary) {
            return null;
        }
    }

    /** Returns the identity that {@link #text} would show so. */
    static byte[] octets(String text) {
        if (text.startsWith(HEX)) {
            try {
                return HexFormat.of().parseHex(text, HEX.length(), text.length());
            } catch (IllegalArgumentException notHex) {
                throw new ZmqDestinationException(
                        text, "an identity that begins with 0x goes on with pairs of hexadecimal digits");
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
