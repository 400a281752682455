package io.zmqspring.internal.zmtp;

import io.zmqspring.Message;
import java.nio.ByteBuffer;

/**
 * The sending half of one connection: a message in, octets out, into as many buffers as it takes. Used by whoever holds the
 * right to write.
 */
public interface MessageEncoder {

    /** Begins a message. */
    void begin(Message message);

    /** Writes as much of the message as fits; true when it is out. */
    boolean write(ByteBuffer out);

    /** Writes frames that are ready, commands for instance, between two messages; false, and nothing, if they do not fit. */
    default boolean writeFrames(byte[] frames, ByteBuffer out) {
        if (frames.length > out.remaining()) {
            return false;
        }
        out.put(frames);
        return true;
    }

    /** The frames of a message that does not come from a queue, for {@link #writeFrames}, before any is begun. */
    byte[] encode(Message message);

    /** Finds what of a buffer of ours did not get out; see {@link UnsentFrames#in}. */
    UnsentFrames unsent(ByteBuffer buffer, int continued);
}
