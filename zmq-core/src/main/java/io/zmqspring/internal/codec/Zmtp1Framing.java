package io.zmqspring.internal.codec;

import java.nio.ByteBuffer;

/**
 * The frames of ZMTP 1.0 (RFC 13, "Framing Layer"). The length counts the flags too; of these only MORE has a meaning.
 *
 * <pre>
 * short frame: length(1) flags body      length 1..254
 * long frame:  FF length(8) flags body   length in network order
 * empty frame: 00                        no flags; passed over
 * </pre>
 */
public final class Zmtp1Framing implements Framing {
    public static final Zmtp1Framing INSTANCE = new Zmtp1Framing();

    private static final int ESCAPE = 0xff;
    private static final int SHORT_HEADER = 2;
    private static final int LONG_LENGTH = 9;
    private static final int LONG_HEADER = 10;
    private static final int MAX_SHORT = 253;

    private Zmtp1Framing() {}

    @Override
    public void skipEmpty(ByteBuffer in) {
        while (in.hasRemaining()) {
            int at = in.position();
            if (in.get(at) == 0) {
                in.position(at + 1);
            } else if (isLong(in, at) && in.remaining() >= LONG_LENGTH && in.getLong(at + 1) == 0) {
                in.position(at + LONG_LENGTH);
            } else {
                return;
            }
        }
    }

    private static boolean isLong(ByteBuffer in, int at) {
        return (in.get(at) & 0xff) == ESCAPE;
    }

    @Override
    public int headerSize(ByteBuffer in, int at) {
        int available = in.limit() - at;
        if (available < SHORT_HEADER) {
            return 0;
        }
        int size = isLong(in, at) ? LONG_HEADER : SHORT_HEADER;
        return available < size ? 0 : size;
    }

    @Override
    public int flags(ByteBuffer in, int at) {
        return in.get(at + (isLong(in, at) ? LONG_LENGTH : 1)) & Frames.MORE;
    }

    @Override
    public long bodySize(ByteBuffer in, int at) {
        return (isLong(in, at) ? in.getLong(at + 1) : in.get(at) & 0xff) - 1;
    }

    @Override
    public int headerSize(long bodySize) {
        return bodySize <= MAX_SHORT ? SHORT_HEADER : LONG_HEADER;
    }

    @Override
    public void putHeader(ByteBuffer out, int flags, long bodySize) {
        if (bodySize <= MAX_SHORT) {
            out.put((byte) (bodySize + 1));
        } else {
            out.put((byte) ESCAPE).putLong(bodySize + 1);
        }
        out.put((byte) flags);
    }
}
