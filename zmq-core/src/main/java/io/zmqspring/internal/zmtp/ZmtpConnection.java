package io.zmqspring.internal.zmtp;

import io.zmqspring.Message;
import io.zmqspring.Sender;
import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.Envelope;
import io.zmqspring.internal.codec.FrameDecoder;
import io.zmqspring.internal.codec.FrameEncoder;
import io.zmqspring.internal.codec.Greeting;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.internal.codec.WireText;
import io.zmqspring.internal.mechanism.Mechanism;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of one ZMTP connection, without I/O, thread or clock: octets in, events and commands out.
 *
 * <pre>
 *   GREETING --greeting--> HANDSHAKE --mechanism done, types fit--> TRAFFIC
 *       |                      |                                      |
 *       +----------------------+------- ProtocolException ------------+--> the connection is closed
 * </pre>
 */
public final class ZmtpConnection {
    /** The most that a peer may send before its handshake is done, in one frame and in all. */
    private static final int MAX_HANDSHAKE = 8 << 10;

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

        /** The handshake is done; from now on messages may be sent. Returns what to stamp on those that arrive. */
        Sender onReady(Map<String, String> peerProperties, boolean enveloped);

        /** A whole message arrived. */
        void onMessage(Message message);

        /** A message was dropped because it was multipart. */
        void onMultipartDropped();

        /** A message was dropped because its envelope cannot be read. */
        void onBadEnvelope();

        /** The other side broke the protocol: the connection is to be closed when what was to be sent is out. */
        void onProtocolError(HandshakeFailure reason, String detail);
    }

    private final LocalPeer local;
    private final Receiver receiver;
    private final Mechanism mechanism;
    private final FrameDecoder decoder = new FrameDecoder(MAX_HANDSHAKE);

    private State state = State.GREETING;
    private Greeting.@Nullable Reader greeting = new Greeting.Reader();
    private int handshakeOctets;
    private int peerMinor;
    private boolean enveloped;
    private Sender sender = Sender.LOCAL;
    private boolean inFrame;
    private boolean discarding;
    private @Nullable Heartbeats heartbeats;

    public ZmtpConnection(LocalPeer local, Receiver receiver) {
        this.local = local;
        this.receiver = receiver;
        this.mechanism = local.newMechanism();
    }

    /** Sends our greeting, whole and at once. */
    public void start() {
        receiver.send(new Greeting(1, mechanism.name(), mechanism.asServer()).encode());
    }

    public State state() {
        return state;
    }

    /**
     * Takes what has arrived. An incomplete frame header, 8 octets at most, is left in the buffer and must be offered
     * again with what follows it.
     */
    public void receive(ByteBuffer in, long now) {
        try {
            if (state == State.TRAFFIC) {
                onTraffic();
                traffic(in, now);
            } else {
                handshake(in, now);
            }
        } catch (ProtocolException e) {
            if (e.errorReason() != null) {
                send(Command.error(e.errorReason()));
            }
            receiver.onProtocolError(e.reason(), String.valueOf(e.getMessage()));
        }
    }

    private void send(Command command) {
        receiver.send(FrameEncoder.command(command));
    }

    private void onTraffic() {
        if (heartbeats != null) {
            heartbeats.onTraffic();
        }
    }

    // ---- greeting and handshake ----------------------------------------------------------------------------------

    private void handshake(ByteBuffer in, long now) throws ProtocolException {
        int before = in.remaining();
        if (greeting != null) {
            if (!greeting.read(in)) {
                return;
            }
            onGreeting(greeting.greeting());
            greeting = null;
        }
        while (state == State.HANDSHAKE && (inFrame || decoder.header(in))) {
            if (!decoder.isCommand()) {
                throw new ProtocolException("a message where a command of the handshake was due");
            }
            byte[] body = decoder.body(in);
            inFrame = body == null;
            if (body == null) {
                break;
            }
            onHandshakeCommand(Command.parse(body), now);
        }
        handshakeOctets += before - in.remaining();
        if (state == State.TRAFFIC) {
            traffic(in, now);
        } else if (handshakeOctets > MAX_HANDSHAKE) {
            throw new ProtocolException("more than " + MAX_HANDSHAKE + " octets and the handshake is not done");
        }
    }

    private void onGreeting(Greeting theirs) throws ProtocolException {
        if (!theirs.mechanism().equals(mechanism.name())) {
            throw new ProtocolException(
                    HandshakeFailure.MECHANISM_MISMATCH,
                    "mechanism " + WireText.escape(theirs.mechanism()) + " where ours is " + mechanism.name()
                            + "; configure both sides alike",
                    null);
        }
        peerMinor = theirs.minor();
        state = State.HANDSHAKE;
        sendDueCommands();
    }

    private void onHandshakeCommand(Command command, long now) throws ProtocolException {
        mechanism.process(command);
        sendDueCommands();
        if (mechanism.isDone()) {
            onMechanismDone(mechanism.peerProperties(), now);
        }
    }

    private void sendDueCommands() {
        for (Command command = mechanism.nextCommand(); command != null; command = mechanism.nextCommand()) {
            send(command);
        }
    }

    private void onMechanismDone(Map<String, String> peer, long now) throws ProtocolException {
        String type = peer.get("Socket-Type");
        if (type != null && !local.type().accepts(type)) {
            throw new ProtocolException(
                    HandshakeFailure.INCOMPATIBLE_SOCKET_TYPE,
                    "socket type " + WireText.escape(type) + " may not talk to " + local.type(),
                    "Incompatible socket type");
        }
        enveloped = local.isEnveloped(peer);
        heartbeats = new Heartbeats(local.options().heartbeat(), peerMinor >= 1, now);
        decoder.limit(local.options().maxMessageSize());
        state = State.TRAFFIC;
        sender = receiver.onReady(peer, enveloped);
    }

    // ---- traffic -------------------------------------------------------------------------------------------------

    private void traffic(ByteBuffer in, long now) throws ProtocolException {
        while (inFrame || decoder.header(in)) {
            inFrame = true;
            if (!decoder.isCommand() && (discarding || decoder.hasMore())) {
                if (!discardPart(in)) {
                    return;
                }
            } else {
                byte[] body = decoder.body(in);
                if (body == null) {
                    return;
                }
                if (decoder.isCommand()) {
                    onCommand(body, now);
                } else {
                    onMessage(body);
                }
            }
            inFrame = false;
        }
    }

    /** Passes over a part of a multipart message, which this socket type has not; false if the part is not whole yet. */
    private boolean discardPart(ByteBuffer in) {
        discarding = true;
        if (!decoder.skip(in)) {
            return false;
        }
        if (!decoder.hasMore()) {
            discarding = false;
            receiver.onMultipartDropped();
        }
        return true;
    }

    private void onMessage(byte[] body) {
        if (!enveloped) {
            receiver.onMessage(Message.received(body, sender));
            return;
        }
        Message message;
        try {
            message = Envelope.decode(body, sender);
        } catch (ProtocolException e) {
            receiver.onBadEnvelope();
            return;
        }
        receiver.onMessage(message);
    }

    /** Commands we do not know count as traffic and are ignored; so are handshake commands that come late. */
    private void onCommand(byte[] body, long now) throws ProtocolException {
        Command command = Command.parse(body);
        if (command.name().equals(Command.PING)) {
            if (!command.isWholePing()) {
                throw new ProtocolException("malformed PING: its TTL is missing");
            }
            if (heartbeats != null) {
                heartbeats.onPing(command.ttlTenths(), now);
            }
            send(command.pong());
        }
    }

    // ---- heartbeats ----------------------------------------------------------------------------------------------

    /** Looks at the clock: may send a PING; false if the peer has been silent for too long. */
    public boolean isAlive(long now) {
        if (heartbeats == null) {
            return true;
        }
        Heartbeats.Action action = heartbeats.check(now);
        if (action == Heartbeats.Action.PING) {
            send(heartbeats.ping());
        }
        return action != Heartbeats.Action.GIVE_UP;
    }

    /** We have stopped reading for want of room, so that silence says nothing about the peer. */
    public void onNotListening() {
        onTraffic();
    }

    /** Nanoseconds from now until {@link #isAlive} should be asked again; a very long time if never. */
    public long untilHeartbeat(long now) {
        return heartbeats == null ? Long.MAX_VALUE : heartbeats.untilNextCheck(now);
    }
}
