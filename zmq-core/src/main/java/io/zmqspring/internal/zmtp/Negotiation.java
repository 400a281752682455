package io.zmqspring.internal.zmtp;

import io.zmqspring.ZmtpVersion;
import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.internal.codec.Greeting;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.internal.codec.WireText;
import io.zmqspring.internal.mechanism.Mechanism;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The greetings, up to the octet that shows which ZMTP the peer speaks (RFC 37, "Version Negotiation"). Who serves old
 * peers shows one piece of its greeting after the other, as the peer's greeting admits; who does not shows all at once.
 *
 * <pre>
 *   peer's octet 0 is not FF, or bit 0 of octet 9 is 0     ZMTP 1.0
 *   octet 10 is 1 or 2                                     ZMTP 2.0
 *   octet 10 is 3 or more                                  ZMTP 3.x
 * </pre>
 *
 * Looks only: an old peer's first octets, and a greeting that is not whole, are left in the input.
 */
final class Negotiation implements Session {
    private static final int MAJOR = Greeting.SIGNATURE;
    private static final int SHOWN = 12;

    private final LocalPeer local;
    private final Mechanism mechanism;
    private final ZmtpConnection.Receiver receiver;
    private final ZmtpVersion oldest;
    private final byte[] ours;
    private int sent;

    Negotiation(LocalPeer local, Mechanism mechanism, ZmtpConnection.Receiver receiver) {
        this.local = local;
        this.mechanism = mechanism;
        this.receiver = receiver;
        this.oldest = local.oldestServed(mechanism);
        long padding = oldest == ZmtpVersion.V1_0 ? local.identity().length + 1 : 0;
        this.ours = new Greeting(1, mechanism.name(), mechanism.asServer()).encode(padding);
    }

    private boolean serves(ZmtpVersion version) {
        return oldest.compareTo(version) <= 0;
    }

    @Override
    public void start() {
        sendUpTo(serves(ZmtpVersion.V2_0) ? Greeting.SIGNATURE : Greeting.SIZE);
    }

    private void sendUpTo(int end) {
        if (end > sent) {
            receiver.send(Arrays.copyOfRange(ours, sent, end));
            sent = end;
        }
    }

    @Override
    public Session receive(ByteBuffer in, long now) throws ProtocolException {
        int start = in.position();
        int count = in.remaining();
        if (count > 0 && in.get(start) != (byte) 0xff) {
            return zmtp1(in, "first octet is not FF: no ZMTP 2.0 or newer");
        }
        if (count < Greeting.SIGNATURE) {
            return this;
        }
        if ((in.get(start + Greeting.SIGNATURE - 1) & 1) == 0) {
            return zmtp1(in, "unversioned greeting, as of ZMTP 1.0");
        }
        sendUpTo(MAJOR + 1);
        if (count == MAJOR) {
            return this;
        }
        int major = in.get(start + MAJOR) & 0xff;
        if (major < 3) {
            return zmtp2(in, major);
        }
        sendUpTo(Greeting.SIZE);
        return count < Greeting.SIZE ? this : zmtp3(in);
    }

    private Session zmtp1(ByteBuffer in, String problem) throws ProtocolException {
        if (!serves(ZmtpVersion.V1_0)) {
            throw refused(in, problem);
        }
        return started(new Zmtp1Session(local, receiver));
    }

    /** 1 is what RFC 15 calls its version, 2 what it is called elsewhere; 0 is of no RFC. */
    private Session zmtp2(ByteBuffer in, int major) throws ProtocolException {
        if (major == 0 || !serves(ZmtpVersion.V2_0)) {
            throw refused(in, "version " + major + " is below ZMTP " + (major == 0 ? "2.0" : "3.0"));
        }
        in.position(in.position() + MAJOR + 1);
        return started(new Zmtp2Session(local, receiver));
    }

    private Session zmtp3(ByteBuffer in) throws ProtocolException {
        ByteBuffer octets = in.duplicate();
        Greeting theirs = Greeting.decode(in);
        if (theirs.minor() == 0 && !serves(ZmtpVersion.V3_0)) {
            throw refused(octets, "version 3.0 is below ZMTP 3.1");
        }
        if (!theirs.mechanism().equals(mechanism.name())) {
            throw new ProtocolException(
                    HandshakeFailure.MECHANISM_MISMATCH,
                    "mechanism " + WireText.escape(theirs.mechanism()) + " where ours is " + mechanism.name()
                            + "; configure both sides alike",
                    null);
        }
        return started(new Zmtp3Session(local, mechanism, receiver, theirs.minor()));
    }

    private static Session started(Session session) {
        session.start();
        return session;
    }

    private ProtocolException refused(ByteBuffer in, String problem) {
        byte[] shown = new byte[Math.min(in.remaining(), SHOWN)];
        in.duplicate().get(shown);
        String why = oldest == local.options().oldestPeer()
                ? "the option oldestPeer"
                : "older ones have no socket type " + local.type() + " or no mechanism " + mechanism.name();
        return new ProtocolException(
                HandshakeFailure.VERSION,
                problem + "; received " + WireText.escape(shown) + "; the oldest version served here is " + oldest
                        + " (" + why + ")",
                null);
    }

    @Override
    public ZmtpConnection.State state() {
        return ZmtpConnection.State.GREETING;
    }

    @Override
    public byte[] encodeSubscription(boolean subscribe, byte[] topic) {
        throw new IllegalStateException("a subscription before the peer's version is known");
    }
}
