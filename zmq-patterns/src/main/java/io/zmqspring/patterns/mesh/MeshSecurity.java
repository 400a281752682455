package io.zmqspring.patterns.mesh;

import io.zmqspring.security.Authenticator;
import io.zmqspring.security.CurveKeyPair;
import java.util.Objects;

/**
 * A mesh in which everything between nodes is encrypted (43/ZRE; CURVE). Peers without a key are ignored.
 *
 * @param own the key pair of this node
 * @param authenticator who may send to this node; asked with the peer's public key
 */
public record MeshSecurity(CurveKeyPair own, Authenticator authenticator) {
    /** Refuses nulls. */
    public MeshSecurity {
        Objects.requireNonNull(own, "own");
        Objects.requireNonNull(authenticator, "authenticator");
    }
}
