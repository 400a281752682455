package io.zmqspring.internal.zmtp;

import io.zmqspring.Message;
import io.zmqspring.internal.codec.Envelope;
import io.zmqspring.internal.codec.FrameEncoder;
import java.nio.ByteBuffer;

/**
 * The sending half of one ZMTP connection in traffic: a message in, octets out, into as many buffers as it takes. Used
 * by whoever holds the right to write.
 */
public final class ZmtpSender {
    private static final int WHOLE_MESSAGE = 0;
    private static final byte[] NONE = new byte[0];

    private final FrameEncoder encoder = new FrameEncoder();
    private boolean enveloped;

    /** Whether the peer understands envelopes; set once, when the handshake is done. */
    public void setEnveloped(boolean enveloped) {
        this.enveloped = enveloped;
    }

    /** Begins a message. */
    public void begin(Message message) {
        encoder.begin(WHOLE_MESSAGE, enveloped ? Envelope.encode(message.headers()) : NONE, message.body());
    }

    /** Writes as much of the message as fits; true when it is out. */
    public boolean write(ByteBuffer out) {
        return encoder.write(out);
    }
}
