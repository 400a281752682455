package io.zmqspring.security;

import io.zmqspring.Z85;
import java.security.MessageDigest;
import java.util.Arrays;

/** A public key of CURVE: 32 octets, written as 40 characters of Z85 (RFC 26, RFC 32). It is no secret. Immutable. */
public final class CurveKey {
    /** How many octets a key has. */
    public static final int SIZE = 32;

    private static final int TEXT_SIZE = 40;

    private final byte[] octets;

    private CurveKey(byte[] octets) {
        this.octets = octets;
    }

    /**
     * Reads a key from text.
     *
     * @param text 40 characters of Z85
     * @return the key
     * @throws IllegalArgumentException if it is not; the message does not repeat the text, which may be a secret key
     */
    public static CurveKey parse(String text) {
        return new CurveKey(octets("public key", text));
    }

    /**
     * Makes a key from its octets.
     *
     * @param octets 32 octets, copied
     * @return the key
     * @throws IllegalArgumentException if there are not 32
     */
    public static CurveKey of(byte[] octets) {
        return new CurveKey(checked("public key", octets).clone());
    }

    static byte[] octets(String what, String text) {
        if (text.length() != TEXT_SIZE) {
            throw new IllegalArgumentException(what + " of " + text.length() + " characters: a CURVE key has "
                    + TEXT_SIZE + " of Z85; copy it whole, without quotes or spaces");
        }
        return Z85.decode(text);
    }

    static byte[] checked(String what, byte[] octets) {
        if (octets.length != SIZE) {
            throw new IllegalArgumentException(what + " of " + octets.length + " octets: a CURVE key has " + SIZE
                    + "; text of " + TEXT_SIZE + " characters is read by parse");
        }
        return octets;
    }

    /**
     * Returns the key's octets.
     *
     * @return a copy, 32 octets
     */
    public byte[] octets() {
        return octets.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CurveKey key && MessageDigest.isEqual(octets, key.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** {@return the key as 40 characters of Z85} */
    @Override
    public String toString() {
        return Z85.encode(octets);
    }
}
