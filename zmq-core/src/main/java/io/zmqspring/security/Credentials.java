package io.zmqspring.security;

import java.util.Objects;

/** What a peer shows of itself, for an {@link Authenticator} to judge. Immutable; no {@code toString} shows a secret. */
public sealed interface Credentials {

    /**
     * Where the peer is, as we see it.
     *
     * @return over tcp its IP address as text, without the port; over ipc {@code localhost:user:group}
     */
    String address();

    /**
     * A peer without a security mechanism: it shows nothing.
     *
     * @param address where it is
     */
    record Anonymous(String address) implements Credentials {}

    /**
     * A peer that knows the secret key of this public key (CURVE).
     *
     * @param address where it is
     * @param key its permanent public key, proved
     * @param identity the name it announces to ROUTERs, empty if none; a claim, and not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Curve(String address, CurveKey key, byte[] identity) implements Credentials {}

    /** A user name and a password, as octets of whatever encoding the peer has (PLAIN). */
    final class Plain implements Credentials {
        private final String address;
        private final byte[] username;
        private final byte[] password;

        /**
         * Copies what the peer sent.
         *
         * @param address where it is
         * @param username 255 octets at most
         * @param password 255 octets at most
         */
        public Plain(String address, byte[] username, byte[] password) {
            this.address = Objects.requireNonNull(address, "address");
            this.username = username.clone();
            this.password = password.clone();
        }

        @Override
        public String address() {
            return address;
        }

        /** {@return the user name, a copy} */
        public byte[] username() {
            return username.clone();
        }

        /** {@return the password, a copy} */
        public byte[] password() {
            return password.clone();
        }

        /** {@return where the peer is, and no more} */
        @Override
        public String toString() {
            return "Plain[address=" + address + "]";
        }
    }
}
