package io.zmqspring.internal.codec;

import java.util.ArrayList;
import java.util.List;

/** Collects the frames of a multipart message until it is whole; nothing of it is seen before (RFC 37, "Messages"). */
public final class MessageAssembler {
    private static final int MAX_FRAMES = 1024;

    private final long maxSize;
    private List<byte[]> frames = new ArrayList<>(0);
    private long size;

    /** The limit is that of a whole message: the sum of its frames. */
    public MessageAssembler(long maxSize) {
        this.maxSize = maxSize;
    }

    public boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Adds a frame; true if the message is whole. */
    public boolean add(byte[] frame, boolean more) throws ProtocolException {
        size += frame.length;
        if (size > maxSize) {
            throw new ProtocolException("message of more than " + size + " octets in " + (frames.size() + 1)
                    + " frames > " + maxSize + "; raise maxMessageSize if such messages are wanted");
        }
        if (frames.size() == MAX_FRAMES) {
            throw new ProtocolException("message of more than " + MAX_FRAMES + " frames");
        }
        frames.add(frame);
        return !more;
    }

    /** Gives the whole message away and starts anew. */
    public List<byte[]> take() {
        List<byte[]> whole = frames;
        frames = new ArrayList<>(0);
        size = 0;
        return whole;
    }
}
