package io.zmqspring.internal.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Puts frames together, the mirror of {@link FrameDecoder}: {@link #begin} a frame, then {@link #write} it into as many
 * buffers as it takes. A body is copied once, from the caller's array into the buffer that goes to the channel.
 */
public final class FrameEncoder {
    private static final byte[] NONE = new byte[0];

    private int flags;
    private byte[] prefix = NONE;
    private byte[] body = NONE;
    private boolean headerDue;
    private int written;

    /** A whole command frame. */
    public static byte[] command(Command command) {
        byte[] body = command.encode();
        ByteBuffer out = ByteBuffer.allocate(Frames.LONG_HEADER + body.length);
        FrameEncoder encoder = new FrameEncoder();
        encoder.begin(Frames.COMMAND, NONE, body);
        encoder.write(out);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Begins a frame whose body is the prefix followed by the body. */
    public void begin(int flags, byte[] prefix, byte[] body) {
        this.flags = flags;
        this.prefix = prefix;
        this.body = body;
        this.headerDue = true;
        this.written = 0;
    }

    /** Writes as much as fits; true when the frame is out. */
    public boolean write(ByteBuffer out) {
        if (headerDue && !header(out)) {
            return false;
        }
        if (written < prefix.length) {
            written += put(out, prefix, written);
            if (written < prefix.length) {
                return false;
            }
        }
        written += put(out, body, written - prefix.length);
        if (written < prefix.length + body.length) {
            return false;
        }
        prefix = NONE;
        body = NONE;
        return true;
    }

    private boolean header(ByteBuffer out) {
        long size = (long) prefix.length + body.length;
        if (size <= Frames.MAX_SHORT) {
            if (out.remaining() < Frames.SHORT_HEADER) {
                return false;
            }
            out.put((byte) flags).put((byte) size);
        } else {
            if (out.remaining() < Frames.LONG_HEADER) {
                return false;
            }
            out.put((byte) (flags | Frames.LONG)).putLong(size);
        }
        headerDue = false;
        return true;
    }

    private static int put(ByteBuffer out, byte[] from, int offset) {
        int n = Math.min(out.remaining(), from.length - offset);
        out.put(from, offset, n);
        return n;
    }
}
