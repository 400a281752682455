package io.zmqspring.internal.mechanism;

import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.Metadata;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.security.Credentials;
import io.zmqspring.security.Security;
import io.zmqspring.security.User;
import io.zmqspring.security.Verdict;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server of PLAIN (RFC 24).
 *
 * <pre>
 *   HELLO received, authenticator asked, WELCOME, INITIATE received, READY
 * </pre>
 */
final class PlainServer implements Mechanism {
    private enum State {
        HELLO_DUE,
        ASKING,
        WELCOME,
        INITIATE_DUE,
        READY,
        DONE
    }

    private final Security.PlainServer security;
    private final Map<String, byte[]> ownProperties;
    private final String address;
    private final Gate gate;
    private State state = State.HELLO_DUE;
    private Map<String, byte[]> peerProperties = Map.of();

    PlainServer(Security.PlainServer security, Map<String, byte[]> ownProperties, String address) {
        this.security = security;
        this.ownProperties = ownProperties;
        this.address = address;
        this.gate = new Gate(security.authenticator());
    }

    @Override
    public String name() {
        return security.mechanism();
    }

    @Override
    public boolean asServer() {
        return true;
    }

    @Override
    public @Nullable Command nextCommand() {
        switch (state) {
            case WELCOME -> {
                state = State.INITIATE_DUE;
                return new Command(Command.WELCOME, new byte[0]);
            }
            case READY -> {
                state = State.DONE;
                return Command.ready(ownProperties);
            }
            default -> {
                return null;
            }
        }
    }

    @Override
    public void process(Command command, long now) throws ProtocolException {
        if (state == State.HELLO_DUE && command.name().equals(Command.HELLO)) {
            ByteBuffer data = ByteBuffer.wrap(command.data());
            gate.show(new Credentials.Plain(address, text(data, "user name"), text(data, "password")));
            if (data.hasRemaining()) {
                throw Refusals.malformed(Command.HELLO, data.remaining() + " octets after the password");
            }
            state = State.ASKING;
        } else if (state == State.INITIATE_DUE && command.name().equals(Command.INITIATE)) {
            peerProperties = Metadata.parse(command.data());
            state = State.READY;
        } else {
            throw Refusals.unexpected(
                    command,
                    switch (state) {
                        case HELLO_DUE -> Command.HELLO;
                        case INITIATE_DUE -> Command.INITIATE;
                        default -> "nothing";
                    });
        }
    }

    private static byte[] text(ByteBuffer data, String what) throws ProtocolException {
        int length = data.hasRemaining() ? data.get() & 0xff : -1;
        if (length < 0 || length > data.remaining()) {
            throw Refusals.malformed(Command.HELLO, "its " + what + " is missing or longer than the command");
        }
        byte[] text = new byte[length];
        data.get(text);
        return text;
    }

    @Override
    public @Nullable Question takeQuestion() {
        return gate.takeQuestion();
    }

    @Override
    public void answer(Verdict verdict) throws ProtocolException {
        gate.answer(verdict);
        state = State.WELCOME;
    }

    @Override
    public boolean isDone() {
        return state == State.DONE;
    }

    @Override
    public Map<String, byte[]> peerProperties() {
        return peerProperties;
    }

    @Override
    public @Nullable User user() {
        return gate.user();
    }
}
