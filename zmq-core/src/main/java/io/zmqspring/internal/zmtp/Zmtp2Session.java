package io.zmqspring.internal.zmtp;

import io.zmqspring.SocketType;
import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.internal.codec.FrameEncoder;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.internal.codec.Zmtp2Framing;
import java.nio.ByteBuffer;
import java.util.List;

/** A ZMTP 2.0 peer (RFC 15): an octet with the socket type, then the identity's frame, then messages. */
final class Zmtp2Session extends OldSession {
    /** By their octets. RFC 15 has nine; XPUB and XSUB of ZeroMQ 3.x announce two more and are understood. */
    private static final List<String> TYPES =
            List.of("PAIR", "PUB", "SUB", "REQ", "REP", "DEALER", "ROUTER", "PULL", "PUSH", "XPUB", "XSUB");

    private boolean typeRead;

    Zmtp2Session(LocalPeer local, ZmtpConnection.Receiver receiver) {
        super(local, receiver, Zmtp2Framing.INSTANCE);
    }

    /** Whether RFC 15 has a socket type, or a part that the type can play. */
    static boolean knows(SocketType type) {
        return TYPES.contains(type.name());
    }

    /** What we announce: XPUB and XSUB say what they are to a peer, PUB and SUB (RFC 15, "Publish-Subscribe"). */
    private static int octet(SocketType type) {
        return switch (type) {
            case XPUB -> TYPES.indexOf("PUB");
            case XSUB -> TYPES.indexOf("SUB");
            default -> TYPES.indexOf(type.name());
        };
    }

    @Override
    public void start() {
        byte[] identity = FrameEncoder.message(Zmtp2Framing.INSTANCE, local.identity());
        byte[] octets = new byte[1 + identity.length];
        octets[0] = (byte) octet(local.type());
        System.arraycopy(identity, 0, octets, 1, identity.length);
        receiver.send(octets);
    }

    @Override
    public Session receive(ByteBuffer in, long now) throws ProtocolException {
        if (!typeRead && in.hasRemaining()) {
            checkType(in.get() & 0xff);
            typeRead = true;
        }
        return typeRead ? super.receive(in, now) : this;
    }

    private void checkType(int octet) throws ProtocolException {
        String type = octet < TYPES.size() ? TYPES.get(octet) : String.valueOf(octet);
        if (!local.type().accepts(type)) {
            throw new ProtocolException(
                    HandshakeFailure.INCOMPATIBLE_SOCKET_TYPE,
                    "socket type " + type + " may not talk to " + local.type(),
                    null);
        }
    }
}
