package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Receiving without a thread that waits: futures and handlers. */
@ExtendWith(LeakCheck.class)
@Timeout(30)
class AsyncReceiveTests {
    private static final int MANY = 2_000;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private final PullSocket pull = context.pull(TestOptions.quick().build());
    private final PushSocket push = context.push(TestOptions.quick().build());

    private void connect(TestTransport transport) {
        push.connect(pull.bind(transport.bindEndpoint()).toString());
        push.awaitPeers(1, Duration.ofSeconds(10));
    }

    private void send(int from, int to) {
        for (int i = from; i < to; i++) {
            push.send(Message.of(Integer.toString(i)));
        }
    }

    private static List<String> numbers(int count) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(Integer.toString(i));
        }
        return numbers;
    }

    // ---- futures -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void futuresGetTheMessagesInTheOrderTheyWereAskedFor(TestTransport transport) {
        connect(transport);
        List<CompletableFuture<Message>> futures = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            futures.add(pull.receiveAsync());
        }
        send(0, MANY);
        assertThat(futures).extracting(future -> future.join().text()).isEqualTo(numbers(MANY));
    }

    @Test
    void aMessageThatIsThereCompletesTheFutureAtOnce() {
        connect(TestTransport.INPROC);
        send(0, 1);
        CompletableFuture<Message> future = pull.receiveAsync();
        assertThat(future).isDone();
        assertThat(future.join().text()).isEqualTo("0");
    }

    @ParameterizedTest
    @EnumSource
    void askingForTheNextInEachCompletionMissesNone(TestTransport transport) {
        connect(transport);
        Queue<String> received = new ConcurrentLinkedQueue<>();
        again(received);
        send(0, MANY);
        Until.isTrue("all", () -> received.size() == MANY);
        assertThat(received).containsExactlyElementsOf(numbers(MANY));
    }

    private void again(Queue<String> received) {
        pull.receiveAsync().thenAcceptAsync(message -> {
            received.add(message.text());
            again(received);
        });
    }

    @Test
    void aCancelledFutureLeavesItsMessageToTheNext() {
        connect(TestTransport.INPROC);
        CompletableFuture<Message> first = pull.receiveAsync();
        CompletableFuture<Message> second = pull.receiveAsync();
        assertThat(first.cancel(true)).isTrue();
        assertThat(first.cancel(true)).isTrue();
        send(0, 2);
        assertThat(second.join().text()).isEqualTo("0");
        assertThat(pull.receive().text()).isEqualTo("1");
        assertThat(first).isCancelled();
        assertThat(second.cancel(true)).isFalse();
    }

    @Test
    void afterAFutureThatTimedOutNothingIsMissing() {
        connect(TestTransport.TCP);
        CompletableFuture<Message> future = pull.receiveAsync().orTimeout(10, TimeUnit.MILLISECONDS);
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(future::join)
                .withCauseInstanceOf(TimeoutException.class);
        send(0, 1);
        assertThat(pull.receive().text()).isEqualTo("0");
    }

    /** Each message is received once or is still there, whenever the cancellation comes. */
    @Test
    void cancellingWhileMessagesComeLosesNone() {
        connect(TestTransport.TCP);
        AtomicInteger received = new AtomicInteger();
        CompletableFuture<Void> sending = Background.run(() -> send(0, MANY));
        while (!sending.isDone()) {
            CompletableFuture<Message> future = pull.receiveAsync();
            if (future.cancel(true)) {
                assertThat(future).isCancelled();
            } else {
                future.join();
                received.incrementAndGet();
            }
        }
        while (received.get() < MANY) {
            pull.receive(); // times out if one is missing
            received.incrementAndGet();
        }
        assertThat(pull.tryReceive()).isNull();
    }

    @Test
    void closingTheSocketFailsTheFutures() {
        CompletableFuture<Message> first = pull.receiveAsync();
        CompletableFuture<Message> second = pull.receiveAsync();
        pull.close();
        for (CompletableFuture<Message> future : List.of(first, second, pull.receiveAsync())) {
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(future::join)
                    .withCauseInstanceOf(ZmqClosedException.class);
        }
    }

    /** What waits inside a completion holds up neither the network nor the other futures. */
    @Test
    void aCompletionThatBlocksDelaysNobody() {
        connect(TestTransport.TCP);
        CompletableFuture<Message> second = new CompletableFuture<>();
        CompletableFuture<String> both = pull.receiveAsync()
                .thenApply(first -> first.text() + second.join().text());
        CompletableFuture<Message> next = pull.receiveAsync();
        next.thenAccept(second::complete);
        send(0, 2);
        assertThat(both.join()).isEqualTo("01");
    }

    @Test
    void aRepWaitsForItsTurn() {
        RepSocket rep = context.rep(TestOptions.quick().build());
        String endpoint = rep.bind("inproc://rep").toString();
        ReqSocket one = context.req(TestOptions.quick().build());
        ReqSocket two = context.req(TestOptions.quick().build());
        one.connect(endpoint);
        two.connect(endpoint);
        CompletableFuture<Message> answer = two.receiveAsync(); // waits for the turn of REQ too
        one.send(Message.of("a"));
        assertThat(rep.receiveAsync().join().text()).isEqualTo("a");
        two.send(Message.of("b"));
        CompletableFuture<Message> next = rep.receiveAsync();
        assertThat(next).isNotDone();
        rep.send(Message.of("A"));
        assertThat(next.join().text()).isEqualTo("b");
        rep.send(Message.of("B"));
        assertThat(answer.join().text()).isEqualTo("B");
        assertThat(one.receive().text()).isEqualTo("A");
    }

    @Test
    void anXpubIsToldOfSubscriptionsToo() {
        XPubSocket xpub = context.xpub(TestOptions.quick().build());
        CompletableFuture<Message> notice = xpub.receiveAsync();
        SubSocket sub = context.sub(TestOptions.quick().build());
        sub.connect(xpub.bind("tcp://127.0.0.1:*").toString());
        sub.subscribe("a");
        assertThat(notice.join().frame(0)).containsExactly(1, 'a');
    }

    // ---- handlers ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void aHandlerGetsEveryMessageInOrderAndOneAtATime(TestTransport transport) throws Exception {
        connect(transport);
        Queue<String> received = new ConcurrentLinkedQueue<>();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            pull.onMessage(executor, message -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                received.add(message.text());
                inside.decrementAndGet();
            });
            for (int i = 0; i < MANY; i += 100) {
                send(i, i + 100);
                int sent = i + 100;
                Until.isTrue("idle in between", () -> received.size() == sent);
            }
            assertThat(received).containsExactlyElementsOf(numbers(MANY));
            assertThat(most).hasValue(1);
        } finally {
            executor.shutdown();
        }
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theNextMessageIsTakenWhenTheHandlerHasReturned() throws Exception {
        connect(TestTransport.INPROC);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try {
            pull.onMessage(Runnable::run, message -> {
                entered.countDown();
                join(release);
            });
            send(0, 5);
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
            Until.stays(
                    "four wait",
                    Duration.ofMillis(20),
                    () -> pull.stats().traffic().incomingQueue() == 4);
        } finally {
            release.countDown();
        }
    }

    private static void join(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aHandlerThatThrowsIsReportedAndGoesOn() throws Exception {
        connect(TestTransport.INPROC);
        BlockingQueue<Throwable> reported = new LinkedBlockingQueue<>();
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task);
            thread.setUncaughtExceptionHandler((where, failure) -> reported.add(failure));
            return thread;
        });
        BlockingQueue<String> handled = new LinkedBlockingQueue<>();
        try {
            pull.onMessage(executor, message -> {
                if (message.text().equals("0")) {
                    throw new IllegalStateException("bad message");
                }
                handled.add(message.text());
            });
            send(0, 2);
            assertThat(reported.poll(10, TimeUnit.SECONDS)).hasMessage("bad message");
            assertThat(handled.poll(10, TimeUnit.SECONDS)).isEqualTo("1");
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void aClosedRegistrationTakesNoMore() throws Exception {
        connect(TestTransport.INPROC);
        BlockingQueue<String> handled = new LinkedBlockingQueue<>();
        MessageReceiver.Registration registration =
                pull.onMessage(Runnable::run, message -> handled.add(message.text()));
        send(0, 1);
        assertThat(handled.poll(10, TimeUnit.SECONDS)).isEqualTo("0");
        registration.close();
        send(1, 2);
        assertThat(pull.receive().text()).isEqualTo("1");
        assertThat(handled).isEmpty();
    }

    @Test
    void anExecutorThatRefusesEndsTheHandlingAndLosesNothing() {
        connect(TestTransport.INPROC);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        executor.shutdown();
        List<Throwable> reported = new ArrayList<>();
        Thread.UncaughtExceptionHandler former = Thread.getDefaultUncaughtExceptionHandler();
        CountDownLatch refused = new CountDownLatch(1);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            reported.add(failure);
            refused.countDown();
        });
        try {
            pull.onMessage(executor, message -> {});
            join(refused);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(former);
        }
        assertThat(reported).hasSize(1);
        send(0, 1);
        assertThat(pull.receive().text()).isEqualTo("0");
    }

    @Test
    void aRepServesWithAHandler() {
        RepSocket rep = context.rep(TestOptions.quick().build());
        String endpoint = rep.bind("tcp://127.0.0.1:*").toString();
        rep.onMessage(Runnable::run, request -> rep.send(Message.of(request.text() + "!")));
        for (int i = 0; i < 5; i++) {
            ReqSocket req = context.req(TestOptions.quick().build());
            req.connect(endpoint);
            req.send(Message.of("" + i));
            assertThat(req.receive().text()).isEqualTo(i + "!");
        }
    }

    @Test
    void aClosedSocketTakesNoHandlerAndEndsThoseItHas() {
        AtomicInteger handled = new AtomicInteger();
        pull.onMessage(Runnable::run, message -> handled.incrementAndGet());
        pull.close();
        assertThatThrownBy(() -> pull.onMessage(Runnable::run, message -> {})).isInstanceOf(ZmqClosedException.class);
        assertThat(handled).hasValue(0);
    }
}
