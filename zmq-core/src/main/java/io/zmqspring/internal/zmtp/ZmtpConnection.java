package io.zmqspring.internal.zmtp;

import io.zmqspring.Message;
import io.zmqspring.Sender;
import io.zmqspring.SocketType;
import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.FrameEncoder;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.internal.mechanism.Mechanism;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.Credentials;
import io.zmqspring.security.Verdict;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of one ZMTP connection, without I/O, thread or clock: octets in, events and commands out.
 *
 * <pre>
 *   GREETING --the peer's version is known--> HANDSHAKE --done, types fit--> TRAFFIC
 *       |                                         |                            |
 *       +-----------------------------------------+---- ProtocolException -----+--> the connection is closed
 *
 *   Negotiation                               Zmtp1Session, Zmtp2Session or Zmtp3Session
 * </pre>
 *
 * A STREAM socket's connection is in TRAFFIC from the start, with a RawSession.
 */
public final class ZmtpConnection {
    /** Where the connection stands. */
    public enum State {
        GREETING,
        HANDSHAKE,
        TRAFFIC
    }

    /** Who is told what arrives. */
    public interface Receiver {
        /** Octets to be sent as they are, ahead of messages: the greeting or a command. */
        void send(byte[] bytes);

        /** Octets that only show that we are there: not sent where others wait to be sent anyway. */
        void sendSign(byte[] bytes);

        /** The handshake is done; from now on messages may be sent. Returns what to stamp on those that arrive. */
        Sender onReady(RemotePeer peer, MessageEncoder sender);

        /** The handshake waits for an authenticator; {@link ZmtpConnection#answer} goes on with it. */
        void ask(Authenticator authenticator, Credentials credentials);

        /** A whole message arrived. */
        void onMessage(Message message);

        /** The other side subscribes, cancels, joins or leaves: the command's name and its topic or group. */
        void onSubscription(String command, byte[] topic);

        /** A message was dropped because it was multipart. */
        void onMultipartDropped();

        /** A message was dropped because its envelope cannot be read. */
        void onBadEnvelope();

        /** The other side broke the protocol: the connection is to be closed when what was to be sent is out. */
        void onProtocolError(HandshakeFailure reason, String detail);
    }

    private final Receiver receiver;
    private Session session;

    /**
     * Makes a connection.
     *
     * @param local our side
     * @param peerAddress where the other side is, for authenticators
     * @param receiver who is told what arrives
     */
    public ZmtpConnection(LocalPeer local, String peerAddress, Receiver receiver) {
        this.receiver = receiver;
        this.session = local.type() == SocketType.STREAM
                ? new RawSession(local, receiver)
                : new Negotiation(local, local.newMechanism(peerAddress), receiver);
    }

    /** For a mechanism that the peer's options do not name. */
    ZmtpConnection(LocalPeer local, Mechanism mechanism, Receiver receiver) {
        this.receiver = receiver;
        this.session = new Negotiation(local, mechanism, receiver);
    }

    /** Sends our greeting, or as much of it as may be shown to an old peer. A raw connection is ready at once. */
    public void start() {
        session.start();
    }

    public State state() {
        return session.state();
    }

    /**
     * Takes what has arrived. An incomplete greeting or frame header, 63 octets at most, is left in the buffer and must
     * be offered again with what follows it.
     */
    public void receive(ByteBuffer in, long now) {
        try {
            Session next = session.receive(in, now);
            while (next != session) {
                session = next;
                next = session.receive(in, now);
            }
        } catch (ProtocolException e) {
            refuse(e);
        }
    }

    /** Goes on with the handshake as the authenticator says. */
    public void answer(Verdict verdict, long now) {
        try {
            session.answer(verdict, now);
        } catch (ProtocolException e) {
            refuse(e);
        }
    }

    private void refuse(ProtocolException e) {
        if (e.errorReason() != null) {
            receiver.send(FrameEncoder.command(Command.error(e.errorReason())));
        }
        receiver.onProtocolError(e.reason(), String.valueOf(e.getMessage()));
    }

    /** Overwrites keys, when nothing is read or written any more. */
    public void wipe() {
        session.wipe();
    }

    /** A subscription or its end, in the form that the peer's version knows. */
    public byte[] encodeSubscription(boolean subscribe, byte[] topic) {
        return session.encodeSubscription(subscribe, topic);
    }

    /** A JOIN or LEAVE of a group (RFC 37, "Radio-Dish"). */
    public static byte[] encodeMembership(boolean join, byte[] group) {
        return FrameEncoder.command(new Command(join ? Command.JOIN : Command.LEAVE, group));
    }

    /** What the socket receives last when the connection ends without being asked to; null for nothing. */
    public @Nullable Message farewell() {
        return session.farewell();
    }

    /** Looks at the clock: may send a PING or a sign of life; false if the peer has been silent for too long. */
    public boolean isAlive(long now) {
        return session.isAlive(now);
    }

    /**
     * Nothing is read from now on, for want of room: silence says nothing about the peer, and as its PINGs are not answered, it
     * is sent signs of life instead.
     */
    public void rest(long now) {
        session.rest(now);
    }

    /** What comes is read again. */
    public void listen(long now) {
        session.listen(now);
    }

    /** Nanoseconds from now until {@link #isAlive} should be asked again; a very long time if never. */
    public long untilHeartbeat(long now) {
        return session.untilHeartbeat(now);
    }
}
