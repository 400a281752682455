package io.zmqspring.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The security mechanism of a socket's connections over tcp and ipc, and our part in it. Who is the server of the mechanism
 * has nothing to do with who binds; the other side needs the same mechanism and the other part. Immutable; no
 * {@code toString} shows a secret.
 *
 * <pre>{@code
 * CurveKeyPair server = CurveKeyPair.generate();
 * CurveKeyPair client = CurveKeyPair.generate();
 * SocketOptions.builder().security(Security.curveServer(server, Authenticator.keys(client.publicKey())));
 * SocketOptions.builder().security(Security.curveClient(client, server.publicKey()));
 * }</pre>
 */
public sealed interface Security {

    /** {@return the mechanism's name on the wire: NULL, PLAIN or CURVE} */
    String mechanism();

    /** {@return whether nobody on the way can read or change what is sent} */
    boolean isEncrypted();

    /** {@return no security (RFC 37, "NULL"): the default} */
    static Security none() {
        return None.OPEN;
    }

    /**
     * No mechanism, but somebody decides by the peer's address who may come (RFC 27 with NULL). Both ends may do so.
     *
     * @param authenticator who decides
     * @return the security
     */
    static Security none(Authenticator authenticator) {
        return new None(Objects.requireNonNull(authenticator, "authenticator"));
    }

    /**
     * PLAIN as client (RFC 24): shows a user name and a password, unencrypted. Only for networks where nobody listens.
     *
     * @param username at most 255 octets as UTF-8
     * @param password at most 255 octets as UTF-8
     * @return the security
     * @throws IllegalArgumentException if one is longer
     */
    static Security plainClient(String username, String password) {
        return new PlainClient(username, password);
    }

    /**
     * PLAIN as server.
     *
     * @param authenticator who knows the passwords, as {@link Authenticator#users(java.util.Map)}
     * @return the security
     */
    static Security plainServer(Authenticator authenticator) {
        return new PlainServer(authenticator);
    }

    /**
     * CURVE as client (RFC 26): encrypted both ways, to nobody but the owner of the server's key.
     *
     * @param own our key pair, for good
     * @param serverKey the server's public key
     * @return the security
     * @throws IllegalArgumentException if the server's key is none that anybody can have made
     * @throws IllegalStateException if Bouncy Castle is missing
     */
    static Security curveClient(CurveKeyPair own, CurveKey serverKey) {
        return curveClient(OwnKeys.of(own), serverKey);
    }

    /**
     * CURVE as client, with keys that change.
     *
     * @param own our key pair, which may be replaced while sockets are open
     * @param serverKey the server's public key
     * @return the security
     * @throws IllegalArgumentException if the server's key is none that anybody can have made
     * @throws IllegalStateException if Bouncy Castle is missing
     */
    static Security curveClient(OwnKeys own, CurveKey serverKey) {
        return new CurveClient(own, serverKey);
    }

    /**
     * CURVE as server.
     *
     * @param own our key pair, for good
     * @param authenticator who may come, as {@link Authenticator#keys(CurveKey...)} or {@link Authenticator#acceptAll()}
     * @return the security
     * @throws IllegalStateException if Bouncy Castle is missing
     */
    static Security curveServer(CurveKeyPair own, Authenticator authenticator) {
        return curveServer(OwnKeys.of(own), authenticator);
    }

    /**
     * CURVE as server, with keys that change.
     *
     * @param own our key pair, which may be replaced while sockets are open
     * @param authenticator who may come
     * @return the security
     * @throws IllegalStateException if Bouncy Castle is missing
     */
    static Security curveServer(OwnKeys own, Authenticator authenticator) {
        return new CurveServer(own, authenticator);
    }

    /**
     * No mechanism.
     *
     * @param authenticator who decides about peers, null for nobody
     */
    record None(@Nullable Authenticator authenticator) implements Security {
        private static final None OPEN = new None(null);

        @Override
        public String mechanism() {
            return "NULL";
        }

        @Override
        public boolean isEncrypted() {
            return false;
        }

        @Override
        public String toString() {
            return authenticator == null ? "none" : "none, with an authenticator";
        }
    }

    /**
     * The client of PLAIN.
     *
     * @param username at most 255 octets as UTF-8
     * @param password at most 255 octets as UTF-8
     */
    record PlainClient(String username, String password) implements Security {
        private static final int MOST = 255;

        /**
         * Checks both.
         *
         * @param username the user name
         * @param password the password
         */
        public PlainClient {
            check("username", username);
            check("password", password);
        }

        private static void check(String what, String text) {
            int size = text.getBytes(UTF_8).length;
            if (size > MOST) {
                throw new IllegalArgumentException(what + " of " + size + " octets > " + MOST
                        + ", the most that PLAIN can send; choose a shorter one");
            }
        }

        @Override
        public String mechanism() {
            return "PLAIN";
        }

        @Override
        public boolean isEncrypted() {
            return false;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof PlainClient client
                    && username.equals(client.username)
                    && MessageDigest.isEqual(password.getBytes(UTF_8), client.password.getBytes(UTF_8));
        }

        @Override
        public int hashCode() {
            return username.hashCode();
        }

        @Override
        public String toString() {
            return "PLAIN client " + username;
        }
    }

    /**
     * The server of PLAIN.
     *
     * @param authenticator who knows the passwords
     */
    record PlainServer(Authenticator authenticator) implements Security {
        /**
         * Checks that there is one.
         *
         * @param authenticator who knows the passwords
         */
        public PlainServer {
            requireAuthenticator(authenticator, "PLAIN");
        }

        @Override
        public String mechanism() {
            return "PLAIN";
        }

        @Override
        public boolean isEncrypted() {
            return false;
        }

        @Override
        public String toString() {
            return "PLAIN server";
        }
    }

    /**
     * The client of CURVE.
     *
     * @param own our key pair
     * @param serverKey the server's public key
     */
    record CurveClient(OwnKeys own, CurveKey serverKey) implements Security {
        /**
         * Checks that CURVE is there.
         *
         * @param own our key pair
         * @param serverKey the server's public key
         */
        public CurveClient {
            Objects.requireNonNull(own, "own");
            own.current().requireAgreement(Objects.requireNonNull(serverKey, "serverKey"));
            Cryptography.require();
        }

        @Override
        public String mechanism() {
            return "CURVE";
        }

        @Override
        public boolean isEncrypted() {
            return true;
        }

        @Override
        public String toString() {
            return "CURVE client " + own.current().publicKey() + " of " + serverKey;
        }
    }

    /**
     * The server of CURVE.
     *
     * @param own our key pair
     * @param authenticator who decides about clients
     */
    record CurveServer(OwnKeys own, Authenticator authenticator) implements Security {
        /**
         * Checks that CURVE is there.
         *
         * @param own our key pair
         * @param authenticator who decides about clients
         */
        public CurveServer {
            Objects.requireNonNull(own, "own");
            requireAuthenticator(authenticator, "CURVE");
            Cryptography.require();
        }

        @Override
        public String mechanism() {
            return "CURVE";
        }

        @Override
        public boolean isEncrypted() {
            return true;
        }

        @Override
        public String toString() {
            return "CURVE server " + own.current().publicKey();
        }
    }

    private static void requireAuthenticator(Authenticator authenticator, String mechanism) {
        Objects.requireNonNull(
                authenticator,
                () -> mechanism + " server without an authenticator: who may connect? Name them by Authenticator.keys,"
                        + " users or zap, or say Authenticator.acceptAll()");
    }
}
