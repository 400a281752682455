package io.zmqspring.concurrency;

import io.zmqspring.Message;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.QueueLimits;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * The end of a pipe while messages are put into it: what was accepted was taken or is counted as discarded, and what comes later is
 * refused. All of a socket's close rests on this.
 */
public class QueueEndLincheckTests {
    private final MessageQueue queue = new MessageQueue(new QueueLimits(100, 1000));
    private final AtomicInteger accepted = new AtomicInteger();
    private int taken; // of the consumer
    private long discarded;
    private boolean ended;

    @Operation
    public void offer() {
        if (queue.offer(Message.wrap(new byte[1])) == MessageQueue.Offer.ACCEPTED) {
            accepted.incrementAndGet();
            queue.wakeConsumer();
        }
    }

    @Operation(nonParallelGroup = "consumer")
    public void poll() {
        if (queue.poll() != null) {
            taken++;
        }
    }

    @Operation(nonParallelGroup = "consumer")
    public void end() {
        queue.close();
        discarded += queue.discard().messages();
        ended = true;
    }

    /** Nothing is left in a queue that nobody looks at any more. */
    @Validate
    public void everyMessageIsSomewhere() {
        long queued = queue.counts().queued().messages();
        if (accepted.get() != taken + discarded + queued || (ended && queued > 0)) {
            throw new IllegalStateException(accepted + " accepted, " + taken + " taken, " + discarded + " discarded, "
                    + queued + " queued, ended=" + ended);
        }
    }

    @Test
    void interleavings() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(0)
                .iterations(5)
                .invocationsPerIteration(100)
                .check(QueueEndLincheckTests.class);
    }

    @Test
    void stress() {
        new StressOptions()
                .threads(3)
                .actorsPerThread(3)
                .iterations(8)
                .invocationsPerIteration(500)
                .check(QueueEndLincheckTests.class);
    }
}
