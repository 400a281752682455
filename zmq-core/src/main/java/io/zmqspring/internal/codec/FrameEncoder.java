package io.zmqspring.internal.codec;

import java.nio.ByteBuffer;

/**
 * Puts frames together, the mirror of {@link FrameDecoder}: {@link #begin} a frame, then {@link #write} it into as many
 * buffers as it takes. A body is copied once, from the caller's array into the buffer that goes to the channel.
 */
public final class FrameEncoder {
    private static final byte[] NONE = new byte[0];

    private final Framing framing;
    private int flags;
    private byte[] prefix = NONE;
    private byte[] body = NONE;
    private boolean headerDue;
    private int written;

    public FrameEncoder(Framing framing) {
        this.framing = framing;
    }

    /** A whole command frame. */
    public static byte[] command(Command command) {
        return frame(Zmtp2Framing.INSTANCE, Frames.COMMAND, command.encode());
    }

    /** A whole message of one frame. */
    public static byte[] message(Framing framing, byte[] body) {
        return frame(framing, 0, body);
    }

    private static byte[] frame(Framing framing, int flags, byte[] body) {
        byte[] octets = new byte[framing.headerSize(body.length) + body.length];
        FrameEncoder encoder = new FrameEncoder(framing);
        encoder.begin(flags, NONE, body);
        encoder.write(ByteBuffer.wrap(octets));
        return octets;
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
        if (out.remaining() < framing.headerSize(size)) {
            return false;
        }
        framing.putHeader(out, flags, size);
        headerDue = false;
        return true;
    }

    private static int put(ByteBuffer out, byte[] from, int offset) {
        int n = Math.min(out.remaining(), from.length - offset);
        out.put(from, offset, n);
        return n;
    }
}
