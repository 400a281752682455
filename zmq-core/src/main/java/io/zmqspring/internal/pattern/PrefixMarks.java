package io.zmqspring.internal.pattern;

/**
 * Tells of a prefix whether some topic may begin so, asked only at lengths of 4, 8, 16 ... octets: a set of bits, found
 * by the prefix's hash. What is not marked does not occur; what is marked may be another prefix or one of the past.
 */
final class PrefixMarks {
    private static final int FIRST = 4;

    private final long[] words;

    /** Makes an empty set of at least 64 bits, a power of two. */
    PrefixMarks(int bits) {
        words = new long[Math.max(1, bits / Long.SIZE)];
    }

    /** Whether prefixes of this length are marked. */
    static boolean isAt(int length) {
        return length >= FIRST && (length & (length - 1)) == 0;
    }

    void set(int hash) {
        words[word(hash)] |= 1L << hash;
    }

    boolean isSet(int hash) {
        return (words[word(hash)] & 1L << hash) != 0;
    }

    private int word(int hash) {
        return (hash >>> 6) & (words.length - 1);
    }
}
