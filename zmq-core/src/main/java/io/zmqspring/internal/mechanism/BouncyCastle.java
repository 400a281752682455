package io.zmqspring.internal.mechanism;

import io.zmqspring.internal.codec.ProtocolException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** CURVE's primitives by Bouncy Castle: its X25519 takes a third of the JDK's time, and XSalsa20 the JDK has not. */
final class BouncyCastle implements CurveCrypto {
    static final BouncyCastle INSTANCE = new BouncyCastle();

    private static final byte[] NO_NONCE = new byte[NONCE];

    private final SecureRandom random = new SecureRandom();

    private BouncyCastle() {}

    @Override
    public byte[] random(int count) {
        byte[] octets = new byte[count];
        random.nextBytes(octets);
        return octets;
    }

    @Override
    public byte[] publicKey(byte[] secretKey) {
        byte[] publicKey = new byte[KEY];
        X25519.scalarMultBase(secretKey, 0, publicKey, 0);
        return publicKey;
    }

    @Override
    public byte[] sharedKey(byte[] secretKey, byte[] publicKey) throws ProtocolException {
        byte[] point = new byte[KEY];
        if (!X25519.calculateAgreement(secretKey, 0, publicKey, 0, point, 0)) {
            throw Refusals.forged("a public key of low order, with which everybody would know the shared key");
        }
        KeyStream stream = new KeyStream(point, NO_NONCE);
        byte[] key = stream.derivedKey();
        stream.wipe();
        Arrays.fill(point, (byte) 0);
        return key;
    }

    @Override
    public Cipher cipher(byte[] key, byte[] prefix) {
        return new BoxCipher(key, prefix);
    }

    /**
     * XSalsa20 whose nonces have their first 16 octets in common: the key that follows from them (HSalsa20) is derived once, and
     * not for each message. Works by whole blocks, where the engine's own method goes octet by octet.
     */
    private static final class KeyStream extends XSalsa20Engine {
        private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
        private static final int BLOCK = 64;
        private static final int BLOCK_INTS = 16;

        // Where Salsa20 keeps things among the 16 words of its state.
        private static final int KEY_START = 1;
        private static final int NONCE_START = 6;
        private static final int COUNTER = 8;
        private static final int KEY_REST = 11;
        private static final int HALF_KEY = 4;

        private int used;

        KeyStream(byte[] key, byte[] prefix) {
            init(true, new ParametersWithIV(new KeyParameter(key), Arrays.copyOf(prefix, NONCE)));
        }

        byte[] derivedKey() {
            byte[] key = new byte[KEY];
            for (int i = 0; i < HALF_KEY; i++) {
                INT.set(key, Integer.BYTES * i, engineState[KEY_START + i]);
                INT.set(key, Integer.BYTES * (HALF_KEY + i), engineState[KEY_REST + i]);
            }
            return key;
        }

        /** Begins the stream for another nonce, of which these are the last 8 octets. */
        void start(long nonce) {
            engineState[NONCE_START] = Integer.reverseBytes((int) (nonce >>> Integer.SIZE));
            engineState[NONCE_START + 1] = Integer.reverseBytes((int) nonce);
            engineState[COUNTER] = 0;
            engineState[COUNTER + 1] = 0;
            used = BLOCK;
        }

        private void nextBlock() {
            salsaCore(rounds, engineState, x);
            if (++engineState[COUNTER] == 0) {
                engineState[COUNTER + 1]++;
            }
        }

        void process(byte[] in, int from, byte[] out, int to, int count) {
            int done = 0;
            while (done < count) {
                if (used == BLOCK) {
                    nextBlock();
                    used = 0;
                }
                if (used == 0 && count - done >= BLOCK) {
                    wholeBlock(in, from + done, out, to + done);
                    used = BLOCK;
                    done += BLOCK;
                } else {
                    int n = Math.min(BLOCK - used, count - done);
                    partOfBlock(in, from + done, out, to + done, n);
                    used += n;
                    done += n;
                }
            }
        }

        private void wholeBlock(byte[] in, int from, byte[] out, int to) {
            int[] block = x;
            for (int i = 0; i < BLOCK_INTS; i++) {
                INT.set(out, to + Integer.BYTES * i, (int) INT.get(in, from + Integer.BYTES * i) ^ block[i]);
            }
        }

        private void partOfBlock(byte[] in, int from, byte[] out, int to, int count) {
            for (int i = 0; i < count; i++) {
                int at = used + i;
                out[to + i] = (byte) (in[from + i] ^ (x[at >> 2] >>> ((at & 3) * Byte.SIZE)));
            }
        }

        void wipe() {
            Arrays.fill(engineState, 0);
            Arrays.fill(x, 0);
        }
    }

    /** NaCl's crypto_box_afternm: the first 32 octets of the stream are Poly1305's key, the rest covers the content. */
    private static final class BoxCipher implements Cipher {
        private final KeyStream stream;
        private final Poly1305 mac = new Poly1305();
        private final byte[] macKey = new byte[KEY];
        private final byte[] zeros = new byte[KEY];
        private final byte[] tag = new byte[TAG];
        private final byte[] expected = new byte[TAG];

        BoxCipher(byte[] key, byte[] prefix) {
            stream = new KeyStream(key, prefix);
        }

        @Override
        public void seal(long nonce, byte[] octets, int length) {
            beginOwn(nonce);
            stream.process(octets, ROOM, octets, ROOM, length);
            authenticate(octets, ROOM, length, octets, ROOM - TAG);
        }

        @Override
        public boolean begin(long nonce, byte[] octets, int box, int length) {
            beginOwn(nonce);
            authenticate(octets, box + TAG, length - TAG, expected, 0);
            System.arraycopy(octets, box, tag, 0, TAG);
            return MessageDigest.isEqual(expected, tag);
        }

        @Override
        public void beginOwn(long nonce) {
            stream.start(nonce);
            stream.process(zeros, 0, macKey, 0, KEY);
        }

        private void authenticate(byte[] octets, int from, int count, byte[] out, int to) {
            mac.init(new KeyParameter(macKey));
            mac.update(octets, from, count);
            mac.doFinal(out, to);
        }

        @Override
        public void take(byte[] octets, int from, byte[] out, int to, int count) {
            stream.process(octets, from, out, to, count);
        }

        @Override
        public void wipe() {
            stream.wipe();
            Arrays.fill(macKey, (byte) 0);
            mac.init(new KeyParameter(zeros));
        }
    }
}
