package io.zmqspring.internal.codec;

/**
 * The flag octet of a frame (RFC 37, "Framing").
 *
 * <pre>
 * bit   7..3      2         1      0
 *       reserved  COMMAND   LONG   MORE
 *
 * short frame: flags size(1) body      size 0..255
 * long frame:  flags size(8) body      size in network order
 * </pre>
 *
 * Reserved bits are zero on what we send and ignored on what we receive.
 */
public final class Frames {
    public static final int MORE = 1;
    public static final int LONG = 2;
    public static final int COMMAND = 4;

    public static final int SHORT_HEADER = 2;
    public static final int LONG_HEADER = 9;
    static final int MAX_SHORT = 255;

    private Frames() {}
}
