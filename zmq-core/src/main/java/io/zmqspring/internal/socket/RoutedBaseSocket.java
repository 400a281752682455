package io.zmqspring.internal.socket;

import io.zmqspring.Message;
import io.zmqspring.PeerInfo;
import io.zmqspring.RoutedSocket;
import io.zmqspring.ZmqUnroutableException;
import io.zmqspring.internal.pattern.PeerPattern;
import io.zmqspring.internal.pipe.MessageQueue.Offer;
import io.zmqspring.internal.pipe.Pipe;
import java.time.Duration;
import java.util.Optional;

/** PEER, SERVER and STREAM: {@link PeerPattern} made safe and patient by {@link SocketCore}. */
abstract class RoutedBaseSocket extends BaseSocket implements RoutedSocket {
    private final PeerPattern pattern;

    RoutedBaseSocket(SocketCore core, PeerPattern pattern) {
        super(core);
        this.pattern = pattern;
    }

    @Override
    public Optional<PeerInfo> peer(int routingId) {
        return Optional.ofNullable(pattern.route(routingId)).map(core::info);
    }

    @Override
    public void disconnectPeer(int routingId) {
        core.ensureOpen();
        Pipe pipe = pattern.route(routingId);
        if (pipe == null) {
            core.ensureOpen(); // it may just have been closed
            throw new ZmqUnroutableException(routingId);
        }
        core.closePipe(pipe);
    }

    @Override
    public void send(int routingId, Message message) {
        if (!send(routingId, message, sendTimeoutNanos)) {
            throw full("the queue of peer " + Integer.toUnsignedString(routingId) + " stayed full");
        }
    }

    @Override
    public boolean trySend(int routingId, Message message) {
        return send(routingId, message, 0);
    }

    @Override
    public boolean trySend(int routingId, Message message, Duration timeout) {
        return send(routingId, message, Waiting.nanos(timeout));
    }

    private boolean send(int routingId, Message message, long timeoutNanos) {
        check(message);
        return sendNow(routingId, message)
                || (timeoutNanos > 0 && core.waiting().awaitRoom(() -> sendNow(routingId, message), timeoutNanos));
    }

    boolean sendNow(int routingId, Message message) {
        Offer offer = pattern.send(routingId, message);
        if (offer == Offer.CLOSED) {
            core.ensureOpen();
            throw new ZmqUnroutableException(routingId);
        }
        return core.waiting().sent(offer);
    }
}
