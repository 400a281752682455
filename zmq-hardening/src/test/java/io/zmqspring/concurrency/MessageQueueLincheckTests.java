package io.zmqspring.concurrency;

import io.zmqspring.Message;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.QueueLimits;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ByteGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * The pipe between many producers and one consumer: a queue of one message, first in, first out; and whoever found nothing, or
 * no room, is called.
 */
@Param(name = "number", gen = ByteGen.class)
public class MessageQueueLincheckTests {
    private final MessageQueue queue = new MessageQueue(new QueueLimits(1, 1000));
    private final AtomicBoolean consumerCalled = new AtomicBoolean(true);
    private final AtomicInteger producerCalls = new AtomicInteger();
    private volatile int refusedBeforeCall = -1;

    /** Begins full, with a consumer that had found nothing and was called. */
    public MessageQueueLincheckTests() {
        queue.setConsumer(() -> consumerCalled.set(true));
        queue.setProducer(producerCalls::incrementAndGet);
        poll();
        offer((byte) -1);
    }

    @Operation
    public String offer(@Param(name = "number") byte number) {
        int before = producerCalls.get();
        MessageQueue.Offer offer = queue.offer(Message.wrap(new byte[] {number}));
        if (offer == MessageQueue.Offer.ACCEPTED) {
            queue.wakeConsumer();
        } else {
            refusedBeforeCall = before;
        }
        return offer.toString();
    }

    @Operation(nonParallelGroup = "consumer")
    public int poll() {
        consumerCalled.set(false);
        Message message = queue.poll();
        if (message != null) {
            consumerCalled.set(true); // it goes on by itself
        }
        if (queue.takeRoomToTell()) {
            queue.wakeProducer();
        }
        return message == null ? -1000 : message.body()[0];
    }

    /** When all is quiet, nobody waits for a call that will not come. */
    @Validate
    public void nobodyWaitsInVain() {
        long queued = queue.counts().queued().messages();
        if (queued > 0 && !consumerCalled.get()) {
            throw new IllegalStateException("the consumer waits in vain");
        }
        if (queued == 0 && refusedBeforeCall == producerCalls.get()) {
            throw new IllegalStateException("a producer waits in vain");
        }
    }

    /** Of one call each, so that all interleavings are tried and a refusal is the last thing that happens. */
    @Test
    void interleavingsOfOneCallEach() {
        interleavings(1, 5, 1000);
    }

    @Test
    void interleavingsOfTwoCallsEach() {
        interleavings(2, 3, 300);
    }

    private static void interleavings(int calls, int scenarios, int each) {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(calls)
                .actorsBefore(0)
                .actorsAfter(0)
                .iterations(scenarios)
                .invocationsPerIteration(each)
                .check(MessageQueueLincheckTests.class);
    }

    @Test
    void stress() {
        new StressOptions()
                .threads(3)
                .actorsPerThread(3)
                .iterations(8)
                .invocationsPerIteration(1000)
                .check(MessageQueueLincheckTests.class);
    }
}
