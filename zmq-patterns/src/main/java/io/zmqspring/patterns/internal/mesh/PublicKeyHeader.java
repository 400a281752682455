package io.zmqspring.patterns.internal.mesh;

import io.zmqspring.security.CurveKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** By which a node that speaks CURVE tells its public key in HELLO, for those who have not seen its beacon. As in C. */
public final class PublicKeyHeader {
    public static final String NAME = "X-PUBLICKEY";

    private PublicKeyHeader() {}

    /** The key that headers tell; null if there is none. */
    public static @Nullable CurveKey of(Map<String, String> headers) {
        String text = headers.get(NAME);
        try {
            return text == null ? null : CurveKey.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
