package io.zmqspring.internal.mechanism;

import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.Metadata;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.security.Credentials;
import io.zmqspring.security.CurveKey;
import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.security.Security;
import io.zmqspring.security.User;
import io.zmqspring.security.Verdict;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server of CURVE (RFC 26). Names are those of the RFC: S and s are our permanent keys, S' and s' those of this connection,
 * C and C' the client's, K the key of the cookie.
 *
 * <pre>
 *   HELLO received, WELCOME, INITIATE received, authenticator asked, READY
 * </pre>
 *
 * Between WELCOME and INITIATE only K is kept: the client's cookie brings the keys of the connection back.
 */
final class CurveServer implements Mechanism {
    private static final int ZEROS = 64;
    private static final int LONG_NONCE = 16;
    private static final int KEY = CurveCrypto.KEY;
    private static final int TAG = CurveCrypto.TAG;
    private static final long COOKIE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long READY_NUMBER = 1;

    /** HELLO's data: version, zeros against amplification, C', number, box. */
    private static final int HELLO_KEY = 74;

    private static final int HELLO_NUMBER = HELLO_KEY + KEY;
    private static final int HELLO_BOX = HELLO_NUMBER + Long.BYTES;
    private static final int HELLO_SIZE = HELLO_BOX + TAG + ZEROS;

    /** INITIATE's data: cookie, number, box. */
    private static final int COOKIE = LONG_NONCE + TAG + 2 * KEY;

    private static final int INITIATE_BOX = COOKIE + Long.BYTES;
    private static final int VOUCH = LONG_NONCE + TAG + 2 * KEY;
    private static final int INITIATE_SIZE = INITIATE_BOX + TAG + KEY + VOUCH;

    private enum State {
        HELLO_DUE,
        WELCOME,
        INITIATE_DUE,
        BROKEN,
        ASKING,
        READY,
        DONE
    }

    private final Security.CurveServer security;
    private final CurveKeyPair own;
    private final Map<String, byte[]> ownProperties;
    private final String address;
    private final CurveCrypto crypto;
    private final Gate gate;
    private State state = State.HELLO_DUE;
    private @Nullable Command welcome;
    private byte[] cookieKey = new byte[0];
    private byte[] trafficKey = new byte[0];
    private long cookieMade;
    private long clientNumber;
    private Map<String, byte[]> peerProperties = Map.of();

    CurveServer(Security.CurveServer security, Map<String, byte[]> ownProperties, String address, CurveCrypto crypto) {
        this.security = security;
        this.own = security.own().current(); // once: it may be replaced meanwhile
        this.ownProperties = ownProperties;
        this.address = address;
        this.crypto = crypto;
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
                Command command = welcome;
                welcome = null;
                state = State.INITIATE_DUE;
                return command;
            }
            case READY -> {
                state = State.DONE;
                return ready();
            }
            default -> {
                return null;
            }
        }
    }

    @Override
    public void process(Command command, long now) throws ProtocolException {
        if (state == State.HELLO_DUE && command.name().equals(Command.HELLO)) {
            onHello(command.data(), now);
        } else if (state == State.INITIATE_DUE && command.name().equals(Command.INITIATE)) {
            onInitiate(command.data(), now);
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

    // ---- HELLO and WELCOME ---------------------------------------------------------------------------------------

    private void onHello(byte[] data, long now) throws ProtocolException {
        if (data.length != HELLO_SIZE) {
            throw Refusals.malformed(Command.HELLO, data.length + " octets of data where it has " + HELLO_SIZE);
        }
        if (data[0] != 1 || data[1] != 0) {
            throw Refusals.malformed(
                    Command.HELLO, "version " + (data[0] & 0xff) + "." + (data[1] & 0xff) + " where only 1.0 is known");
        }
        if (!isZero(data, 2, HELLO_KEY)) {
            throw Refusals.malformed(Command.HELLO, "its padding is not zero");
        }
        byte[] clientTransient = Arrays.copyOfRange(data, HELLO_KEY, HELLO_NUMBER);
        byte[] secret = own.secretKey();
        byte[] key = crypto.sharedKey(secret, clientTransient);
        Arrays.fill(secret, (byte) 0);
        clientNumber = ByteBuffer.wrap(data).getLong(HELLO_NUMBER);
        byte[] nonce = CurveNonces.numbered("CurveZMQHELLO---", clientNumber);
        byte[] content = crypto.open(key, nonce, data, HELLO_BOX, data.length - HELLO_BOX, Command.HELLO);
        if (!isZero(content, 0, content.length)) {
            throw Refusals.malformed(Command.HELLO, "what its box holds is not zero");
        }
        welcome = welcome(key, clientTransient);
        cookieMade = now;
        state = State.WELCOME;
    }

    private static boolean isZero(byte[] octets, int from, int to) {
        int all = 0;
        for (int i = from; i < to; i++) {
            all |= octets[i];
        }
        return all == 0;
    }

    private Command welcome(byte[] key, byte[] clientTransient) {
        byte[] transientSecret = crypto.random(KEY);
        byte[] content = ByteBuffer.allocate(KEY + COOKIE)
                .put(crypto.publicKey(transientSecret))
                .put(cookie(clientTransient, transientSecret))
                .array();
        Arrays.fill(transientSecret, (byte) 0);
        byte[] chance = crypto.random(LONG_NONCE);
        byte[] box = crypto.seal(key, CurveNonces.random("WELCOME-", chance, 0), content);
        Arrays.fill(key, (byte) 0);
        return new Command(
                Command.WELCOME,
                ByteBuffer.allocate(LONG_NONCE + box.length)
                        .put(chance)
                        .put(box)
                        .array());
    }

    private byte[] cookie(byte[] clientTransient, byte[] transientSecret) {
        cookieKey = crypto.random(KEY);
        byte[] content = ByteBuffer.allocate(2 * KEY)
                .put(clientTransient)
                .put(transientSecret)
                .array();
        byte[] chance = crypto.random(LONG_NONCE);
        byte[] box = crypto.seal(cookieKey, CurveNonces.random("COOKIE--", chance, 0), content);
        Arrays.fill(content, (byte) 0);
        return ByteBuffer.allocate(COOKIE).put(chance).put(box).array();
    }

    // ---- INITIATE and READY --------------------------------------------------------------------------------------

    private void onInitiate(byte[] data, long now) throws ProtocolException {
        if (data.length < INITIATE_SIZE) {
            throw Refusals.malformed(
                    Command.INITIATE, data.length + " octets of data where it has " + INITIATE_SIZE + " at least");
        }
        byte[] cookie = openCookie(data, now);
        byte[] clientTransient = Arrays.copyOf(cookie, KEY);
        byte[] transientSecret = Arrays.copyOfRange(cookie, KEY, 2 * KEY);
        Arrays.fill(cookie, (byte) 0);
        long number = ByteBuffer.wrap(data).getLong(COOKIE);
        if (Long.compareUnsigned(number, clientNumber) <= 0) {
            throw Refusals.forged("INITIATE number " + Long.toUnsignedString(number) + " is not above HELLO's "
                    + Long.toUnsignedString(clientNumber));
        }
        trafficKey = crypto.sharedKey(transientSecret, clientTransient);
        byte[] nonce = CurveNonces.numbered("CurveZMQINITIATE", number);
        byte[] content =
                crypto.open(trafficKey, nonce, data, INITIATE_BOX, data.length - INITIATE_BOX, Command.INITIATE);
        byte[] client = Arrays.copyOf(content, KEY);
        checkVouch(content, client, clientTransient, transientSecret);
        Arrays.fill(transientSecret, (byte) 0);
        clientNumber = number;
        peerProperties = Metadata.parse(Arrays.copyOfRange(content, KEY + VOUCH, content.length));
        byte[] identity = peerProperties.getOrDefault("Identity", new byte[0]);
        gate.show(new Credentials.Curve(address, CurveKey.of(client), identity));
        state = State.ASKING;
    }

    /** K is used once, and for a minute only. */
    private byte[] openCookie(byte[] data, long now) throws ProtocolException {
        byte[] key = cookieKey;
        cookieKey = new byte[0];
        state = State.BROKEN; // unless all that follows is right
        try {
            if (now - cookieMade > COOKIE_NANOS) {
                throw Refusals.forged("INITIATE with a cookie of more than a minute ago, whose key is forgotten");
            }
            return crypto.open(
                    key, CurveNonces.random("COOKIE--", data, 0), data, LONG_NONCE, COOKIE - LONG_NONCE, "cookie");
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** That C' speaks for C, and to us and nobody else. */
    private void checkVouch(byte[] content, byte[] client, byte[] clientTransient, byte[] transientSecret)
            throws ProtocolException {
        byte[] key = crypto.sharedKey(transientSecret, client);
        byte[] nonce = CurveNonces.random("VOUCH---", content, KEY);
        byte[] vouch = crypto.open(key, nonce, content, KEY + LONG_NONCE, VOUCH - LONG_NONCE, "vouch");
        Arrays.fill(key, (byte) 0);
        boolean transientKey = MessageDigest.isEqual(Arrays.copyOf(vouch, KEY), clientTransient);
        boolean serverKey = MessageDigest.isEqual(
                Arrays.copyOfRange(vouch, KEY, 2 * KEY), own.publicKey().octets());
        if (!transientKey || !serverKey) {
            throw Refusals.forged("a vouch for another " + (transientKey ? "server" : "connection"));
        }
    }

    private Command ready() {
        byte[] nonce = CurveNonces.numbered("CurveZMQREADY---", READY_NUMBER);
        byte[] box = crypto.seal(trafficKey, nonce, Metadata.encode(ownProperties));
        return new Command(
                Command.READY,
                ByteBuffer.allocate(Long.BYTES + box.length)
                        .putLong(READY_NUMBER)
                        .put(box)
                        .array());
    }

    @Override
    public @Nullable Question takeQuestion() {
        return gate.takeQuestion();
    }

    @Override
    public void answer(Verdict verdict) throws ProtocolException {
        gate.answer(verdict);
        state = State.READY;
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

    @Override
    public Sealing sealing() {
        return CurveTraffic.begin(crypto, trafficKey, /* server= */ true, READY_NUMBER, clientNumber);
    }

    @Override
    public void wipe() {
        Arrays.fill(cookieKey, (byte) 0);
        Arrays.fill(trafficKey, (byte) 0);
    }
}
