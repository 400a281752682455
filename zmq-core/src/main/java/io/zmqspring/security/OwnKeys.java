package io.zmqspring.security;

import java.util.Objects;

/**
 * The key pair of our own that a socket uses with CURVE. May be replaced at any time: each handshake looks once, when it begins,
 * and connections that stand, and handshakes under way, are left alone. One object may serve several sockets. Thread-safe.
 *
 * <p>A pair that was replaced is not overwritten here, since a handshake may still need it and others may share it; it is gone
 * with the last reference to it. What a handshake copies of a secret key, it overwrites at once.
 */
public final class OwnKeys {
    private volatile CurveKeyPair current;

    private OwnKeys(CurveKeyPair first) {
        this.current = first;
    }

    /**
     * Begins with a pair.
     *
     * @param pair the pair
     * @return the keys
     */
    public static OwnKeys of(CurveKeyPair pair) {
        return new OwnKeys(Objects.requireNonNull(pair, "pair"));
    }

    /**
     * Uses another pair from now on. The other sides must know its public key: clients that know only the old key of a server
     * cannot connect to it again, and a server that has not been told of a client's new key refuses it for good.
     *
     * @param pair the pair
     */
    public void replace(CurveKeyPair pair) {
        current = Objects.requireNonNull(pair, "pair");
    }

    /** {@return the pair that the next handshake uses} */
    public CurveKeyPair current() {
        return current;
    }

    /** {@return the public key alone} */
    @Override
    public String toString() {
        return "OwnKeys[publicKey=" + current.publicKey() + "]";
    }
}
