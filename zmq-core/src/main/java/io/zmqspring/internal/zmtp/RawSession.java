package io.zmqspring.internal.zmtp;

import io.zmqspring.Message;
import io.zmqspring.Sender;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * No ZMTP at all: a peer of a STREAM socket, of which every octet is content. It is ready when it is there. Its beginning and
 * its end are told by empty messages, which cannot be mistaken for content.
 */
final class RawSession implements Session {
    private static final byte[] NOTHING = new byte[0];

    private final ZmtpConnection.Receiver receiver;
    private final boolean notices;
    private final int largest;
    private Sender sender = Sender.LOCAL;

    RawSession(LocalPeer local, ZmtpConnection.Receiver receiver) {
        this.receiver = receiver;
        this.notices = local.options().stream().notices();
        this.largest = (int) Math.min(Integer.MAX_VALUE, local.options().maxMessageSize());
    }

    @Override
    public void start() {
        sender = receiver.onReady(new RemotePeer(Map.of(), NOTHING, null), new RawSender());
        if (notices) {
            receiver.onMessage(Message.received(NOTHING, sender));
        }
    }

    /** Takes everything as one message, or as few as the largest size allows. */
    @Override
    public Session receive(ByteBuffer in, long now) {
        while (in.hasRemaining()) {
            byte[] octets = new byte[Math.min(largest, in.remaining())];
            in.get(octets);
            receiver.onMessage(Message.received(octets, sender));
        }
        return this;
    }

    @Override
    public @Nullable Message farewell() {
        return notices ? Message.received(NOTHING, sender) : null;
    }

    @Override
    public ZmtpConnection.State state() {
        return ZmtpConnection.State.TRAFFIC;
    }

    @Override
    public byte[] encodeSubscription(boolean subscribe, byte[] topic) {
        throw new IllegalStateException("a subscription to a peer that knows none");
    }
}
