package io.zmqspring.internal.zmtp;

import io.zmqspring.internal.codec.Frames;
import io.zmqspring.internal.codec.Framing;
import java.nio.ByteBuffer;

/**
 * Finds the messages of a send buffer that did not leave it whole when its connection broke, so that what is lost can
 * be counted.
 */
public final class UnsentFrames {
    private long messages;
    private long bytes;

    private UnsentFrames() {}

    UnsentFrames(long messages, long bytes) {
        this.messages = messages;
        this.bytes = bytes;
    }

    /** The same where all of a body is the message's. */
    static UnsentFrames in(Framing framing, ByteBuffer buffer, int continued) {
        return in(framing, 0, buffer, continued);
    }

    /**
     * Looks through a buffer that was being written.
     *
     * @param framing how the frames are laid out
     * @param overhead how many octets of each body are not the message's
     * @param buffer its position is where writing stopped, its limit where the octets end
     * @param continued how many octets at its start belong to a message begun in an earlier buffer
     */
    static UnsentFrames in(Framing framing, int overhead, ByteBuffer buffer, int continued) {
        UnsentFrames unsent = new UnsentFrames();
        int written = buffer.position();
        if (continued > written) {
            unsent.messages++;
        }
        int start = continued;
        boolean cut = false;
        while (start < buffer.limit()) {
            int flags = framing.flags(buffer, start);
            long size = framing.bodySize(buffer, start);
            long end = start + framing.headerSize(size) + size;
            if (end > written && (flags & Frames.COMMAND) == 0) {
                cut = (flags & Frames.MORE) != 0;
                unsent.messages += cut ? 0 : 1;
                unsent.bytes += size - overhead;
            }
            start = (int) Math.min(end, Integer.MAX_VALUE);
        }
        unsent.messages += cut ? 1 : 0; // the rest of its frames is not in the buffer
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
