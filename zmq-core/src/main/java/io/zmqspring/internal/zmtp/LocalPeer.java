package io.zmqspring.internal.zmtp;

import io.zmqspring.EnvelopeMode;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketType;
import io.zmqspring.ZmtpVersion;
import io.zmqspring.internal.codec.MessageAssembler;
import io.zmqspring.internal.mechanism.Mechanism;
import io.zmqspring.internal.mechanism.Mechanisms;
import java.util.Map;

/**
 * What our side of every connection of a socket says and allows.
 *
 * @param type the socket type
 * @param options the socket's options
 * @param properties what the handshake announces, in this order
 */
public record LocalPeer(SocketType type, SocketOptions options, Map<String, byte[]> properties) {
    private static final byte[] NO_IDENTITY = new byte[0];

    Mechanism newMechanism(String peerAddress) {
        return Mechanisms.create(options.security(), properties, peerAddress);
    }

    /** For the messages of one peer. */
    MessageAssembler newAssembler() {
        return new MessageAssembler(options.maxMessageSize(), options.maxMessageParts());
    }

    /** What we are called, or nothing. */
    byte[] identity() {
        return properties.getOrDefault("Identity", NO_IDENTITY);
    }

    /**
     * The oldest version a peer may have: the one that the options name, but none without the socket type, and none before
     * 3.0 where a mechanism has to protect us (RFC 37, "Detecting 1.0 and 2.0 peers").
     */
    ZmtpVersion oldestServed(Mechanism mechanism) {
        ZmtpVersion oldest = options.oldestPeer();
        boolean mayBeOld = mechanism.admitsOldPeers() && Zmtp2Session.knows(type);
        return mayBeOld || oldest.compareTo(ZmtpVersion.V3_0) > 0 ? oldest : ZmtpVersion.V3_0;
    }

    /** Whether messages to and from a peer with these properties have an envelope. */
    boolean isEnveloped(Map<String, String> peerProperties) {
        if (!type.isSingleFrame()) {
            return false; // multipart messages have frames of their own for what a header says
        }
        return switch (options.envelope()) {
            case AUTO -> EnvelopeMode.VERSION.equals(peerProperties.get(EnvelopeMode.PROPERTY));
            case ALWAYS -> true;
            case NEVER -> false;
        };
    }

    /** Whether subscriptions, which may come as messages, are received in order with all other messages. */
    public boolean showsSubscriptions() {
        return type == SocketType.XPUB;
    }

    /** What a message or subscription was that the socket refuses. */
    public String refusal() {
        return switch (type) {
            case PUB, XPUB, RADIO ->
                "more subscriptions than one peer may have: " + options.pubSub().limits();
            default -> "a message that socket type " + type + " refuses";
        };
    }
}
