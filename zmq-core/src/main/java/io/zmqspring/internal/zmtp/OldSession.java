package io.zmqspring.internal.zmtp;

import io.zmqspring.Message;
import io.zmqspring.Sender;
import io.zmqspring.internal.codec.FrameDecoder;
import io.zmqspring.internal.codec.FrameEncoder;
import io.zmqspring.internal.codec.Framing;
import io.zmqspring.internal.codec.MessageAssembler;
import io.zmqspring.internal.codec.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Map;

/** What ZMTP 1.0 and 2.0 have in common: a frame with the identity, then messages; no commands, no properties. */
abstract class OldSession implements Session {
    final LocalPeer local;
    final ZmtpConnection.Receiver receiver;
    private final Framing framing;
    private final FrameDecoder decoder;
    private final MessageAssembler assembler;
    private ZmtpConnection.State state = ZmtpConnection.State.HANDSHAKE;
    private Sender sender = Sender.LOCAL;
    private boolean inFrame;

    OldSession(LocalPeer local, ZmtpConnection.Receiver receiver, Framing framing) {
        this.local = local;
        this.receiver = receiver;
        this.framing = framing;
        this.decoder =
                new FrameDecoder(framing, local.options().handshakeLimits().octets());
        this.assembler = local.newAssembler();
    }

    @Override
    public Session receive(ByteBuffer in, long now) throws ProtocolException {
        while (inFrame || header(in)) {
            byte[] body = decoder.body(in);
            inFrame = body == null;
            if (body == null) {
                break;
            }
            if (state == ZmtpConnection.State.TRAFFIC) {
                onFrame(body, decoder.hasMore());
            } else {
                onIdentity(Session.checkIdentity(body));
            }
        }
        return this;
    }

    private boolean header(ByteBuffer in) throws ProtocolException {
        if (!decoder.header(in)) {
            return false;
        }
        if (!assembler.isEmpty()) {
            assembler.ensureRoom(decoder.size());
        }
        return true;
    }

    void onIdentity(byte[] identity) {
        decoder.limitMessages(local.options().maxMessageSize());
        state = ZmtpConnection.State.TRAFFIC;
        sender = receiver.onReady(new RemotePeer(Map.of(), identity, null), new ZmtpSender(framing, false));
    }

    private void onFrame(byte[] body, boolean more) {
        if (!more && assembler.isEmpty()) {
            receiver.onMessage(Message.received(body, sender));
        } else if (assembler.add(body, more)) {
            receiver.onMessage(Message.receivedFrames(assembler.take(), sender));
        }
    }

    @Override
    public ZmtpConnection.State state() {
        return state;
    }

    @Override
    public byte[] encodeSubscription(boolean subscribe, byte[] topic) {
        return FrameEncoder.message(framing, Session.subscriptionMessage(subscribe, topic));
    }
}
