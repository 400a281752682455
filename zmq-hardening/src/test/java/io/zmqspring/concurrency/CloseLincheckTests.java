package io.zmqspring.concurrency;

import io.zmqspring.DropReason;
import io.zmqspring.Message;
import io.zmqspring.PairSocket;
import io.zmqspring.SocketStats;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * The close of sockets that are in use, on either side: no call hangs, a call ends in a result or in {@link ZmqClosedException}, and
 * every message that was accepted was received, or is counted as unread or lost. Over inproc, where all of it happens on the callers' threads.
 *
 * <p>By stress alone: a close waits by the clock, and while Lincheck tries interleavings one by one, its clock stands still.
 */
public class CloseLincheckTests {
    private final ZmqContext context = ZmqContext.create();
    private final PairSocket sender = context.pair();
    private final PairSocket receiver = context.pair();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger received = new AtomicInteger();

    /** Begins with two sockets that are connected. */
    public CloseLincheckTests() {
        receiver.bind("inproc://a");
        sender.connect("inproc://a");
    }

    @Operation
    public void send() {
        try {
            if (sender.trySend(Message.of("tea"))) {
                sent.incrementAndGet();
            }
        } catch (ZmqClosedException closed) {
            // and the message was not accepted
        }
    }

    @Operation
    public void receive() {
        try {
            if (receiver.tryReceive() != null) {
                received.incrementAndGet();
            }
        } catch (ZmqClosedException closed) {
            // and nothing was taken
        }
    }

    @Operation
    public void closeSender() {
        sender.close(Duration.ZERO);
    }

    @Operation
    public void closeReceiver() {
        receiver.close(Duration.ZERO);
    }

    /** When all is closed, no message is missing; one that was not read may be lost for the sender, too. */
    @Validate
    public void everyMessageIsSomewhere() {
        context.close();
        SocketStats out = sender.stats();
        SocketStats in = receiver.stats();
        long lost = out.dropped(DropReason.PEER_GONE)
                + out.dropped(DropReason.CONNECTION_LOST)
                + out.dropped(DropReason.SOCKET_CLOSED);
        long unread = in.dropped(DropReason.UNREAD);
        require(out.traffic().acceptedMessages() == sent.get(), sent + " sent, " + out);
        require(out.traffic().sentMessages() + lost == sent.get(), "the sender's books: " + out);
        require(in.traffic().deliveredMessages() == received.get(), received + " received, " + in);
        require(received.get() + unread == in.traffic().receivedMessages(), "the receiver's books: " + in);
        require(
                received.get() + lost <= sent.get() && sent.get() <= received.get() + lost + unread,
                sent + " sent, " + received + " received, " + lost + " lost, " + unread + " unread");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    @Test
    void stress() {
        new StressOptions()
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(2)
                .actorsAfter(0)
                .iterations(8)
                .invocationsPerIteration(500)
                .check(CloseLincheckTests.class);
    }
}
