package io.zmqspring.internal.mechanism;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.Metadata;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.security.Security;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The client of PLAIN (RFC 24).
 *
 * <pre>
 *   HELLO, WELCOME received, INITIATE, READY received
 * </pre>
 */
final class PlainClient implements Mechanism {
    /** How libzmq's PLAIN server spells ERROR: the E stands where the length belongs. */
    private static final byte[] MISSPELT_ERROR = "^RROR".getBytes(US_ASCII);

    private enum State {
        HELLO,
        WELCOME_DUE,
        INITIATE,
        READY_DUE,
        DONE
    }

    private final Security.PlainClient security;
    private final Map<String, byte[]> ownProperties;
    private State state = State.HELLO;
    private Map<String, byte[]> peerProperties = Map.of();

    PlainClient(Security.PlainClient security, Map<String, byte[]> ownProperties) {
        this.security = security;
        this.ownProperties = ownProperties;
    }

    @Override
    public String name() {
        return security.mechanism();
    }

    @Override
    public boolean asServer() {
        return false;
    }

    @Override
    public boolean mayTellErrors() {
        return false;
    }

    @Override
    public Command parse(byte[] body) throws ProtocolException {
        int spelt = MISSPELT_ERROR.length;
        if (body.length >= spelt && Arrays.equals(body, 0, spelt, MISSPELT_ERROR, 0, spelt)) {
            return new Command(Command.ERROR, Arrays.copyOfRange(body, spelt, body.length));
        }
        return Command.parse(body);
    }

    @Override
    public @Nullable Command nextCommand() {
        switch (state) {
            case HELLO -> {
                state = State.WELCOME_DUE;
                return new Command(Command.HELLO, credentials());
            }
            case INITIATE -> {
                state = State.READY_DUE;
                return new Command(Command.INITIATE, Metadata.encode(ownProperties));
            }
            default -> {
                return null;
            }
        }
    }

    private byte[] credentials() {
        byte[] username = security.username().getBytes(UTF_8);
        byte[] password = security.password().getBytes(UTF_8);
        return ByteBuffer.allocate(2 + username.length + password.length)
                .put((byte) username.length)
                .put(username)
                .put((byte) password.length)
                .put(password)
                .array();
    }

    @Override
    public void process(Command command, long now) throws ProtocolException {
        String due = state == State.READY_DUE ? Command.READY : Command.WELCOME;
        if (!command.name().equals(due)) {
            throw Refusals.notDue(command, due);
        }
        if (state == State.READY_DUE) {
            peerProperties = Metadata.parse(command.data());
            state = State.DONE;
        } else if (command.data().length > 0) {
            throw Refusals.malformed(Command.WELCOME, command.data().length + " octets of data where it has none");
        } else {
            state = State.INITIATE;
        }
    }

    @Override
    public boolean isDone() {
        return state == State.DONE;
    }

    @Override
    public Map<String, byte[]> peerProperties() {
        return peerProperties;
    }
}
