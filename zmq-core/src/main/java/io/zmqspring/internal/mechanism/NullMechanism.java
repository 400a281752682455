package io.zmqspring.internal.mechanism;

import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.Metadata;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.internal.codec.WireText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * NULL: no authentication, no confidentiality (RFC 37, "NULL"). Each side sends one READY, without waiting for the
 * other's, in both roles.
 */
public final class NullMechanism implements Mechanism {
    private final Map<String, byte[]> ownProperties;
    private boolean readySent;
    private @Nullable Map<String, byte[]> peerProperties;

    public NullMechanism(Map<String, byte[]> ownProperties) {
        this.ownProperties = ownProperties;
    }

    @Override
    public String name() {
        return "NULL";
    }

    @Override
    public boolean asServer() {
        return false;
    }

    @Override
    public boolean admitsOldPeers() {
        return true;
    }

    @Override
    public @Nullable Command nextCommand() {
        if (readySent) {
            return null;
        }
        readySent = true;
        return Command.ready(ownProperties);
    }

    @Override
    public void process(Command command) throws ProtocolException {
        switch (command.name()) {
            case Command.READY -> peerProperties = Metadata.parse(command.data());
            case Command.ERROR ->
                throw new ProtocolException(
                        HandshakeFailure.REJECTED_BY_PEER, "the other side sent ERROR: " + command.errorReason(), null);
            default ->
                throw new ProtocolException(
                        HandshakeFailure.UNEXPECTED_COMMAND,
                        "command " + WireText.escape(command.name()) + " where READY or ERROR was due");
        }
    }

    @Override
    public boolean isDone() {
        return readySent && peerProperties != null;
    }

    @Override
    public Map<String, byte[]> peerProperties() {
        return peerProperties == null ? Map.of() : peerProperties;
    }
}
