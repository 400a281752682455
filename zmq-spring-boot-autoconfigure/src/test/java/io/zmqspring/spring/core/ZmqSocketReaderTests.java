package io.zmqspring.spring.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zmqspring.EnvelopeMode;
import io.zmqspring.Message;
import io.zmqspring.PeerState;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqUnroutableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

class ZmqSocketReaderTests {
    private static final int BARE = 1;
    private static final int ENVELOPED = 2;
    private static final Duration SHORT = Duration.ofSeconds(5);

    private final FakePeerSocket socket = new FakePeerSocket(SocketOptions.builder()
                    .envelope(EnvelopeMode.AUTO)
                    .receiveHighWaterMark(200)
                    .build())
            .peer(BARE, PeerState.CONNECTED, Map.of())
            .peer(ENVELOPED, PeerState.CONNECTED, FakePeerSocket.ENVELOPE);
    private final ZmqSocketReader reader = new ZmqSocketReader("orders", socket);
    private final Executor executor = new SimpleAsyncTaskExecutor("test-");

    @AfterEach
    void close() {
        reader.close();
        socket.close();
    }

    private static Message reply(Message request, String body) {
        return Message.of(body).withHeaders(Map.of("in-reply-to", request.header("request-id")));
    }

    private static String text(PendingReply pending) throws Exception {
        return pending.reply().get(5, TimeUnit.SECONDS).text();
    }

    private ZmqSubscription listen(int concurrency, Consumer<Message> action) {
        return reader.attach(new TestConsumer("listener", action), concurrency, executor);
    }

    @Test
    void givesAReplyToTheRequestItNames() throws Exception {
        PendingReply first = reader.request(ENVELOPED, Message.of("a"));
        PendingReply second = reader.request(ENVELOPED, Message.of("b"));

        socket.arrive(ENVELOPED, reply(socket.sent.get(1), "B"));
        socket.arrive(ENVELOPED, reply(socket.sent.get(0), "A"));

        assertThat(text(first)).isEqualTo("A");
        assertThat(text(second)).isEqualTo("B");
        assertThat(reader.pendingRequests()).isZero();
    }

    @Test
    void givesTheMessagesOfABarePeerToItsRequestsInOrder() throws Exception {
        List<PendingReply> pending = IntStream.range(0, 3)
                .mapToObj(i -> reader.request(BARE, Message.of("q" + i)))
                .toList();

        IntStream.range(0, 3).forEach(i -> socket.arrive(BARE, Message.of("a" + i)));

        for (int i = 0; i < 3; i++) {
            assertThat(text(pending.get(i))).isEqualTo("a" + i);
        }
    }

    @Test
    void ignoresAReplyFromAPeerThatWasNotAsked() {
        PendingReply pending = reader.request(ENVELOPED, Message.of("a"));
        socket.peer(3, PeerState.CONNECTED, FakePeerSocket.ENVELOPE);

        socket.arrive(3, reply(socket.sent.get(0), "forged"));

        await().untilAsserted(() -> assertThat(reader.lateReplies()).isEqualTo(1));
        assertThat(pending.reply()).isNotDone();
    }

    @Test
    void dropsAndCountsALateReplyOfAnEnvelopedPeer() {
        PendingReply pending = reader.request(ENVELOPED, Message.of("a"));
        assertThat(reader.abandon(pending, SHORT)).isTrue();

        socket.arrive(ENVELOPED, reply(socket.sent.get(0), "late"));

        await().untilAsserted(() -> assertThat(reader.lateReplies()).isEqualTo(1));
        assertThat(reader.unclaimedMessages()).isZero();
    }

    @Test
    void doesNotTakeALateReplyOfABarePeerForTheNextOne() throws Exception {
        PendingReply first = reader.request(BARE, Message.of("a"));
        assertThat(reader.abandon(first, SHORT)).isTrue();
        PendingReply second = reader.request(BARE, Message.of("b"));

        socket.arrive(BARE, Message.of("A"));
        socket.arrive(BARE, Message.of("B"));

        assertThat(text(second)).isEqualTo("B");
        assertThat(reader.lateReplies()).isEqualTo(1);
    }

    @Test
    void forgetsABarePeersMissingReplyAfterAWhile() throws Exception {
        PendingReply first = reader.request(BARE, Message.of("a"));
        assertThat(reader.abandon(first, Duration.ofNanos(1))).isTrue();
        PendingReply second = reader.request(BARE, Message.of("b"));

        socket.arrive(BARE, Message.of("B"));

        assertThat(text(second)).isEqualTo("B");
    }

    @Test
    void keepsNothingOfARequestThatCouldNotBeSent() {
        assertThatExceptionOfType(ZmqUnroutableException.class).isThrownBy(() -> reader.request(99, Message.of("a")));

        assertThat(reader.pendingRequests()).isZero();
    }

    @Test
    void givesEverythingElseToTheConsumer() {
        List<String> seen = new CopyOnWriteArrayList<>();
        listen(1, message -> seen.add(message.text()));
        reader.request(ENVELOPED, Message.of("q"));

        socket.arrive(BARE, Message.of("one"));
        socket.arrive(ENVELOPED, Message.of("two"));
        socket.arrive(ENVELOPED, Message.of("three").withHeaders(Map.of("request-id", "theirs")));

        await().untilAsserted(() -> assertThat(seen).containsExactly("one", "two", "three"));
    }

    @Test
    void receivesRepliesWhileTheOnlyConsumerThreadWaitsForOne() {
        List<String> seen = new CopyOnWriteArrayList<>();
        listen(1, message -> {
            PendingReply pending = reader.request(ENVELOPED, Message.of("nested"));
            seen.add(message.text() + pending.reply().join().text());
        });
        socket.onSend((id, message) -> socket.arrive(id, reply(message, "!")));

        IntStream.range(0, 100).forEach(i -> socket.arrive(BARE, Message.of("m" + i)));

        await().untilAsserted(() -> assertThat(seen)
                .isEqualTo(IntStream.range(0, 100).mapToObj(i -> "m" + i + "!").toList()));
    }

    @Test
    void readsAheadForARequestNoFurtherThanTheReceiveQueueMayHold() {
        ZmqSubscription subscription = listen(1, message -> {});
        subscription.pause();
        reader.request(ENVELOPED, Message.of("q"));

        IntStream.range(0, 210).forEach(i -> socket.arrive(BARE, Message.of("m" + i)));

        await().during(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(socket.unread()).isEqualTo(10));
    }

    @Test
    void takesNothingWhilePausedAndGoesOnInOrder() {
        List<String> seen = new CopyOnWriteArrayList<>();
        ZmqSubscription subscription = listen(1, message -> seen.add(message.text()));
        socket.arrive(BARE, Message.of("0"));
        await().untilAsserted(() -> assertThat(seen).hasSize(1));

        subscription.pause();
        IntStream.range(1, 5).forEach(i -> socket.arrive(BARE, Message.of("" + i)));
        await().during(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(seen).hasSize(1));
        subscription.resume();

        await().untilAsserted(() -> assertThat(seen).containsExactly("0", "1", "2", "3", "4"));
    }

    @Test
    void keepsTheOrderForOneThreadWhileRequestsGoOn() {
        List<Integer> seen = new CopyOnWriteArrayList<>();
        listen(1, message -> seen.add(Integer.valueOf(message.text())));
        socket.onSend((id, message) -> socket.arrive(id, reply(message, "!")));

        List<Integer> all = IntStream.range(0, 2000).boxed().toList();
        for (int i : all) {
            socket.arrive(BARE, Message.of("" + i));
            if (i % 10 == 0) {
                reader.request(ENVELOPED, Message.of("q")).reply().join();
            }
        }

        await().untilAsserted(() -> assertThat(seen).isEqualTo(all));
    }

    @Test
    void handlesAsManyMessagesAtOnceAsThereAreThreads() throws Exception {
        CountDownLatch together = new CountDownLatch(3);
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        listen(3, message -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            together.countDown();
            try {
                together.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            now.decrementAndGet();
        });

        IntStream.range(0, 9).forEach(i -> socket.arrive(BARE, Message.of("" + i)));

        assertThat(together.await(5, TimeUnit.SECONDS)).isTrue();
        await().untilAsserted(() -> assertThat(now).hasValue(0));
        assertThat(most).hasValue(3);
    }

    @Test
    void refusesASecondConsumerAndNamesBoth() {
        listen(1, message -> {});

        assertThatExceptionOfType(ZmqSocketTakenException.class)
                .isThrownBy(() -> reader.attach(new TestConsumer("adapter", message -> {}), 1, executor))
                .withMessageContaining("listener")
                .withMessageContaining("adapter");
    }

    @Test
    void letsAnotherConsumerInAfterTheFirstIsGone() {
        ZmqSubscription first = listen(1, message -> {});
        first.cancel();
        assertThat(first.awaitEnd(SHORT)).isTrue();

        List<String> seen = new CopyOnWriteArrayList<>();
        listen(1, message -> seen.add(message.text()));
        socket.arrive(BARE, Message.of("x"));

        await().untilAsserted(() -> assertThat(seen).containsExactly("x"));
    }

    @Test
    void leavesMessagesInTheSocketWhenTheConsumerIsGone() {
        ZmqSubscription subscription = listen(1, message -> {});
        subscription.cancel();
        assertThat(subscription.awaitEnd(SHORT)).isTrue();

        socket.arrive(BARE, Message.of("x"));

        await().during(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(socket.unread()).isEqualTo(1));
    }

    @Test
    void dropsAndCountsMessagesWithoutAConsumerOnceItReceivesReplies() {
        reader.request(ENVELOPED, Message.of("q"));

        socket.arrive(BARE, Message.of("x"));
        socket.arrive(ENVELOPED, Message.of("y"));

        await().untilAsserted(() -> assertThat(reader.unclaimedMessages()).isEqualTo(2));
    }

    @Test
    void keepsMessagesForAConsumerThatIsExpected() {
        reader.expectConsumer();
        PendingReply pending = reader.request(ENVELOPED, Message.of("q"));
        socket.arrive(BARE, Message.of("x"));
        socket.arrive(ENVELOPED, reply(socket.sent.get(0), "A"));
        assertThat(pending.reply().join().text()).isEqualTo("A");

        List<String> seen = new CopyOnWriteArrayList<>();
        listen(1, message -> seen.add(message.text()));

        await().untilAsserted(() -> assertThat(seen).containsExactly("x"));
    }

    @Test
    void goesOnAfterAnExceptionOfTheConsumer() {
        List<String> seen = new CopyOnWriteArrayList<>();
        listen(1, message -> {
            seen.add(message.text());
            throw new IllegalStateException("on purpose");
        });

        socket.arrive(BARE, Message.of("x"));
        socket.arrive(BARE, Message.of("y"));

        await().untilAsserted(() -> assertThat(seen).containsExactly("x", "y"));
    }

    @Test
    void endsWithAnErrorOfTheConsumerAndTellsIt() {
        TestConsumer consumer = new TestConsumer("listener", message -> {
            throw new NoClassDefFoundError("on purpose");
        });
        ZmqSubscription subscription = reader.attach(consumer, 2, executor);

        socket.arrive(BARE, Message.of("x"));

        await().untilAsserted(() -> assertThat(consumer.failures).hasSize(1));
        assertThat(subscription.isActive()).isFalse();
        assertThat(subscription.failure()).isInstanceOf(NoClassDefFoundError.class);
        assertThat(subscription.awaitEnd(SHORT)).isTrue();
    }

    @Test
    void endsWithTheSocketAndFailsWhatWaits() {
        TestConsumer consumer = new TestConsumer("listener", message -> {});
        reader.attach(consumer, 2, executor);
        PendingReply pending = reader.request(ENVELOPED, Message.of("q"));

        socket.close();

        assertThat(pending.reply())
                .failsWithin(SHORT)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(ZmqClosedException.class);
        await().untilAsserted(() -> assertThat(consumer.failures).hasSize(1));
        assertThatExceptionOfType(ZmqClosedException.class)
                .isThrownBy(() -> reader.request(ENVELOPED, Message.of("q")));
    }

    @Test
    void survivesAStrangersInterrupt() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        listen(1, message -> {
            threads.add(Thread.currentThread());
            Thread.currentThread().interrupt();
        });
        socket.arrive(BARE, Message.of("x"));
        await().untilAsserted(() -> assertThat(threads).hasSize(1));
        threads.get(0).interrupt();

        socket.arrive(BARE, Message.of("y"));

        await().untilAsserted(() -> assertThat(threads).hasSize(2));
    }

    private static final class TestConsumer implements ZmqConsumer {
        private final String description;
        private final Consumer<Message> action;
        final List<Throwable> failures = new CopyOnWriteArrayList<>();

        TestConsumer(String description, Consumer<Message> action) {
            this.description = description;
            this.action = action;
        }

        @Override
        public String description() {
            return description;
        }

        @Override
        public void onMessage(Message message) {
            action.accept(message);
        }

        @Override
        public void onFailure(Throwable reason) {
            failures.add(reason);
        }
    }
}
