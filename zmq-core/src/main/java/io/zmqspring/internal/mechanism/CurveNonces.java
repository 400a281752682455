package io.zmqspring.internal.mechanism;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** How the 24 octets of a nonce are made (RFC 26): a name, and a number that grows or octets by chance. */
final class CurveNonces {
    private CurveNonces() {}

    /** A name of 16 octets, and the 8 of a number. */
    static byte[] numbered(String name, long number) {
        return ByteBuffer.allocate(CurveCrypto.NONCE)
                .put(name.getBytes(US_ASCII))
                .putLong(number)
                .array();
    }

    /** A name of 8 octets, and 16 of chance, which stand somewhere in a command. */
    static byte[] random(String name, byte[] octets, int at) {
        byte[] nonce = name.getBytes(US_ASCII);
        return ByteBuffer.allocate(CurveCrypto.NONCE)
                .put(nonce)
                .put(octets, at, CurveCrypto.NONCE - nonce.length)
                .array();
    }
}
