package io.zmqspring.internal.mechanism;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.internal.codec.Frames;
import io.zmqspring.internal.codec.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The MESSAGE commands of CURVE (RFC 26, "MESSAGE"), one for each frame.
 *
 * <pre>
 * 0       8      16   32     33
 * name    nonce  tag  flags  payload
 *                     |-- sealed --|
 * </pre>
 *
 * Flags: bit 0 is MORE, bit 1 COMMAND, as libzmq and JeroMQ have it; the others are sent as zero and ignored.
 */
final class CurveTraffic {
    private static final byte[] NAME = "\7MESSAGE".getBytes(US_ASCII);
    private static final int NONCE = 8;
    private static final int BOX = 16;
    private static final int CONTENT = 32;
    private static final int OVERHEAD = 33;
    private static final int MORE = 1;
    private static final int COMMAND = 2;

    private CurveTraffic() {}

    /**
     * Begins the traffic.
     *
     * @param key of the transient keys; overwritten
     * @param server whether we are the server
     * @param lastSent the last number that we used
     * @param lastReceived the last number that the other side used
     */
    static Sealing begin(CurveCrypto crypto, byte[] key, boolean server, long lastSent, long lastReceived) {
        byte[] client = "CurveZMQMESSAGEC".getBytes(US_ASCII);
        byte[] ours = "CurveZMQMESSAGES".getBytes(US_ASCII);
        Sealing sealing = new Sealing(
                new CurveSealer(crypto.cipher(key, server ? ours : client), lastSent),
                new CurveOpener(crypto.cipher(key, server ? client : ours), lastReceived));
        Arrays.fill(key, (byte) 0);
        return sealing;
    }

    private static int frameFlags(byte flags) {
        return ((flags & MORE) != 0 ? Frames.MORE : 0) | ((flags & COMMAND) != 0 ? Frames.COMMAND : 0);
    }

    private static final class CurveSealer implements Sealer {
        private final CurveCrypto.Cipher cipher;
        private final byte[] first = new byte[1];
        private long number;

        CurveSealer(CurveCrypto.Cipher cipher, long number) {
            this.cipher = cipher;
            this.number = number;
        }

        @Override
        public int overhead() {
            return OVERHEAD;
        }

        @Override
        public void seal(int flags, byte[] prefix, byte[] body, byte[] out) {
            if (++number == 0) {
                throw new IllegalStateException("2^64 frames were sealed with one key, and no number is left");
            }
            boolean more = (flags & Frames.MORE) != 0;
            boolean command = (flags & Frames.COMMAND) != 0;
            out[CONTENT] = (byte) ((more ? MORE : 0) | (command ? COMMAND : 0));
            System.arraycopy(prefix, 0, out, OVERHEAD, prefix.length);
            System.arraycopy(body, 0, out, OVERHEAD + prefix.length, body.length);
            cipher.seal(number, out, 1 + prefix.length + body.length);
            System.arraycopy(NAME, 0, out, 0, NAME.length);
            ByteBuffer.wrap(out).putLong(NONCE, number);
        }

        @Override
        public int flags(byte[] sealed) {
            cipher.beginOwn(ByteBuffer.wrap(sealed).getLong(NONCE));
            cipher.take(sealed, CONTENT, first, 0, 1);
            return frameFlags(first[0]);
        }

        @Override
        public void wipe() {
            cipher.wipe();
        }
    }

    private static final class CurveOpener implements Opener {
        private final CurveCrypto.Cipher cipher;
        private final byte[] first = new byte[1];
        private long number;
        private int flags;

        CurveOpener(CurveCrypto.Cipher cipher, long number) {
            this.cipher = cipher;
            this.number = number;
        }

        @Override
        public int overhead() {
            return OVERHEAD;
        }

        @Override
        public byte[] open(byte[] sealed) throws ProtocolException {
            if (sealed.length < NAME.length || !Arrays.equals(sealed, 0, NAME.length, NAME, 0, NAME.length)) {
                throw new ProtocolException(
                        HandshakeFailure.UNEXPECTED_COMMAND,
                        "a frame that is no MESSAGE where CURVE allows nothing else");
            }
            if (sealed.length < OVERHEAD) {
                throw Refusals.malformed("MESSAGE", sealed.length + " octets, and the empty one has " + OVERHEAD);
            }
            long next = ByteBuffer.wrap(sealed).getLong(NONCE);
            if (Long.compareUnsigned(next, number) <= 0) {
                throw Refusals.forged("MESSAGE number " + Long.toUnsignedString(next) + " after "
                        + Long.toUnsignedString(number) + ": it was sent before, or out of order");
            }
            if (!cipher.begin(next, sealed, BOX, sealed.length - BOX)) {
                throw Refusals.forged("a MESSAGE that does not open: it was changed on the way");
            }
            number = next;
            cipher.take(sealed, CONTENT, first, 0, 1);
            flags = frameFlags(first[0]);
            byte[] payload = new byte[sealed.length - OVERHEAD];
            cipher.take(sealed, OVERHEAD, payload, 0, payload.length);
            return payload;
        }

        @Override
        public int flags() {
            return flags;
        }

        @Override
        public void wipe() {
            cipher.wipe();
        }
    }
}
