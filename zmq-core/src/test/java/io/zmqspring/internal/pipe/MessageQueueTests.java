package io.zmqspring.internal.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Message;
import io.zmqspring.internal.pipe.MessageQueue.Count;
import io.zmqspring.internal.pipe.MessageQueue.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageQueueTests {
    private static final long PLENTY = Long.MAX_VALUE;

    private final AtomicInteger consumerCalls = new AtomicInteger();
    private final AtomicInteger producerCalls = new AtomicInteger();

    private MessageQueue queue(int messages, long bytes) {
        MessageQueue queue = new MessageQueue(new QueueLimits(messages, bytes));
        queue.setConsumer(consumerCalls::incrementAndGet);
        queue.setProducer(producerCalls::incrementAndGet);
        return queue;
    }

    private static Message sized(int bytes) {
        return Message.wrap(new byte[bytes]);
    }

    private static Message numbered(int number) {
        return Message.of(Integer.toString(number));
    }

    private static Message[] numbered(int from, int to) {
        return IntStream.range(from, to).mapToObj(MessageQueueTests::numbered).toArray(Message[]::new);
    }

    private static List<String> drain(MessageQueue queue) {
        List<String> texts = new ArrayList<>();
        for (Message message = queue.poll(); message != null; message = queue.poll()) {
            texts.add(message.text());
        }
        return texts;
    }

    // ---- bounds --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 1000})
    @Tag("S-ALL-12")
    void takesExactlyAsManyMessagesAsTheLimitSays(int limit) {
        MessageQueue queue = queue(limit, PLENTY);
        for (int i = 0; i < limit; i++) {
            assertThat(queue.offer(numbered(i))).isEqualTo(Offer.ACCEPTED);
        }
        assertThat(queue.offer(numbered(limit))).isEqualTo(Offer.FULL);
        assertThat(queue.counts().queued().messages()).isEqualTo(limit);
    }

    @Test
    void hasRoomForOneMoreAfterEachPoll() {
        MessageQueue queue = queue(3, PLENTY);
        offerAll(queue, numbered(0, 3), 0, 3);
        for (int i = 3; i < 50; i++) {
            assertThat(queue.offer(numbered(-1))).isEqualTo(Offer.FULL);
            assertThat(queue.poll()).isNotNull();
            assertThat(queue.offer(numbered(i))).isEqualTo(Offer.ACCEPTED);
        }
        assertThat(drain(queue)).containsExactly("47", "48", "49");
    }

    @Test
    void takesExactlyAsManyOctetsAsTheLimitSays() {
        MessageQueue queue = queue(1000, 100);
        assertThat(queue.offer(sized(60))).isEqualTo(Offer.ACCEPTED);
        assertThat(queue.offer(sized(41))).isEqualTo(Offer.FULL);
        assertThat(queue.offer(sized(40))).isEqualTo(Offer.ACCEPTED);
        assertThat(queue.offer(sized(1))).isEqualTo(Offer.FULL);
        assertThat(queue.offer(sized(0))).isEqualTo(Offer.ACCEPTED);
        assertThat(queue.counts().queued()).isEqualTo(new Count(3, 100));
        queue.poll();
        assertThat(queue.offer(sized(61))).isEqualTo(Offer.FULL);
        assertThat(queue.offer(sized(60))).isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void takesOneMessageOverTheLimitOfOctetsWhenItIsEmpty() {
        MessageQueue queue = queue(1000, 100);
        assertThat(queue.offer(sized(5000))).isEqualTo(Offer.ACCEPTED);
        assertThat(queue.offer(sized(0))).isEqualTo(Offer.FULL);
        queue.poll();
        assertThat(queue.offer(sized(101))).isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void doesNotOverflowAtTheLargestLimits() {
        MessageQueue queue = queue(Integer.MAX_VALUE, Long.MAX_VALUE);
        queue.offer(sized(10));
        assertThat(queue.offer(sized(10))).isEqualTo(Offer.ACCEPTED);
        QueueLimits most = new QueueLimits(Integer.MAX_VALUE, Long.MAX_VALUE);
        assertThat(most.plus(most)).isEqualTo(most);
    }

    @Test
    void takesAsMuchOfABatchAsThereIsRoomFor() {
        MessageQueue queue = queue(5, PLENTY);
        assertThat(offerAll(queue, numbered(0, 9), 2, 4)).isEqualTo(2);
        assertThat(offerAll(queue, numbered(0, 9), 4, 9)).isEqualTo(3);
        assertThat(offerAll(queue, numbered(0, 9), 7, 9)).isZero();
        assertThat(drain(queue)).containsExactly("2", "3", "4", "5", "6");
    }

    @Test
    @Tag("T-INPROC-09")
    void hasTheAddedRoomAtOnceWhenItsLimitsAreRaised() {
        MessageQueue queue = queue(2, PLENTY);
        offerAll(queue, numbered(0, 2), 0, 2);
        assertThat(queue.offer(numbered(2))).isEqualTo(Offer.FULL);
        queue.raiseLimits(new QueueLimits(2, PLENTY).plus(new QueueLimits(1, 5)));
        assertThat(queue.offer(numbered(2))).isEqualTo(Offer.ACCEPTED);
        assertThat(queue.offer(numbered(3))).isEqualTo(Offer.FULL);
    }

    // ---- order ---------------------------------------------------------------------------------------------------

    @Test
    void keepsTheOrderWhileItGrowsAndShrinks() {
        MessageQueue queue = queue(100_000, PLENTY);
        int in = 0;
        int out = 0;
        for (int burst : new int[] {1, 7, 8, 9, 5000, 3, 0, 1, 40, 2, 1, 1, 1, 900}) {
            offerAll(queue, numbered(in, in + burst), 0, burst);
            in += burst;
            for (int i = 0; i < burst * 2 / 3; i++) {
                assertThat(text(queue.poll())).isEqualTo(Integer.toString(out++));
            }
        }
        while (out < in) {
            assertThat(text(queue.poll())).isEqualTo(Integer.toString(out++));
        }
        assertThat(queue.poll()).isNull();
    }

    private static String text(Message message) {
        return message == null ? "nothing" : message.text();
    }

    // ---- calling the other side ----------------------------------------------------------------------------------

    @Test
    void callsTheConsumerOnceWhenItHadFoundNothing() {
        MessageQueue queue = queue(10, PLENTY);
        assertThat(queue.poll()).isNull();
        assertThat(queue.isConsumerIdle()).isTrue();
        queue.offer(numbered(0));
        queue.wakeConsumer();
        queue.offer(numbered(1));
        queue.wakeConsumer();
        assertThat(consumerCalls).hasValue(1);
        assertThat(queue.isConsumerIdle()).isFalse();
    }

    @Test
    void doesNotCallAConsumerThatHasNotSeenTheEnd() {
        MessageQueue queue = queue(10, PLENTY);
        queue.offer(numbered(0));
        queue.wakeConsumer();
        queue.offer(numbered(1));
        assertThat(queue.poll()).isNotNull();
        assertThat(queue.poll()).isNotNull();
        queue.offer(numbered(2));
        queue.wakeConsumer();
        assertThat(consumerCalls)
                .as("it has two more messages to find by itself")
                .hasValue(1);
        assertThat(queue.poll()).isNotNull();
        assertThat(queue.poll()).isNull();
        queue.offer(numbered(3));
        queue.wakeConsumer();
        assertThat(consumerCalls).hasValue(2);
    }

    @Test
    void callsANewConsumerIfThePreviousOneWasCalled() {
        MessageQueue queue = queue(10, PLENTY);
        queue.offer(numbered(0));
        queue.wakeConsumer();
        AtomicInteger second = new AtomicInteger();
        queue.setConsumer(second::incrementAndGet);
        assertThat(second).hasValue(1);
    }

    @Test
    void doesNotCallANewConsumerWithoutNeed() {
        MessageQueue queue = queue(10, PLENTY);
        AtomicInteger second = new AtomicInteger();
        queue.setConsumer(second::incrementAndGet);
        assertThat(second).hasValue(0);
        queue.offer(numbered(0));
        queue.wakeConsumer();
        assertThat(second).hasValue(1);
        assertThat(consumerCalls).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 1001})
    void owesARefusedProducerACallAtTheLatestWhenTheBatchIsEmpty(int limit) {
        MessageQueue queue = queue(limit, PLENTY);
        offerAll(queue, numbered(0, limit), 0, limit);
        assertThat(queue.takeRoomToTell()).isFalse();
        assertThat(queue.offer(numbered(limit))).isEqualTo(Offer.FULL);
        int owedAfter = 0;
        while (!queue.takeRoomToTell()) {
            assertThat(queue.poll()).as("after " + owedAfter + " polls").isNotNull();
            owedAfter++;
        }
        assertThat(owedAfter).as("half of the batch is early enough").isEqualTo(Math.max(1, limit / 2));
        assertThat(queue.takeRoomToTell()).as("asked again").isFalse();
        drain(queue);
        assertThat(queue.takeRoomToTell()).as("nobody was refused since").isFalse();
    }

    @Test
    void takesAReadWholeAndIsFullUntilThereIsRoomAgain() {
        MessageQueue queue = queue(2, PLENTY);
        assertThat(queue.isFull()).isFalse();
        queue.offerRead(batch(numbered(0, 5), 0, 5));
        assertThat(queue.isFull()).isTrue();
        assertThat(queue.counts().queued().messages()).isEqualTo(5);
        for (int i = 0; i < 4; i++) {
            assertThat(queue.isFull()).isTrue();
            assertThat(queue.poll()).isNotNull();
        }
        assertThat(queue.takeRoomToTell()).as("who asked is told").isTrue();
        assertThat(queue.isFull()).isFalse();
    }

    @Test
    void keepsTheOrderOfReads() {
        MessageQueue queue = queue(100, PLENTY);
        for (int from = 0; from < 30; from += 3) {
            queue.offerRead(batch(numbered(from, from + 3), 0, 3));
            if (from % 2 == 0) {
                queue.offer(numbered(-from));
            }
        }
        for (int from = 0; from < 30; from += 3) {
            for (int i = 0; i < 3; i++) {
                assertThat(queue.poll().text()).isEqualTo(numbered(from + i).text());
            }
            if (from % 2 == 0) {
                assertThat(queue.poll().text()).isEqualTo(numbered(-from).text());
            }
        }
        assertThat(queue.poll()).isNull();
        assertThat(queue.counts().passed()).isEqualTo(queue.counts().offered());
    }

    @Test
    void aClosedQueueTakesNoReadAndIsNotFull() {
        MessageQueue queue = queue(2, PLENTY);
        queue.offerRead(batch(numbered(0, 5), 0, 5));
        queue.close();
        assertThat(queue.isFull()).isFalse();
        MessageBatch late = batch(numbered(0, 1), 0, 1);
        queue.offerRead(late);
        assertThat(late.count()).as("left to the caller").isEqualTo(1);
    }

    @Test
    void owesNobodyACallWhoWasNotRefused() {
        MessageQueue queue = queue(10, PLENTY);
        offerAll(queue, numbered(0, 10), 0, 10);
        drain(queue);
        assertThat(queue.takeRoomToTell()).isFalse();
        assertThat(producerCalls).hasValue(0);
    }

    @Test
    void owesACallForTheRestOfABatchToo() {
        MessageQueue queue = queue(4, PLENTY);
        assertThat(offerAll(queue, numbered(0, 6), 0, 6)).isEqualTo(4);
        drain(queue);
        assertThat(queue.takeRoomToTell()).isTrue();
    }

    // ---- closing -------------------------------------------------------------------------------------------------

    @Test
    void takesNothingAfterItsCloseButGivesWhatItHas() {
        MessageQueue queue = queue(10, PLENTY);
        offerAll(queue, numbered(0, 3), 0, 3);
        queue.close();
        assertThat(queue.isClosed()).isTrue();
        assertThat(queue.offer(numbered(3))).isEqualTo(Offer.CLOSED);
        assertThat(offerAll(queue, numbered(3, 5), 0, 2)).isZero();
        assertThat(drain(queue)).containsExactly("0", "1", "2");
    }

    @Test
    void saysClosedRatherThanFull() {
        MessageQueue queue = queue(1, PLENTY);
        queue.offer(numbered(0));
        queue.close();
        assertThat(queue.offer(numbered(1))).isEqualTo(Offer.CLOSED);
    }

    @Test
    void callsBothSidesOnceWhenItIsClosed() {
        MessageQueue queue = queue(10, PLENTY);
        queue.close();
        queue.close();
        assertThat(producerCalls).hasValue(1);
        assertThat(consumerCalls).hasValue(1);
    }

    // ---- counts --------------------------------------------------------------------------------------------------

    @Test
    void countsEachMessageInExactlyOnePlace() {
        MessageQueue queue = queue(10, PLENTY);
        offerAll(queue, new Message[] {sized(1), sized(2), sized(4), sized(8), sized(16)}, 0, 5);
        assertCounts(queue, new Count(5, 31), Count.NONE, Count.NONE, new Count(5, 31));
        queue.poll();
        queue.poll();
        assertCounts(queue, new Count(5, 31), new Count(2, 3), Count.NONE, new Count(3, 28));
        queue.lost(new Count(1, 2));
        assertCounts(queue, new Count(5, 31), new Count(1, 1), new Count(1, 2), new Count(3, 28));
        assertThat(queue.discard()).isEqualTo(new Count(3, 28));
        assertCounts(queue, new Count(5, 31), new Count(1, 1), new Count(4, 30), Count.NONE);
        assertThat(queue.discard()).isEqualTo(Count.NONE);
    }

    @Test
    void doesNotCountWhatItRefused() {
        MessageQueue queue = queue(1, PLENTY);
        queue.offer(sized(3));
        queue.offer(sized(3));
        queue.close();
        queue.offer(sized(3));
        assertCounts(queue, new Count(1, 3), Count.NONE, Count.NONE, new Count(1, 3));
    }

    @Test
    void countsWhatWasRefusedAsOfferedAndDiscarded() {
        MessageQueue queue = queue(10, PLENTY);
        queue.offer(sized(3));
        queue.refused(new Count(2, 20));
        assertCounts(queue, new Count(3, 23), Count.NONE, new Count(2, 20), new Count(1, 3));
    }

    private static void assertCounts(MessageQueue queue, Count offered, Count passed, Count discarded, Count queued) {
        assertThat(queue.counts()).isEqualTo(new QueueCounts(offered, passed, discarded, queued));
    }

    private static MessageBatch batch(Message[] messages, int from, int to) {
        MessageBatch batch = new MessageBatch();
        for (int i = from; i < to; i++) {
            batch.add(messages[i]);
        }
        return batch;
    }

    /** How many were taken. */
    private static int offerAll(MessageQueue queue, Message[] messages, int from, int to) {
        MessageBatch batch = batch(messages, from, to);
        queue.offerAll(batch);
        return to - from - batch.count();
    }
}
