package io.zmqspring.patterns.internal.node;

import io.zmqspring.DealerSocket;
import io.zmqspring.Message;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.patterns.internal.mesh.Outside;
import io.zmqspring.patterns.internal.zre.ZreCodec;
import io.zmqspring.patterns.internal.zre.ZreMessage;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** The way to one peer: a DEALER that is connected to the peer's mailbox and never read (36/ZRE). */
final class DealerLink implements Outside.Link {
    private static final long RETRY_NANOS = 1_000_000;

    private final DealerSocket socket;
    private final Supplier<Duration> linger;

    /**
     * @param linger how long what is queued may still be sent, asked when the way ends
     */
    DealerLink(DealerSocket socket, Supplier<Duration> linger) {
        this.socket = socket;
        this.linger = linger;
    }

    @Override
    public boolean send(ZreMessage message) {
        return socket.trySend(Message.ofFrames(ZreCodec.encode(message)));
    }

    /** Waits until it may be worth while to send again. Returns at once if the way has ended. */
    void awaitRoom(long nanos) {
        try {
            if (socket.awaitRoom(Duration.ofNanos(nanos))) {
                LockSupport.parkNanos(RETRY_NANOS); // there may be room, and not enough for a large message
            }
        } catch (ZmqClosedException e) {
            // whoever sends next learns it
        }
    }

    @Override
    public void close() {
        socket.close(linger.get());
    }
}
