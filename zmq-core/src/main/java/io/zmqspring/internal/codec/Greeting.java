package io.zmqspring.internal.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The 64 octets that open a ZMTP 3.x connection (RFC 37, "Formal Grammar").
 *
 * <pre>
 * 0         9 10    11    12        31 32        33     63
 * FF 0{8} 7F  major minor mechanism    as-server filler
 * </pre>
 *
 * The filler is zero on what we send; it and the padding (1-8) are ignored on what we receive; versions above ours are
 * talked to as 3.1.
 *
 * @param minor the minor version; 0 is a ZMTP 3.0 peer
 * @param mechanism the mechanism's name, without padding
 * @param asServer whether the other side has the server's role in the mechanism
 */
public record Greeting(int minor, String mechanism, boolean asServer) {
    public static final int SIZE = 64;

    /** How many octets the signature has; the last is 7F. */
    public static final int SIGNATURE = 10;

    private static final int SIGNATURE_END = 9;
    private static final int MAJOR = 10;
    private static final int MINOR = 11;
    private static final int MECHANISM = 12;
    private static final int MECHANISM_SIZE = 20;
    private static final int AS_SERVER = 32;

    /**
     * What we send.
     *
     * @param padding what octets 1 to 8 say: to ZMTP 1.0 the length of a frame, to newer peers nothing
     */
    public byte[] encode(long padding) {
        byte[] bytes = new byte[SIZE];
        ByteBuffer.wrap(bytes).put((byte) 0xff).putLong(padding);
        bytes[SIGNATURE_END] = 0x7f;
        bytes[MAJOR] = 3;
        bytes[MINOR] = (byte) minor;
        byte[] name = mechanism.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, bytes, MECHANISM, name.length);
        bytes[AS_SERVER] = (byte) (asServer ? 1 : 0);
        return bytes;
    }

    /** Reads the 64 octets of a greeting of ZMTP 3.0 or newer. */
    public static Greeting decode(ByteBuffer in) {
        byte[] bytes = new byte[SIZE];
        in.get(bytes);
        int minor = (bytes[MAJOR] & 0xff) > 3 ? 1 : Math.min(bytes[MINOR] & 0xff, 1);
        return new Greeting(minor, mechanism(bytes), bytes[AS_SERVER] == 1);
    }

    /** A name followed by anything but NULs is another name (all 20 octets count). */
    private static String mechanism(byte[] bytes) {
        int end = MECHANISM_SIZE;
        while (end > 0 && bytes[MECHANISM + end - 1] == 0) {
            end--;
        }
        return new String(bytes, MECHANISM, end, StandardCharsets.ISO_8859_1);
    }
}
