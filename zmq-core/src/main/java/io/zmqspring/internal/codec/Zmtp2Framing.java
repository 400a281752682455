package io.zmqspring.internal.codec;

import java.nio.ByteBuffer;

/**
 * The frames of ZMTP 2.0 and of all that came later (RFC 15, 23 and 37, "Framing"); COMMAND has a meaning from 3.0 on.
 *
 * <pre>
 * short frame: flags size(1) body      size 0..255
 * long frame:  flags size(8) body      size in network order
 * </pre>
 */
public final class Zmtp2Framing implements Framing {
    public static final Zmtp2Framing INSTANCE = new Zmtp2Framing();

    private static final int SHORT_HEADER = 2;
    private static final int LONG_HEADER = 9;
    private static final int MAX_SHORT = 255;

    private Zmtp2Framing() {}

    @Override
    public int headerSize(ByteBuffer in, int at) {
        int available = in.limit() - at;
        if (available < SHORT_HEADER) {
            return 0;
        }
        int size = (in.get(at) & Frames.LONG) == 0 ? SHORT_HEADER : LONG_HEADER;
        return available < size ? 0 : size;
    }

    @Override
    public int flags(ByteBuffer in, int at) {
        return in.get(at);
    }

    @Override
    public long bodySize(ByteBuffer in, int at) {
        return (in.get(at) & Frames.LONG) == 0 ? in.get(at + 1) & 0xff : in.getLong(at + 1);
    }

    @Override
    public int headerSize(long bodySize) {
        return bodySize <= MAX_SHORT ? SHORT_HEADER : LONG_HEADER;
    }

    @Override
    public void putHeader(ByteBuffer out, int flags, long bodySize) {
        if (bodySize <= MAX_SHORT) {
            out.put((byte) flags).put((byte) bodySize);
        } else {
            out.put((byte) (flags | Frames.LONG)).putLong(bodySize);
        }
    }
}
