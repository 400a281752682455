package io.zmqspring.internal.zmtp;

import io.zmqspring.internal.codec.Zmtp2Framing;

/** Lends what only this package can make. */
public final class Senders {
    private Senders() {}

    /** Writes messages as ZMTP 2.0 and later have them: flags, length, body. */
    public static MessageEncoder ofFrames() {
        return new ZmtpSender(Zmtp2Framing.INSTANCE, false);
    }
}
