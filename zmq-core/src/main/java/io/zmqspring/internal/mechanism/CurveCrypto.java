package io.zmqspring.internal.mechanism;

import io.zmqspring.internal.codec.ProtocolException;
import java.nio.ByteBuffer;

/**
 * The primitives that CURVE is made of (RFC 26, "Commands"): X25519, XSalsa20 and Poly1305, and chance. The one place to be
 * changed for another library; tests take chance out of it.
 */
interface CurveCrypto {
    int KEY = 32;
    int NONCE = 24;
    int TAG = 16;

    /** How many octets stand free before what {@link Cipher#seal} is to seal. */
    int ROOM = 32;

    /** Octets that nobody can guess. */
    byte[] random(int count);

    /** The public key of a secret key. */
    byte[] publicKey(byte[] secretKey);

    /** The key that both sides of a box find from their own secret and the other's public key; refuses keys of low order. */
    byte[] sharedKey(byte[] secretKey, byte[] publicKey) throws ProtocolException;

    /**
     * A cipher for many boxes.
     *
     * @param key from {@link #sharedKey}, or any secret one
     * @param prefix the first 16 octets of every nonce; the last 8 come with each box
     */
    Cipher cipher(byte[] key, byte[] prefix);

    /** XSalsa20-Poly1305 with one key. For one thread. */
    interface Cipher {
        /**
         * Seals octets where they stand, behind {@link #ROOM} octets, which become 16 of no use and the tag.
         *
         * @param octets begins with the room
         * @param length how many octets follow it
         */
        void seal(long nonce, byte[] octets, int length);

        /** Begins to open a box: false if it was not sealed with this key and nonce, or was changed. */
        boolean begin(long nonce, byte[] octets, int box, int length);

        /** Takes the next octets out of the box that was begun, or of one that was sealed here. */
        void take(byte[] octets, int from, byte[] out, int to, int count);

        /** Begins to open a box that was sealed here, without a look at its tag. */
        void beginOwn(long nonce);

        /** Overwrites the key. */
        void wipe();
    }

    /** A whole box: the tag and what is sealed. The key is used for this box with this nonce only. */
    default byte[] seal(byte[] key, byte[] nonce, byte[] content) {
        byte[] octets = new byte[ROOM + content.length];
        System.arraycopy(content, 0, octets, ROOM, content.length);
        Cipher cipher = cipher(key, nonce);
        cipher.seal(end(nonce), octets, content.length);
        cipher.wipe();
        byte[] box = new byte[TAG + content.length];
        System.arraycopy(octets, ROOM - TAG, box, 0, box.length);
        return box;
    }

    /** What is in a whole box that stands somewhere in the octets of a command. */
    default byte[] open(byte[] key, byte[] nonce, byte[] octets, int box, int length, String name)
            throws ProtocolException {
        Cipher cipher = cipher(key, nonce);
        try {
            if (!cipher.begin(end(nonce), octets, box, length)) {
                throw Refusals.forged(
                        "the " + name + " does not open: the other side has other keys than configured here,"
                                + " or somebody changed it on the way");
            }
            byte[] content = new byte[length - TAG];
            cipher.take(octets, box + TAG, content, 0, content.length);
            return content;
        } finally {
            cipher.wipe();
        }
    }

    private static long end(byte[] nonce) {
        return ByteBuffer.wrap(nonce).getLong(NONCE - Long.BYTES);
    }
}
