package io.zmqspring.internal.codec;

import io.zmqspring.event.HandshakeFailure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The 64 octets that open a ZMTP 3.x connection (RFC 37, "Formal Grammar").
 *
 * <pre>
 * 0         9 10    11    12        31 32        33     63
 * FF 0{8} 7F  major minor mechanism    as-server filler
 * </pre>
 *
 * The padding (1-8) and the filler are zero on what we send and ignored on what we receive; versions above ours are
 * talked to as 3.1.
 *
 * @param minor the minor version; 0 is a ZMTP 3.0 peer
 * @param mechanism the mechanism's name, without padding
 * @param asServer whether the other side has the server's role in the mechanism
 */
public record Greeting(int minor, String mechanism, boolean asServer) {
    public static final int SIZE = 64;

    private static final int SIGNATURE_END = 9;
    private static final int MAJOR = 10;
    private static final int MINOR = 11;
    private static final int MECHANISM = 12;
    private static final int MECHANISM_SIZE = 20;
    private static final int AS_SERVER = 32;

    /** What we send. With no downgrade to offer, all of it may go out at once (RFC 37, "Backwards Interoperability"). */
    public byte[] encode() {
        byte[] bytes = new byte[SIZE];
        bytes[0] = (byte) 0xff;
        bytes[SIGNATURE_END] = 0x7f;
        bytes[MAJOR] = 3;
        bytes[MINOR] = (byte) minor;
        byte[] name = mechanism.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, bytes, MECHANISM, name.length);
        bytes[AS_SERVER] = (byte) (asServer ? 1 : 0);
        return bytes;
    }

    /** Collects a greeting that may come in any pieces, and refuses it at the first octet that rules it out. */
    public static final class Reader {
        private final byte[] bytes = new byte[SIZE];
        private int count;

        /** Takes octets from the input; true when the greeting is whole. */
        public boolean read(ByteBuffer in) throws ProtocolException {
            int n = Math.min(in.remaining(), SIZE - count);
            in.get(bytes, count, n);
            count += n;
            check(0, bytes[0] == (byte) 0xff, "first octet is not FF: no ZMTP 2.0 or newer");
            check(SIGNATURE_END, (bytes[SIGNATURE_END] & 1) == 1, "unversioned greeting, as of ZMTP 1.0");
            check(MAJOR, (bytes[MAJOR] & 0xff) >= 3, "version " + (bytes[MAJOR] & 0xff) + " is below ZMTP 3.0");
            return count == SIZE;
        }

        private void check(int offset, boolean valid, String problem) throws ProtocolException {
            if (count > offset && !valid) {
                throw new ProtocolException(
                        HandshakeFailure.VERSION,
                        problem + "; received " + WireText.escape(Arrays.copyOf(bytes, Math.min(count, MECHANISM))),
                        null);
            }
        }

        /** The greeting, once it is whole. */
        public Greeting greeting() {
            int minor = (bytes[MAJOR] & 0xff) > 3 ? 1 : Math.min(bytes[MINOR] & 0xff, 1);
            return new Greeting(minor, mechanism(), bytes[AS_SERVER] == 1);
        }

        /** A name followed by anything but NULs is another name (all 20 octets count). */
        private String mechanism() {
            int end = MECHANISM_SIZE;
            while (end > 0 && bytes[MECHANISM + end - 1] == 0) {
                end--;
            }
            return new String(bytes, MECHANISM, end, StandardCharsets.ISO_8859_1);
        }
    }
}
