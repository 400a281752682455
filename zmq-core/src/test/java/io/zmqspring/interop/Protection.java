package io.zmqspring.interop;

import io.zmqspring.security.Authenticator;
import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.security.Security;
import java.util.Map;

/** The security mechanism of a conversation, and one side's part in it. */
enum Protection {
    NONE,
    PLAIN_CLIENT,
    PLAIN_SERVER,
    CURVE_CLIENT,
    CURVE_SERVER;

    static final String USER = "admin";
    static final String PASSWORD = "secret";
    static final CurveKeyPair SERVER = CurveKeyPair.generate();
    static final CurveKeyPair CLIENT = CurveKeyPair.generate();

    /** The other side's part. */
    Protection other() {
        return switch (this) {
            case NONE -> NONE;
            case PLAIN_CLIENT -> PLAIN_SERVER;
            case PLAIN_SERVER -> PLAIN_CLIENT;
            case CURVE_CLIENT -> CURVE_SERVER;
            case CURVE_SERVER -> CURVE_CLIENT;
        };
    }

    Security security() {
        return switch (this) {
            case NONE -> Security.none();
            case PLAIN_CLIENT -> Security.plainClient(USER, PASSWORD);
            case PLAIN_SERVER -> Security.plainServer(Authenticator.users(Map.of(USER, PASSWORD)));
            case CURVE_CLIENT -> Security.curveClient(CLIENT, SERVER.publicKey());
            case CURVE_SERVER -> Security.curveServer(SERVER, Authenticator.keys(CLIENT.publicKey()));
        };
    }
}
