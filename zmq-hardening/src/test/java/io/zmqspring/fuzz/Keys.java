package io.zmqspring.fuzz;

import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.internal.mechanism.Mechanism;
import io.zmqspring.internal.mechanism.Mechanisms;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.security.Security;
import io.zmqspring.security.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Fixed keys, and both sides of each mechanism. */
final class Keys {
    private static final CurveKeyPair SERVER = pair(1);
    private static final CurveKeyPair CLIENT = pair(2);

    static final List<Security> ALL = List.of(
            Security.none(),
            Security.plainClient("user", "password"),
            Security.plainServer(Authenticator.users(Map.of("user", "password"))),
            Security.curveClient(CLIENT, SERVER.publicKey()),
            Security.curveServer(SERVER, Authenticator.keys(CLIENT.publicKey())));

    private Keys() {}

    private static CurveKeyPair pair(int seed) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) seed);
        return CurveKeyPair.ofSecret(secret);
    }

    static Mechanism mechanism(int which) {
        return Mechanisms.create(ALL.get(which), Map.of("Socket-Type", "PEER".getBytes()), "192.0.2.1");
    }

    /** Gives a command to a mechanism, and lets in whom it asks about. */
    static void give(Mechanism to, Command command) throws ProtocolException {
        to.process(command, 0);
        if (to.takeQuestion() != null) {
            to.answer(Verdict.accept());
        }
    }
}
