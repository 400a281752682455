package io.zmqspring;

/**
 * Whether messages carry their {@link Message#headers() headers} in an envelope inside the frame. The format is
 * described in {@code docs/envelope.md}.
 */
public enum EnvelopeMode {
    /** Announced in the handshake; used with peers that announce it too, the bare body with all others. */
    AUTO,
    /** Used with every peer, announced or not; for networks where the handshake's metadata is lost on the way. */
    ALWAYS,
    /** Never: headers stay here, bodies travel bare. */
    NEVER;

    /** The handshake property that announces the envelope. */
    public static final String PROPERTY = "X-Envelope";

    /** The version of the envelope that is announced and understood. */
    public static final String VERSION = "1";
}
