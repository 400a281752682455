package io.zmqspring.security;

/** What CURVE is made of lies in a jar that only those have who use it. */
final class Cryptography {
    private static final String NEEDED = "org.bouncycastle.crypto.engines.XSalsa20Engine";

    private Cryptography() {}

    /** Says at once what is missing, rather than in the first handshake. */
    static void require() {
        require(Cryptography.class.getClassLoader());
    }

    static void require(ClassLoader loader) {
        try {
            Class.forName(NEEDED, /* initialize= */ false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "CURVE needs Bouncy Castle, which is missing: add the dependency org.bouncycastle:bcprov-jdk18on"
                            + " (on the module path, also --add-modules org.bouncycastle.provider)",
                    e);
        }
    }
}
