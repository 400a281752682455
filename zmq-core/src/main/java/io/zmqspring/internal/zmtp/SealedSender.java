package io.zmqspring.internal.zmtp;

import io.zmqspring.Message;
import io.zmqspring.internal.codec.Frames;
import io.zmqspring.internal.codec.Framing;
import io.zmqspring.internal.codec.Zmtp2Framing;
import io.zmqspring.internal.mechanism.Sealer;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Puts messages into sealed frames. Each is sealed when it is written, so that the order of sealing is that of the wire, in one
 * array that is used again and again.
 */
final class SealedSender implements MessageEncoder {
    private static final Framing FRAMING = Zmtp2Framing.INSTANCE;
    private static final byte[] NONE = new byte[0];
    private static final Message NO_MESSAGE = Message.empty();

    /** Arrays up to this size are kept. */
    private static final int KEPT = 128 << 10;

    private final Sealer sealer;
    private final boolean enveloped;
    private final ZmtpSender open;
    private Message message = NO_MESSAGE;
    private int nextFrame;

    // A sealed frame's body, as far as it is not written.
    private byte[] sealed = NONE;
    private int written;
    private int size;

    SealedSender(Sealer sealer, boolean enveloped) {
        this.sealer = sealer;
        this.enveloped = enveloped;
        this.open = new ZmtpSender(FRAMING, enveloped);
    }

    @Override
    public void begin(Message message) {
        this.message = message;
        nextFrame = 0;
    }

    @Override
    public boolean write(ByteBuffer out) {
        while (writeRest(out)) {
            if (nextFrame == message.frameCount()) {
                message = NO_MESSAGE;
                return true;
            }
            boolean last = nextFrame == message.frameCount() - 1;
            byte[] prefix = enveloped && nextFrame == 0 ? message.envelope() : NONE;
            if (!seal(last ? 0 : Frames.MORE, prefix, message.frame(nextFrame), out)) {
                return false;
            }
            nextFrame++;
        }
        return false;
    }

    private boolean writeRest(ByteBuffer out) {
        int n = Math.min(out.remaining(), size - written);
        out.put(sealed, written, n);
        written += n;
        if (written < size) {
            return false;
        }
        if (sealed.length > KEPT) {
            sealed = NONE;
        }
        return true;
    }

    /** Seals a frame and writes its header; not if {@link #unsent} could not read it in this buffer. */
    private boolean seal(int flags, byte[] prefix, byte[] body, ByteBuffer out) {
        int wanted = Math.addExact(sealer.overhead(), Math.addExact(prefix.length, body.length));
        if (out.remaining() < FRAMING.headerSize((long) wanted) + sealer.overhead()) {
            return false;
        }
        if (sealed.length < wanted) {
            sealed = new byte[wanted <= KEPT ? Math.min(KEPT, 2 * wanted) : wanted];
        }
        sealer.seal(flags, prefix, body, sealed);
        FRAMING.putHeader(out, 0, wanted);
        written = 0;
        size = wanted;
        return true;
    }

    /** Seals the frames one by one. */
    @Override
    public boolean writeFrames(byte[] frames, ByteBuffer out) {
        ByteBuffer in = ByteBuffer.wrap(frames);
        if (sealedSize(in) > out.remaining()) {
            return false;
        }
        for (int at = 0; at < frames.length; ) {
            int header = FRAMING.headerSize(in, at);
            int end = at + header + (int) FRAMING.bodySize(in, at);
            seal(FRAMING.flags(in, at), NONE, Arrays.copyOfRange(frames, at + header, end), out);
            writeRest(out);
            at = end;
        }
        return true;
    }

    private long sealedSize(ByteBuffer frames) {
        long total = 0;
        int at = 0;
        while (at < frames.limit()) {
            long body = FRAMING.bodySize(frames, at);
            long wanted = body + sealer.overhead();
            total += FRAMING.headerSize(wanted) + wanted;
            at += FRAMING.headerSize(frames, at) + (int) body;
        }
        return total;
    }

    /** Not sealed: that is done when it is written, in its turn. */
    @Override
    public byte[] encode(Message message) {
        return open.encode(message);
    }

    @Override
    public UnsentFrames unsent(ByteBuffer buffer, int continued) {
        return UnsentFrames.in(new SealedFraming(), sealer.overhead(), buffer, continued);
    }

    /** Frames as they stand, but with the flags that are sealed in them. */
    private final class SealedFraming implements Framing {
        @Override
        public int headerSize(ByteBuffer in, int at) {
            return FRAMING.headerSize(in, at);
        }

        @Override
        public int flags(ByteBuffer in, int at) {
            byte[] start = new byte[sealer.overhead()];
            in.get(at + headerSize(in, at), start);
            return sealer.flags(start);
        }

        @Override
        public long bodySize(ByteBuffer in, int at) {
            return FRAMING.bodySize(in, at);
        }

        @Override
        public int headerSize(long bodySize) {
            return FRAMING.headerSize(bodySize);
        }

        @Override
        public void putHeader(ByteBuffer out, int flags, long bodySize) {
            FRAMING.putHeader(out, flags, bodySize);
        }
    }
}
