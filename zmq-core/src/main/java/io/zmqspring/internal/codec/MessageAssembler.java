package io.zmqspring.internal.codec;

import java.util.ArrayList;
import java.util.List;

/** Collects the frames of a multipart message until it is whole; nothing of it is seen before (RFC 37, "Messages"). */
public final class MessageAssembler {
    private final long maxSize;
    private final long maxFrames;
    private List<byte[]> frames = new ArrayList<>(0);
    private long size;

    /** The limits are those of a whole message: the sum of its frames, and their number. */
    public MessageAssembler(long maxSize, long maxFrames) {
        this.maxSize = maxSize;
        this.maxFrames = maxFrames;
    }

    public boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Refuses a frame whose header says that the message will be too large, before anything of it is kept. */
    public void ensureRoom(long frameSize) throws ProtocolException {
        if (frameSize > maxSize - size) {
            throw new ProtocolException("message of " + (size + frameSize) + " octets or more, in "
                    + (frames.size() + 1) + " frames > " + maxSize + FrameDecoder.TOO_LARGE);
        }
        if (frames.size() >= maxFrames) {
            throw new ProtocolException(
                    "message of more than " + maxFrames + " frames; raise maxMessageParts if such messages are wanted");
        }
    }

    /** Adds a frame for which there is room; true if the message is whole. */
    public boolean add(byte[] frame, boolean more) {
        size += frame.length;
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
