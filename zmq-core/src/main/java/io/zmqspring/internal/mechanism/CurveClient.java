package io.zmqspring.internal.mechanism;

import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.Metadata;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.security.Security;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The client of CURVE (RFC 26). Names are those of the RFC: C and c are our permanent keys, C' and c' those of this connection,
 * S and S' the server's.
 *
 * <pre>
 *   HELLO, WELCOME received, INITIATE, READY received
 * </pre>
 */
final class CurveClient implements Mechanism {
    private static final int PADDING = 72;
    private static final int ZEROS = 64;
    private static final int LONG_NONCE = 16;
    private static final int COOKIE = 96;
    private static final int WELCOME = LONG_NONCE + CurveCrypto.TAG + CurveCrypto.KEY + COOKIE;
    private static final int SHORTEST_READY = Long.BYTES + CurveCrypto.TAG;
    private static final long HELLO_NUMBER = 1;
    private static final long INITIATE_NUMBER = 2;

    private enum State {
        HELLO,
        WELCOME_DUE,
        INITIATE,
        READY_DUE,
        DONE
    }

    private final Security.CurveClient security;
    private final CurveKeyPair own;
    private final Map<String, byte[]> ownProperties;
    private final CurveCrypto crypto;
    private final byte[] serverKey;
    private final byte[] transientSecret;
    private final byte[] transientPublic;
    private final byte[] welcomeKey;
    private State state = State.HELLO;
    private @Nullable Command initiate;
    private byte[] trafficKey = new byte[0];
    private long serverNumber;
    private Map<String, byte[]> peerProperties = Map.of();

    CurveClient(Security.CurveClient security, Map<String, byte[]> ownProperties, CurveCrypto crypto) {
        this.security = security;
        this.own = security.own().current(); // once: it may be replaced meanwhile
        this.ownProperties = ownProperties;
        this.crypto = crypto;
        this.serverKey = security.serverKey().octets();
        this.transientSecret = crypto.random(CurveCrypto.KEY);
        this.transientPublic = crypto.publicKey(transientSecret);
        try {
            this.welcomeKey = crypto.sharedKey(transientSecret, serverKey);
        } catch (ProtocolException e) {
            throw new IllegalStateException("a server key that the options should have refused", e);
        }
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
    public @Nullable Command nextCommand() {
        switch (state) {
            case HELLO -> {
                state = State.WELCOME_DUE;
                return hello();
            }
            case INITIATE -> {
                state = State.READY_DUE;
                return initiate;
            }
            default -> {
                return null;
            }
        }
    }

    private Command hello() {
        byte[] nonce = CurveNonces.numbered("CurveZMQHELLO---", HELLO_NUMBER);
        ByteBuffer data = ByteBuffer.allocate(2 + PADDING + CurveCrypto.KEY + Long.BYTES + CurveCrypto.TAG + ZEROS);
        data.put((byte) 1)
                .put((byte) 0)
                .put(new byte[PADDING])
                .put(transientPublic)
                .putLong(HELLO_NUMBER);
        data.put(crypto.seal(welcomeKey, nonce, new byte[ZEROS]));
        return new Command(Command.HELLO, data.array());
    }

    @Override
    public void process(Command command, long now) throws ProtocolException {
        String due = state == State.READY_DUE ? Command.READY : Command.WELCOME;
        if (!command.name().equals(due) || state == State.DONE) {
            throw Refusals.notDue(command, due);
        }
        if (state == State.READY_DUE) {
            onReady(command.data());
        } else {
            onWelcome(command.data());
        }
    }

    private void onWelcome(byte[] data) throws ProtocolException {
        if (data.length != WELCOME) {
            throw Refusals.malformed(Command.WELCOME, data.length + " octets of data where it has " + WELCOME);
        }
        byte[] nonce = CurveNonces.random("WELCOME-", data, 0);
        byte[] content = crypto.open(welcomeKey, nonce, data, LONG_NONCE, data.length - LONG_NONCE, Command.WELCOME);
        byte[] transientServerKey = Arrays.copyOf(content, CurveCrypto.KEY);
        trafficKey = crypto.sharedKey(transientSecret, transientServerKey);
        initiate = initiate(Arrays.copyOfRange(content, CurveCrypto.KEY, content.length), vouch(transientServerKey));
        Arrays.fill(welcomeKey, (byte) 0);
        Arrays.fill(transientSecret, (byte) 0);
        state = State.INITIATE;
    }

    /** Says that C' is C's, to S alone. */
    private byte[] vouch(byte[] transientServerKey) throws ProtocolException {
        byte[] secret = own.secretKey();
        byte[] key = crypto.sharedKey(secret, transientServerKey);
        Arrays.fill(secret, (byte) 0);
        byte[] chance = crypto.random(LONG_NONCE);
        byte[] content = ByteBuffer.allocate(2 * CurveCrypto.KEY)
                .put(transientPublic)
                .put(serverKey)
                .array();
        byte[] box = crypto.seal(key, CurveNonces.random("VOUCH---", chance, 0), content);
        Arrays.fill(key, (byte) 0);
        return ByteBuffer.allocate(LONG_NONCE + box.length).put(chance).put(box).array();
    }

    private Command initiate(byte[] cookie, byte[] vouch) {
        byte[] metadata = Metadata.encode(ownProperties);
        byte[] content = ByteBuffer.allocate(CurveCrypto.KEY + vouch.length + metadata.length)
                .put(own.publicKey().octets())
                .put(vouch)
                .put(metadata)
                .array();
        byte[] box = crypto.seal(trafficKey, CurveNonces.numbered("CurveZMQINITIATE", INITIATE_NUMBER), content);
        byte[] data = ByteBuffer.allocate(COOKIE + Long.BYTES + box.length)
                .put(cookie)
                .putLong(INITIATE_NUMBER)
                .put(box)
                .array();
        return new Command(Command.INITIATE, data);
    }

    private void onReady(byte[] data) throws ProtocolException {
        if (data.length < SHORTEST_READY) {
            throw Refusals.malformed(
                    Command.READY, data.length + " octets of data where it has " + SHORTEST_READY + " at least");
        }
        serverNumber = ByteBuffer.wrap(data).getLong();
        byte[] nonce = CurveNonces.numbered("CurveZMQREADY---", serverNumber);
        byte[] metadata = crypto.open(trafficKey, nonce, data, Long.BYTES, data.length - Long.BYTES, Command.READY);
        peerProperties = Metadata.parse(metadata);
        state = State.DONE;
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
    public Sealing sealing() {
        return CurveTraffic.begin(crypto, trafficKey, /* server= */ false, INITIATE_NUMBER, serverNumber);
    }

    @Override
    public void wipe() {
        Arrays.fill(transientSecret, (byte) 0);
        Arrays.fill(welcomeKey, (byte) 0);
        Arrays.fill(trafficKey, (byte) 0);
    }
}
