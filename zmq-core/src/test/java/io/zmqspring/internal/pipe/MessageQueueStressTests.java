package io.zmqspring.internal.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Message;
import io.zmqspring.internal.pipe.MessageQueue.Offer;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.Workers;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The call-back contract under load: a call that is missed once leaves a thread of these tests waiting for good. */
class MessageQueueStressTests {
    private static final int PRODUCERS = 4;
    private static final int EACH = Scale.of(15_000);
    private static final long PATIENCE_SECONDS = 20;

    private static Message message(int producer, int number) {
        return Message.wrap(
                ByteBuffer.allocate(8).putInt(producer).putInt(number).array());
    }

    @ParameterizedTest
    @CsvSource({"1, 1000000", "2, 1000000", "3, 16", "1000, 1000000", "1000, 100"})
    void losesNoMessageAndNoCallBetweenManyProducersAndOneConsumer(int messages, long bytes) {
        MessageQueue queue = new MessageQueue(new QueueLimits(messages, bytes));
        Semaphore room = new Semaphore(0);
        Semaphore input = new Semaphore(0);
        queue.setProducer(() -> room.release(PRODUCERS));
        queue.setConsumer(input::release);
        int[] next = new int[PRODUCERS];

        try (Workers workers = new Workers()) {
            for (int i = 0; i < PRODUCERS; i++) {
                int producer = i;
                workers.run("producer " + producer, () -> produce(queue, producer, room));
            }
            workers.run("consumer", () -> {
                int left = PRODUCERS * EACH;
                while (left > 0) {
                    Message message = queue.poll();
                    if (queue.takeRoomToTell()) {
                        queue.wakeProducer();
                    }
                    if (message == null) {
                        assertThat(input.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS))
                                .as("the consumer is called")
                                .isTrue();
                    } else {
                        ByteBuffer body = ByteBuffer.wrap(message.body());
                        int producer = body.getInt();
                        assertThat(body.getInt()).isEqualTo(next[producer]++);
                        left--;
                    }
                }
            });
            workers.join();
        }
        assertThat(next).containsOnly(EACH);
        assertThat(queue.counts().queued()).isEqualTo(MessageQueue.Count.NONE);
        assertThat(queue.counts().passed().messages()).isEqualTo((long) PRODUCERS * EACH);
    }

    private static void produce(MessageQueue queue, int producer, Semaphore room) throws InterruptedException {
        for (int number = 0; number < EACH; ) {
            Offer offer = queue.offer(message(producer, number));
            if (offer == Offer.ACCEPTED) {
                queue.wakeConsumer();
                number++;
            } else {
                assertThat(offer).isEqualTo(Offer.FULL);
                assertThat(room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .as("a refused producer is called")
                        .isTrue();
            }
        }
    }

    @Test
    void handsTheConsumingEndOverWithoutLosingACall() {
        MessageQueue queue = new MessageQueue(new QueueLimits(10, 1_000_000));
        Semaphore room = new Semaphore(0);
        queue.setProducer(room::release);
        int rounds = EACH / 10;

        try (Workers workers = new Workers()) {
            workers.run("producer", () -> {
                for (int number = 0; number < rounds; number++) {
                    while (queue.offer(message(0, number)) != Offer.ACCEPTED) {
                        assertThat(room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS))
                                .isTrue();
                    }
                    queue.wakeConsumer();
                }
            });
            workers.run("consumers, one after another", () -> {
                int taken = 0;
                while (taken < rounds) {
                    Semaphore input = new Semaphore(0);
                    queue.setConsumer(input::release); // as a connection does that follows a lost one
                    assertThat(input.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS))
                            .as("consumer after " + taken)
                            .isTrue();
                    while (queue.poll() != null) {
                        taken++;
                    }
                    if (queue.takeRoomToTell()) {
                        queue.wakeProducer();
                    }
                }
                assertThat(taken).isEqualTo(rounds);
            });
            workers.join();
        }
    }

    @Test
    void isClosedOnceForEverybodyWhileManyOffer() {
        for (int round = 0; round < 200; round++) {
            MessageQueue queue = new MessageQueue(new QueueLimits(1000, Long.MAX_VALUE));
            AtomicLong accepted = new AtomicLong();
            try (Workers workers = new Workers()) {
                for (int i = 0; i < 2; i++) {
                    workers.run("producer", () -> {
                        Offer offer = Offer.FULL;
                        while (offer != Offer.CLOSED) {
                            offer = queue.offer(message(0, 0));
                            accepted.addAndGet(offer == Offer.ACCEPTED ? 1 : 0);
                        }
                    });
                }
                workers.run("closer", queue::close);
                workers.join();
            }
            assertThat(queue.discard().messages()).isEqualTo(accepted.get());
        }
    }

    @Test
    void showsCountersThatBelongTogetherAtEveryMoment() {
        MessageQueue queue = new MessageQueue(new QueueLimits(100, 1_000_000));
        AtomicBoolean done = new AtomicBoolean();
        try (Workers workers = new Workers()) {
            workers.run("producer", () -> {
                while (!done.get()) {
                    queue.offer(message(0, 0));
                }
            });
            workers.run("watcher", () -> {
                long passed = 0;
                while (!done.get()) {
                    QueueCounts counts = queue.counts();
                    assertThat(counts.passed().messages()).isGreaterThanOrEqualTo(passed);
                    assertThat(counts.queued().messages()).isBetween(0L, 100L);
                    assertThat(counts.passed().messages()
                                    + counts.discarded().messages()
                                    + counts.queued().messages())
                            .isEqualTo(counts.offered().messages());
                    passed = counts.passed().messages();
                }
            });
            for (int i = 0; i < EACH; i++) {
                queue.poll();
                if (i % 50 == 0) {
                    queue.discard();
                }
            }
            done.set(true);
            workers.join();
        }
    }
}
