package io.zmqspring.internal.zmtp;

import io.zmqspring.internal.codec.Frames;
import java.nio.ByteBuffer;

/**
 * Finds the messages of a send buffer that did not leave it whole when its connection broke, so that what is lost can
 * be counted.
 */
public final class UnsentFrames {
    private long messages;
    private long bytes;

    private UnsentFrames() {}

    /**
     * Looks through a buffer that was being written.
     *
     * @param buffer its position is where writing stopped, its limit where the octets end
     * @param continued how many octets at its start belong to a message begun in an earlier buffer
     */
    public static UnsentFrames in(ByteBuffer buffer, int continued) {
        UnsentFrames unsent = new UnsentFrames();
        int written = buffer.position();
        if (continued > written) {
            unsent.messages++;
        }
        int start = continued;
        while (start < buffer.limit()) {
            int flags = buffer.get(start);
            boolean isLong = (flags & Frames.LONG) != 0;
            long size = isLong ? buffer.getLong(start + 1) : buffer.get(start + 1) & 0xff;
            long end = start + size + (isLong ? Frames.LONG_HEADER : Frames.SHORT_HEADER);
            if (end > written && (flags & Frames.COMMAND) == 0) {
                unsent.messages++;
                unsent.bytes += size;
            }
            start = (int) Math.min(end, Integer.MAX_VALUE);
        }
        return unsent;
    }

    public long messages() {
        return messages;
    }

    /** The octets of their bodies, as far as they begin in the buffer. */
    public long bytes() {
        return bytes;
    }
}
