package io.zmqspring.internal.mechanism;

import io.zmqspring.security.Security;
import java.util.Map;

/** Makes the machine for one connection. */
public final class Mechanisms {
    private Mechanisms() {}

    /**
     * Begins a handshake.
     *
     * @param security what the socket's options ask for
     * @param ownProperties what the handshake announces
     * @param address where the peer is, for authenticators
     */
    public static Mechanism create(Security security, Map<String, byte[]> ownProperties, String address) {
        if (security instanceof Security.PlainClient client) {
            return new PlainClient(client, ownProperties);
        }
        if (security instanceof Security.PlainServer server) {
            return new PlainServer(server, ownProperties, address);
        }
        if (security instanceof Security.CurveClient client) {
            return new CurveClient(client, ownProperties, BouncyCastle.INSTANCE);
        }
        if (security instanceof Security.CurveServer server) {
            return new CurveServer(server, ownProperties, address, BouncyCastle.INSTANCE);
        }
        Security.None none = (Security.None) security;
        return new NullMechanism(ownProperties, none.authenticator(), address);
    }
}
