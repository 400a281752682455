package io.zmqspring.internal.mechanism;

import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.Metadata;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.Credentials;
import io.zmqspring.security.User;
import io.zmqspring.security.Verdict;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * NULL: no confidentiality (RFC 37, "NULL"). Each side sends one READY, without waiting for the other's, in both roles. With
 * an authenticator, which knows the address alone, our READY waits for its verdict, and not for the other's READY: two sides
 * that both ask would wait for ever.
 */
public final class NullMechanism implements Mechanism {
    private final Map<String, byte[]> ownProperties;
    private final @Nullable Gate gate;
    private boolean readySent;
    private @Nullable Map<String, byte[]> peerProperties;

    public NullMechanism(Map<String, byte[]> ownProperties) {
        this(ownProperties, null, "");
    }

    NullMechanism(Map<String, byte[]> ownProperties, @Nullable Authenticator authenticator, String address) {
        this.ownProperties = ownProperties;
        this.gate = authenticator == null ? null : new Gate(authenticator);
        if (gate != null) {
            gate.show(new Credentials.Anonymous(address));
        }
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
        return gate == null;
    }

    @Override
    public @Nullable Command nextCommand() {
        if (readySent || (gate != null && !gate.isOpen())) {
            return null;
        }
        readySent = true;
        return Command.ready(ownProperties);
    }

    @Override
    public void process(Command command, long now) throws ProtocolException {
        if (!command.name().equals(Command.READY)) {
            throw Refusals.notDue(command, Command.READY);
        }
        peerProperties = Metadata.parse(command.data());
    }

    @Override
    public @Nullable Question takeQuestion() {
        return gate == null ? null : gate.takeQuestion();
    }

    @Override
    public void answer(Verdict verdict) throws ProtocolException {
        if (gate != null) {
            gate.answer(verdict);
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

    @Override
    public @Nullable User user() {
        return gate == null ? null : gate.user();
    }
}
