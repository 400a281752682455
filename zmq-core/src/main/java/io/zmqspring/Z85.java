package io.zmqspring;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Octets as text that stands in source code, configuration and on command lines without quoting (RFC 32/Z85): each four
 * octets are five characters. This is how CURVE keys are written. Thread-safe.
 */
public final class Z85 {
    private static final int OCTETS = 4;
    private static final int CHARACTERS = 5;
    private static final long BASE = 85;
    private static final long MAX = 0xffff_ffffL;
    private static final byte[] ALPHABET = ("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                    + ".-:+=^!/*?&<>()[]{}@%$#")
            .getBytes(StandardCharsets.US_ASCII);
    private static final int[] VALUES = values();

    private Z85() {}

    private static int[] values() {
        int[] values = new int[128];
        Arrays.fill(values, -1);
        for (int i = 0; i < ALPHABET.length; i++) {
            values[ALPHABET[i]] = i;
        }
        return values;
    }

    /**
     * Writes octets as text.
     *
     * @param octets a multiple of four of them
     * @return five characters for each four octets
     * @throws IllegalArgumentException if their number is not a multiple of four
     */
    public static String encode(byte[] octets) {
        if (octets.length % OCTETS != 0) {
            throw new IllegalArgumentException("Z85 cannot write " + octets.length
                    + " octets: it needs a multiple of 4; pad them in a way that the reader knows");
        }
        byte[] text = new byte[Math.multiplyExact(octets.length / OCTETS, CHARACTERS)];
        ByteBuffer in = ByteBuffer.wrap(octets);
        for (int start = 0; start < text.length; start += CHARACTERS) {
            long group = in.getInt() & MAX;
            for (int i = start + CHARACTERS - 1; i >= start; i--) {
                text[i] = ALPHABET[(int) (group % BASE)];
                group /= BASE;
            }
        }
        return new String(text, StandardCharsets.US_ASCII);
    }

    /**
     * Reads octets from text. What is refused is described, but not repeated: it may be a secret key.
     *
     * @param text a multiple of five characters of Z85's alphabet
     * @return four octets for each five characters
     * @throws IllegalArgumentException if the text is not Z85
     */
    public static byte[] decode(String text) {
        if (text.length() % CHARACTERS != 0) {
            throw new IllegalArgumentException("text of " + text.length()
                    + " characters is not Z85: it has a multiple of 5; look for what was cut off or added, as a space");
        }
        ByteBuffer octets = ByteBuffer.allocate(text.length() / CHARACTERS * OCTETS);
        for (int start = 0; start < text.length(); start += CHARACTERS) {
            long group = 0;
            for (int i = start; i < start + CHARACTERS; i++) {
                group = group * BASE + value(text, i);
            }
            if (group > MAX) {
                throw new IllegalArgumentException("characters " + start + " to " + (start + CHARACTERS - 1)
                        + " are not Z85: they stand for more than four octets hold; copy the text anew");
            }
            octets.putInt((int) group);
        }
        return octets.array();
    }

    private static int value(String text, int index) {
        char character = text.charAt(index);
        int value = character < VALUES.length ? VALUES[character] : -1;
        if (value < 0) {
            throw new IllegalArgumentException(String.format(
                    "character %d, U+%04X, is not Z85: allowed are 0-9 a-z A-Z and .-:+=^!/*?&<>()[]{}@%%$#",
                    index, (int) character));
        }
        return value;
    }
}
