package io.zmqspring.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.zmqspring.DealerSocket;
import io.zmqspring.Message;
import io.zmqspring.PeerState;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Asks a ZAP handler in the same process (RFC 27). One socket carries the requests of all handshakes. */
final class ZapAuthenticator implements Authenticator {
    private static final String ENDPOINT = "inproc://zeromq.zap.01";
    private static final byte[] NONE = new byte[0];
    private static final int MOST = 255;

    private final byte[] domain;
    private final DealerSocket handler;
    private final ReentrantLock connecting = new ReentrantLock();
    private final AtomicLong lastRequest = new AtomicLong();
    private final Map<String, CompletableFuture<Verdict>> open = new ConcurrentHashMap<>();

    ZapAuthenticator(ZmqContext context, String domain) {
        if (domain.isEmpty()) {
            throw new IllegalArgumentException(
                    "an empty ZAP domain: name one, which the handler tells sockets apart by");
        }
        if (domain.length() > MOST || !US_ASCII.newEncoder().canEncode(domain)) {
            throw new IllegalArgumentException(
                    "a ZAP domain of " + domain.length() + " characters: it has at most " + MOST + " of ASCII");
        }
        this.domain = domain.getBytes(US_ASCII);
        this.handler = context.dealer(SocketOptions.builder()
                .sendHighWaterMark(Integer.MAX_VALUE)
                .receiveHighWaterMark(Integer.MAX_VALUE)
                .sendTimeout(Duration.ZERO)
                .linger(Duration.ZERO)
                .build());
        handler.onMessage(Runnable::run, this::onReply);
    }

    @Override
    public CompletionStage<Verdict> authenticate(Credentials credentials) {
        if (!isConnected()) {
            return CompletableFuture.completedFuture(Verdict.fail("no ZAP handler is bound to " + ENDPOINT
                    + ": bind a REP or ROUTER socket of the same context there, before peers come"));
        }
        String id = Long.toString(lastRequest.incrementAndGet());
        CompletableFuture<Verdict> verdict = new Asked(id);
        open.put(id, verdict);
        handler.send(request(id, credentials));
        return verdict;
    }

    /** A verdict that is cancelled when the handshake has ended; then nobody answers it any more. */
    private final class Asked extends CompletableFuture<Verdict> {
        private final String id;

        Asked(String id) {
            this.id = id;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            open.remove(id);
            return super.cancel(mayInterruptIfRunning);
        }
    }

    /** A connect outlives neither a handler that closes nor one of the wrong type, so it may be needed anew. */
    private boolean isConnected() {
        connecting.lock();
        try {
            if (handler.peers().isEmpty()) {
                handler.connect(ENDPOINT);
            }
            return handler.peers().stream().anyMatch(peer -> peer.state() == PeerState.CONNECTED);
        } finally {
            connecting.unlock();
        }
    }

    private Message request(String id, Credentials credentials) {
        List<byte[]> frames = new ArrayList<>();
        frames.add(NONE);
        frames.add(ZapReply.VERSION.getBytes(US_ASCII));
        frames.add(id.getBytes(US_ASCII));
        frames.add(domain);
        frames.add(credentials.address().getBytes(US_ASCII));
        if (credentials instanceof Credentials.Plain plain) {
            addAll(frames, NONE, "PLAIN", plain.username(), plain.password());
        } else if (credentials instanceof Credentials.Curve curve) {
            addAll(frames, curve.identity(), "CURVE", curve.key().octets());
        } else {
            addAll(frames, NONE, "NULL");
        }
        return Message.ofFrames(frames);
    }

    private static void addAll(List<byte[]> frames, byte[] identity, String mechanism, byte[]... credentials) {
        frames.add(identity);
        frames.add(mechanism.getBytes(US_ASCII));
        frames.addAll(List.of(credentials));
    }

    private void onReply(Message message) {
        ZapReply reply = ZapReply.read(message.frames());
        CompletableFuture<Verdict> asked = open.remove(reply.id());
        if (asked != null) {
            asked.complete(reply.verdict());
        } else if (!isOfThePast(reply.id())) {
            Verdict broken = Verdict.fail("the ZAP handler breaks RFC 27: it answered a request that was not made");
            open.values().removeIf(waiting -> {
                waiting.complete(broken);
                return true;
            });
        }
    }

    /** Whether it answers a handshake that did not wait so long. */
    private boolean isOfThePast(String id) {
        try {
            long number = Long.parseLong(id);
            return number > 0 && number <= lastRequest.get();
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
