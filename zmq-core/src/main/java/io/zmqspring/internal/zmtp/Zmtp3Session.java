package io.zmqspring.internal.zmtp;

import io.zmqspring.HandshakeLimits;
import io.zmqspring.Message;
import io.zmqspring.Sender;
import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.Envelope;
import io.zmqspring.internal.codec.FrameDecoder;
import io.zmqspring.internal.codec.FrameEncoder;
import io.zmqspring.internal.codec.Frames;
import io.zmqspring.internal.codec.MessageAssembler;
import io.zmqspring.internal.codec.Metadata;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.internal.codec.WireText;
import io.zmqspring.internal.codec.Zmtp2Framing;
import io.zmqspring.internal.mechanism.Mechanism;
import io.zmqspring.internal.mechanism.Opener;
import io.zmqspring.internal.mechanism.Question;
import io.zmqspring.internal.mechanism.Sealing;
import io.zmqspring.internal.zmtp.ZmtpConnection.State;
import io.zmqspring.security.User;
import io.zmqspring.security.Verdict;
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
    private static final String USER_ID = "User-Id";

    private final LocalPeer local;
    private final Mechanism mechanism;
    private final ZmtpConnection.Receiver receiver;
    private final int peerMinor;
    private final HandshakeLimits limits;
    private final long maxMessageSize;
    private final FrameDecoder decoder;
    private final MessageAssembler assembler;

    private State state = State.HANDSHAKE;
    private long handshakeOctets;
    private boolean enveloped;
    private Sender sender = Sender.LOCAL;
    private boolean inFrame;
    private boolean discarding;
    private @Nullable Heartbeats heartbeats;
    private @Nullable Sealing sealing;

    Zmtp3Session(LocalPeer local, Mechanism mechanism, ZmtpConnection.Receiver receiver, int peerMinor) {
        this.local = local;
        this.mechanism = mechanism;
        this.receiver = receiver;
        this.peerMinor = peerMinor;
        this.limits = local.options().handshakeLimits();
        this.maxMessageSize = local.options().maxMessageSize();
        this.decoder = new FrameDecoder(Zmtp2Framing.INSTANCE, limits.octets());
        this.assembler = local.newAssembler();
    }

    @Override
    public void start() {
        goOn();
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
            onHandshakeCommand(mechanism.parse(body), now);
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
        mechanism.process(command, now);
        checkPeer(mechanism.peerProperties());
        goOn();
        finishIfDone(now);
    }

    @Override
    public void answer(Verdict verdict, long now) throws ProtocolException {
        mechanism.answer(verdict);
        goOn();
        finishIfDone(now);
    }

    /** Once, even if the answer came while we asked. */
    private void finishIfDone(long now) throws ProtocolException {
        if (state == State.HANDSHAKE && mechanism.isDone()) {
            onMechanismDone(mechanism.peerProperties(), now);
        }
    }

    /** Says and asks what is due. */
    private void goOn() {
        Question question = mechanism.takeQuestion();
        if (question != null) {
            receiver.ask(question.authenticator(), question.credentials());
        }
        for (Command command = mechanism.nextCommand(); command != null; command = mechanism.nextCommand()) {
            send(command);
        }
    }

    private void onMechanismDone(Map<String, byte[]> announced, long now) throws ProtocolException {
        byte[] identity = Session.checkIdentity(announced.getOrDefault("Identity", NO_IDENTITY));
        User user = mechanism.user();
        Map<String, String> properties = properties(announced, user);
        enveloped = local.isEnveloped(properties);
        heartbeats = new Heartbeats(local.options().heartbeat(), peerMinor >= 1, now);
        sealing = mechanism.sealing();
        decoder.limitMessages(sealing == null ? maxMessageSize : sealedLimit(sealing.opener()));
        state = State.TRAFFIC;
        MessageEncoder encoder = sealing == null
                ? new ZmtpSender(Zmtp2Framing.INSTANCE, enveloped)
                : new SealedSender(sealing.sealer(), enveloped);
        sender = receiver.onReady(new RemotePeer(properties, identity, user), encoder);
    }

    /** A sealed frame may be a command, which one sees only when it is open. */
    private long sealedLimit(Opener opener) {
        long content = Math.max(maxMessageSize, FrameDecoder.MAX_COMMAND);
        return Math.min(content, Long.MAX_VALUE - opener.overhead()) + opener.overhead();
    }

    /** Before we say that we are ready, where the mechanism lets us know so soon. */
    private void checkPeer(Map<String, byte[]> announced) throws ProtocolException {
        checkSize(announced);
        byte[] type = announced.get("Socket-Type");
        if (type != null && !local.type().accepts(new String(type, StandardCharsets.UTF_8))) {
            throw new ProtocolException(
                    HandshakeFailure.INCOMPATIBLE_SOCKET_TYPE,
                    "socket type " + WireText.escape(type) + " may not talk to " + local.type(),
                    mechanism.mayTellErrors() ? "Incompatible socket type" : null);
        }
    }

    /** What the authenticator says counts more than what the peer says, and who the peer is, only the former may say. */
    private static Map<String, String> properties(Map<String, byte[]> announced, @Nullable User user) {
        Map<String, String> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        announced.forEach((name, value) -> properties.put(name, new String(value, StandardCharsets.UTF_8)));
        properties.remove(USER_ID);
        if (user != null) {
            properties.putAll(user.properties());
            if (!user.id().isEmpty()) {
                properties.put(USER_ID, user.id());
            }
        }
        return properties;
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
        if (sealing != null) {
            sealedTraffic(in, sealing.opener(), now);
            return;
        }
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

    /** All is sealed, commands too; whether a sealed frame is itself called a command differs from peer to peer. */
    private void sealedTraffic(ByteBuffer in, Opener opener, long now) throws ProtocolException {
        while (inFrame || decoder.header(in)) {
            byte[] body = decoder.body(in);
            inFrame = body == null;
            if (body == null) {
                return;
            }
            byte[] payload = opener.open(body);
            boolean more = (opener.flags() & Frames.MORE) != 0;
            if ((opener.flags() & Frames.COMMAND) != 0) {
                onCommand(payload, now);
            } else if (payload.length > maxMessageSize) {
                throw new ProtocolException(
                        "message of " + payload.length + " octets > " + maxMessageSize + FrameDecoder.TOO_LARGE);
            } else if (local.type().isSingleFrame() && (discarding || more)) {
                discardPart(more);
            } else {
                if (!assembler.isEmpty()) {
                    assembler.ensureRoom(payload.length);
                }
                onFrame(payload, more);
            }
        }
    }

    /** Passes over a part of a multipart message, which this socket type has not; false if the part is not whole yet. */
    private boolean discardPart(ByteBuffer in) {
        if (!decoder.skip(in)) {
            return false;
        }
        discardPart(decoder.hasMore());
        return true;
    }

    private void discardPart(boolean more) {
        discarding = more;
        if (!more) {
            receiver.onMultipartDropped();
        }
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

    @Override
    public void wipe() {
        mechanism.wipe();
        if (sealing != null) {
            sealing.sealer().wipe();
            sealing.opener().wipe();
        }
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
        } else if (action == Heartbeats.Action.SIGN) {
            receiver.sendSign(FrameEncoder.command(Command.sign()));
        }
        return action != Heartbeats.Action.GIVE_UP;
    }

    @Override
    public void rest(long now) {
        if (heartbeats != null) {
            heartbeats.rest(now);
        }
    }

    @Override
    public void listen(long now) {
        if (heartbeats != null) {
            heartbeats.listen(now);
        }
    }

    @Override
    public long untilHeartbeat(long now) {
        return heartbeats == null ? Long.MAX_VALUE : heartbeats.untilNextCheck(now);
    }
}
