package io.zmqspring.internal.codec;

/**
 * The flag octet of a frame (RFC 37, "Framing"); {@link Framing} says where it stands.
 *
 * <pre>
 * bit   7..3      2         1      0
 *       reserved  COMMAND   LONG   MORE
 * </pre>
 *
 * Reserved bits are zero on what we send and ignored on what we receive.
 */
public final class Frames {
    public static final int MORE = 1;
    public static final int LONG = 2;
    public static final int COMMAND = 4;

    private Frames() {}
}
