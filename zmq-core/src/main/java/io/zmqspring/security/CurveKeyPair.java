package io.zmqspring.security;

import io.zmqspring.Z85;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.function.Supplier;
import javax.crypto.KeyAgreement;

/**
 * A permanent key pair of CURVE (RFC 26): the public key, which others are given, and the secret key, which stays here. Needs
 * nothing but the JDK. Immutable; {@link #toString} shows the public key only.
 */
public final class CurveKeyPair {
    private static final BigInteger BASE_POINT = BigInteger.valueOf(9);

    private final CurveKey publicKey;
    private final byte[] secretKey;

    private CurveKeyPair(byte[] secretKey) {
        this.secretKey = secretKey;
        this.publicKey = CurveKey.of(publicOf(secretKey));
    }

    /**
     * Makes a new key pair. Neither key has <code>${</code> in its text, which configuration files often take for something of their
     * own.
     *
     * @return a key pair that nobody else has
     */
    public static CurveKeyPair generate() {
        SecureRandom random = new SecureRandom();
        return harmless(() -> {
            byte[] secret = new byte[CurveKey.SIZE];
            random.nextBytes(secret);
            return new CurveKeyPair(secret);
        });
    }

    /** The first pair whose texts begin no placeholder: of 10,000, 9,900 do not. */
    static CurveKeyPair harmless(Supplier<CurveKeyPair> pairs) {
        CurveKeyPair pair = pairs.get();
        while (pair.secretText().contains("${") || pair.publicKey.toString().contains("${")) {
            pair = pairs.get();
        }
        return pair;
    }

    /**
     * Finds the pair that a secret key belongs to.
     *
     * @param secretKey 40 characters of Z85
     * @return the pair
     * @throws IllegalArgumentException if it is no key; the message does not repeat it
     */
    public static CurveKeyPair ofSecret(String secretKey) {
        return new CurveKeyPair(CurveKey.octets("secret key", secretKey));
    }

    /**
     * Finds the pair that a secret key belongs to.
     *
     * @param secretKey 32 octets, copied
     * @return the pair
     * @throws IllegalArgumentException if there are not 32
     */
    public static CurveKeyPair ofSecret(byte[] secretKey) {
        return new CurveKeyPair(CurveKey.checked("secret key", secretKey).clone());
    }

    /**
     * Takes both keys, and checks that they belong together.
     *
     * @param publicKey 40 characters of Z85
     * @param secretKey 40 characters of Z85
     * @return the pair
     * @throws IllegalArgumentException if one is no key, or they are not of one pair
     */
    public static CurveKeyPair of(String publicKey, String secretKey) {
        CurveKeyPair pair = ofSecret(secretKey);
        if (!pair.publicKey.equals(CurveKey.parse(publicKey))) {
            throw new IllegalArgumentException("the public key " + publicKey + " does not belong to the secret key; "
                    + pair.publicKey + " does: look whether they are exchanged or of two pairs");
        }
        return pair;
    }

    private static byte[] publicOf(byte[] secretKey) {
        try {
            return agree(secretKey, BASE_POINT);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("this JDK takes the base point of X25519 for a bad one", e);
        }
    }

    /** Refuses a public key of low order: with it, everybody would know what is to be secret. */
    void requireAgreement(CurveKey other) {
        byte[] littleEndian = other.octets();
        byte[] bigEndian = new byte[littleEndian.length];
        for (int i = 0; i < bigEndian.length; i++) {
            bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
        }
        bigEndian[0] &= 0x7f; // the top bit says nothing (RFC 7748)
        try {
            Arrays.fill(agree(secretKey, new BigInteger(1, bigEndian)), (byte) 0);
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException(
                    "the public key " + other
                            + " is of low order: it was not made with a secret key; ask for the right one",
                    e);
        }
    }

    /** The JDK's X25519: slower than that of a handshake, but there without any further jar. */
    private static byte[] agree(byte[] secretKey, BigInteger publicKey) throws InvalidKeyException {
        try {
            KeyFactory keys = KeyFactory.getInstance("X25519");
            KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, secretKey)));
            agreement.doPhase(
                    keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, publicKey)),
                    /* lastPhase= */ true);
            return agreement.generateSecret();
        } catch (InvalidKeyException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no X25519, which every JDK from 11 on must have", e);
        }
    }

    /** {@return the key that others are given} */
    public CurveKey publicKey() {
        return publicKey;
    }

    /** {@return the secret key: a copy, 32 octets, to be overwritten by whoever asked for it} */
    public byte[] secretKey() {
        return secretKey.clone();
    }

    /** {@return the secret key as 40 characters of Z85, to be written where only its owner can read it} */
    public String secretText() {
        return Z85.encode(secretKey);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CurveKeyPair pair && MessageDigest.isEqual(secretKey, pair.secretKey);
    }

    @Override
    public int hashCode() {
        return publicKey.hashCode();
    }

    /** {@return the public key alone} */
    @Override
    public String toString() {
        return "CurveKeyPair[publicKey=" + publicKey + "]";
    }
}
