package io.zmqspring.internal.zmtp;

import io.zmqspring.SocketType;
import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.Zmtp1Framing;

/**
 * A ZMTP 1.0 peer (RFC 13). Our signature is to it the header of our identity's frame, so that only the body is left to
 * be sent (RFC 15, "Backwards Interoperability"); its signature, if it sent one, is its own.
 */
final class Zmtp1Session extends OldSession {

    Zmtp1Session(LocalPeer local, ZmtpConnection.Receiver receiver) {
        super(local, receiver, Zmtp1Framing.INSTANCE);
    }

    @Override
    public void start() {
        if (local.identity().length > 0) {
            receiver.send(local.identity());
        }
    }

    /** Its subscribers say nothing and filter by themselves: they are sent everything. */
    @Override
    void onIdentity(byte[] identity) {
        super.onIdentity(identity);
        if (local.type() == SocketType.PUB || local.type() == SocketType.XPUB) {
            receiver.onSubscription(Command.SUBSCRIBE, new byte[0]);
        }
    }
}
