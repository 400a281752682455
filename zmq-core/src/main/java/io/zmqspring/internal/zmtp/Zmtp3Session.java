package io.zmqspring.internal.zmtp;

import io.zmqspring.HandshakeLimits;
import io.zmqspring.Message;
import io.zmqspring.Sender;
import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.Envelope;
import io.zmqspring.internal.codec.FrameDecoder;
import io.zmqspring.internal.codec.FrameEncoder;
import io.zmqspring.internal.codec.MessageAssembler;
import io.zmqspring.internal.codec.Metadata;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.internal.codec.WireText;
import io.zmqspring.internal.codec.Zmtp2Framing;
import io.zmqspring.internal.mechanism.Mechanism;
import io.zmqspring.internal.zmtp.ZmtpConnection.State;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A ZMTP 3.x peer (RFC 23 and 37): the handshake of a security mechanism, then messages and commands.
 */
final class Zmtp3Session implements Session {
    private static final int MAX_GROUP = 255;
    private static final byte[] NO_IDENTITY = new byte[0];

    private final LocalPeer local;
    private final Mechanism mechanism;
    private final ZmtpConnection.Receiver receiver;
    private final int peerMinor;
    private final HandshakeLimits limits;
    private final FrameDecoder decoder;
    private final MessageAssembler assembler;

    private State state = State.HANDSHAKE;
    private long handshakeOctets;
    private boolean enveloped;
    private Sender sender = Sender.LOCAL;
    private boolean inFrame;
    private boolean discarding;
    private @Nullable Heartbeats heartbeats;

    Zmtp3Session(LocalPeer local, Mechanism mechanism, ZmtpConnection.Receiver receiver, int peerMinor) {
        this.local = local;
        this.mechanism = mechanism;
        this.receiver = receiver;
        this.peerMinor = peerMinor;
        this.limits = local.options().handshakeLimits();
        this.decoder = new FrameDecoder(Zmtp2Framing.INSTANCE, limits.octets());
        this.assembler = local.newAssembler();
    }

    @Override
    public void start() {
        sendDueCommands();
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public Session receive(ByteBuffer in, long now) throws ProtocolException {
        if (state == State.TRAFFIC) {
            onTraffic();
            traffic(in, now);
        } else {
            handshake(in, now);
        }
        return this;
    }

    private void send(Command command) {
        receiver.send(FrameEncoder.command(command));
    }

    private void onTraffic() {
        if (heartbeats != null) {
            heartbeats.onTraffic();
        }
    }

    // ---- handshake ------------------------------------------------------------------------------------------------

    private void handshake(ByteBuffer in, long now) throws ProtocolException {
        int before = in.remaining();
        while (state == State.HANDSHAKE && (inFrame || decoder.header(in))) {
            if (!decoder.isCommand()) {
                throw new ProtocolException(
                        HandshakeFailure.UNEXPECTED_COMMAND, "a message where a command of the handshake was due");
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
        } else if (handshakeOctets > limits.octets()) {
            throw new ProtocolException("more than " + limits.octets()
                    + " octets and the handshake is not done; raise handshakeLimits if peers need more");
        }
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

    private void onMechanismDone(Map<String, byte[]> announced, long now) throws ProtocolException {
        byte[] identity = Session.checkIdentity(announced.getOrDefault("Identity", NO_IDENTITY));
        checkSize(announced);
        Map<String, String> peer = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        announced.forEach((name, value) -> peer.put(name, new String(value, StandardCharsets.UTF_8)));
        String type = peer.get("Socket-Type");
        if (type != null && !local.type().accepts(type)) {
            throw new ProtocolException(
                    HandshakeFailure.INCOMPATIBLE_SOCKET_TYPE,
                    "socket type " + WireText.escape(type) + " may not talk to " + local.type(),
                    "Incompatible socket type");
        }
        enveloped = local.isEnveloped(peer);
        heartbeats = new Heartbeats(local.options().heartbeat(), peerMinor >= 1, now);
        decoder.limitMessages(local.options().maxMessageSize());
        state = State.TRAFFIC;
        sender = receiver.onReady(peer, identity, new ZmtpSender(Zmtp2Framing.INSTANCE, enveloped));
    }

    private void checkSize(Map<String, byte[]> announced) throws ProtocolException {
        long size = Metadata.size(announced);
        if (size > limits.metadata()) {
            throw new ProtocolException(
                    HandshakeFailure.INVALID_METADATA,
                    "metadata of " + size + " octets > " + limits.metadata()
                            + "; raise handshakeLimits if peers need more");
        }
    }

    // ---- traffic -------------------------------------------------------------------------------------------------

    private void traffic(ByteBuffer in, long now) throws ProtocolException {
        while (inFrame || header(in)) {
            inFrame = true;
            if (!decoder.isCommand() && local.type().isSingleFrame() && (discarding || decoder.hasMore())) {
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
                    onFrame(body, decoder.hasMore());
                }
            }
            inFrame = false;
        }
    }

    private boolean header(ByteBuffer in) throws ProtocolException {
        if (!decoder.header(in)) {
            return false;
        }
        if (!assembler.isEmpty() && !decoder.isCommand()) {
            assembler.ensureRoom(decoder.size());
        }
        return true;
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

    private void onFrame(byte[] body, boolean more) {
        if (!more && assembler.isEmpty()) {
            onMessage(body);
        } else if (assembler.add(body, more)) {
            receiver.onMessage(Message.receivedFrames(assembler.take(), sender));
        }
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
        } else if (Command.SUBSCRIPTIONS.contains(command.name())) {
            if (command.isMembership() && command.data().length > MAX_GROUP) {
                throw new ProtocolException(
                        command.name() + " of a group of " + command.data().length + " octets > " + MAX_GROUP);
            }
            receiver.onSubscription(command.name(), command.data());
        }
    }

    /**
     * A subscription or its end, in the form that the peer's version knows: a command for 3.1, a message of 3.0 before
     * (RFC 23, "Publish-Subscribe").
     */
    @Override
    public byte[] encodeSubscription(boolean subscribe, byte[] topic) {
        if (peerMinor >= 1) {
            return FrameEncoder.command(new Command(subscribe ? Command.SUBSCRIBE : Command.CANCEL, topic));
        }
        return FrameEncoder.message(Zmtp2Framing.INSTANCE, Session.subscriptionMessage(subscribe, topic));
    }

    // ---- heartbeats ----------------------------------------------------------------------------------------------

    @Override
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

    @Override
    public void excuseSilence() {
        onTraffic();
    }

    @Override
    public long untilHeartbeat(long now) {
        return heartbeats == null ? Long.MAX_VALUE : heartbeats.untilNextCheck(now);
    }
}
