package io.zmqspring.internal.zmtp;

import io.zmqspring.Message;
import io.zmqspring.internal.codec.FrameEncoder;
import io.zmqspring.internal.codec.Frames;
import io.zmqspring.internal.codec.Framing;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Puts messages into the frames of one ZMTP connection in traffic. */
public final class ZmtpSender implements MessageEncoder {
    private static final int MAX_HEADER = 10;
    private static final byte[] NONE = new byte[0];
    private static final Message NO_MESSAGE = Message.empty();

    private final Framing framing;
    private final FrameEncoder encoder;
    private final boolean enveloped;
    private Message message = NO_MESSAGE;
    private int nextFrame;

    /**
     * @param framing how the peer wants its frames
     * @param enveloped whether it understands envelopes
     */
    ZmtpSender(Framing framing, boolean enveloped) {
        this.framing = framing;
        this.encoder = new FrameEncoder(framing);
        this.enveloped = enveloped;
    }

    @Override
    public void begin(Message message) {
        this.message = message;
        nextFrame = 0;
        beginFrame();
    }

    /** The envelope stands in the message's first frame. */
    private void beginFrame() {
        boolean last = nextFrame == message.frameCount() - 1;
        byte[] prefix = enveloped && nextFrame == 0 ? message.envelope() : NONE;
        encoder.begin(last ? 0 : Frames.MORE, prefix, message.frame(nextFrame));
        nextFrame++;
    }

    @Override
    public boolean write(ByteBuffer out) {
        while (encoder.write(out)) {
            if (nextFrame == message.frameCount()) {
                message = NO_MESSAGE;
                return true;
            }
            beginFrame();
        }
        return false;
    }

    @Override
    public byte[] encode(Message message) {
        int envelope = enveloped ? message.envelope().length : 0;
        ByteBuffer out = ByteBuffer.allocate(envelope + message.size() + MAX_HEADER * message.frameCount());
        begin(message);
        write(out);
        return Arrays.copyOf(out.array(), out.position());
    }

    @Override
    public UnsentFrames unsent(ByteBuffer buffer, int continued) {
        return UnsentFrames.in(framing, buffer, continued);
    }
}
