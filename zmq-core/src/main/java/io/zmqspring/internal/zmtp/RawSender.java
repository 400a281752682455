package io.zmqspring.internal.zmtp;

import io.zmqspring.Message;
import java.nio.ByteBuffer;
import java.util.BitSet;

/** Sends the bodies of messages one after the other, with nothing between them. */
final class RawSender implements MessageEncoder {
    private static final byte[] NONE = new byte[0];

    /** Where in the present buffer messages end; the octets themselves do not tell. */
    private final BitSet ends = new BitSet();

    private byte[] body = NONE;
    private int written;

    @Override
    public void begin(Message message) {
        body = message.body();
        written = 0;
    }

    @Override
    public boolean write(ByteBuffer out) {
        if (out.position() == 0) {
            ends.clear();
        }
        int n = Math.min(out.remaining(), body.length - written);
        out.put(body, written, n);
        written += n;
        if (written < body.length) {
            return false;
        }
        ends.set(out.position());
        return true;
    }

    @Override
    public byte[] encode(Message message) {
        return message.toByteArray();
    }

    @Override
    public UnsentFrames unsent(ByteBuffer buffer, int continued) {
        long whole = ends.stream().filter(end -> end > buffer.position()).count();
        int rest = body.length - written;
        return new UnsentFrames(whole + (rest > 0 ? 1 : 0), (long) buffer.remaining() + rest);
    }
}
