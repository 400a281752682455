package io.zmqspring.boot.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties below {@code zmq.sockets.<name>.security}. With PLAIN, whoever has a user name is the client; with CURVE, whoever
 * has the server's key. Neither has to do with who binds. An immutable value; its text shows no secret.
 *
 * @param mechanism Mechanism that both sides use.
 * @param serverKey Public key of the server, for a client of CURVE: 40 characters of Z85.
 * @param secretKey Own secret key, for CURVE: 40 characters of Z85. Better kept in a file.
 * @param keyFile File with the own secret key, for CURVE, instead of 'secret-key'. It may change while the application runs.
 * @param publicKey Own public key, which is checked against the secret key if it is set.
 * @param accept Public keys that a server of CURVE accepts, each with the name of its owner if a space and a name follow.
 * @param acceptFile File of such keys, one in a line, instead of 'accept'. It may change while the application runs.
 * @param username Name that a client of PLAIN shows.
 * @param password Password that a client of PLAIN shows.
 * @param users Passwords by user name that a server of PLAIN accepts.
 * @param authenticator Name or qualifier of the 'Authenticator' bean that decides about peers, instead of 'accept' or 'users'.
 */
public record ZmqSocketSecurity(
        @DefaultValue("none") Mechanism mechanism,
        @Nullable String serverKey,
        @Nullable String secretKey,
        @Nullable Path keyFile,
        @Nullable String publicKey,
        @DefaultValue List<String> accept,
        @Nullable Path acceptFile,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue Map<String, String> users,
        @Nullable String authenticator) {

    /** What both sides of a connection agree on. */
    public enum Mechanism {
        /** Everybody may come, and everybody on the way can read along. */
        NONE,
        /** User name and password, not encrypted. */
        PLAIN,
        /** Encrypted, between owners of known keys. */
        CURVE
    }

    /** Shows the mechanism alone. */
    @Override
    public String toString() {
        return "ZmqSocketSecurity[mechanism=" + mechanism + "]";
    }
}
