package io.zmqspring.internal.zmtp;

import io.zmqspring.EnvelopeMode;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketType;
import io.zmqspring.internal.mechanism.Mechanism;
import io.zmqspring.internal.mechanism.NullMechanism;
import java.util.Map;

/**
 * What our side of every connection of a socket says and allows.
 *
 * @param type the socket type
 * @param options the socket's options
 * @param properties what the handshake announces, in this order
 */
public record LocalPeer(SocketType type, SocketOptions options, Map<String, String> properties) {

    Mechanism newMechanism() {
        return new NullMechanism(properties);
    }

    /** Whether messages to and from a peer with these properties have an envelope. */
    boolean isEnveloped(Map<String, String> peerProperties) {
        return switch (options.envelope()) {
            case AUTO -> EnvelopeMode.VERSION.equals(peerProperties.get(EnvelopeMode.PROPERTY));
            case ALWAYS -> true;
            case NEVER -> false;
        };
    }
}
