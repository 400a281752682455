package io.zmqspring.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.zmqspring.EnvelopeMode;
import io.zmqspring.Message;
import io.zmqspring.PeerState;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqUnroutableException;
import io.zmqspring.spring.core.FakePeerSocket;
import io.zmqspring.spring.core.ZmqSocketTakenException;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.core.ZmqUnknownSocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.converter.MessageConversionException;

@ExtendWith(OutputCaptureExtension.class)
class DefaultZmqListenerContainerTests {
    private static final int BARE = 1;
    private static final int ENVELOPED = 2;

    private final FakePeerSocket socket = new FakePeerSocket(
                    SocketOptions.builder().envelope(EnvelopeMode.AUTO).build())
            .peer(BARE, PeerState.CONNECTED, Map.of())
            .peer(ENVELOPED, PeerState.CONNECTED, FakePeerSocket.ENVELOPE);
    private final ZmqSockets sockets = new ZmqSockets();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private DefaultZmqListenerContainer container;

    DefaultZmqListenerContainerTests() {
        sockets.add("orders", socket);
    }

    @AfterEach
    void close() {
        if (container != null) {
            container.stop();
        }
        sockets.close();
        socket.close();
    }

    private DefaultZmqListenerContainer container(ZmqMessageListener listener) {
        container = new DefaultZmqListenerContainer(
                "orders", sockets, List.of("orders"), listener, new ZmqTemplate(sockets));
        return container;
    }

    private void start(ZmqMessageListener listener) {
        container(listener).start();
    }

    private static String text(org.springframework.messaging.Message<byte[]> message) {
        return new String(message.getPayload(), StandardCharsets.UTF_8);
    }

    private Object poison(org.springframework.messaging.Message<byte[]> message) {
        if (text(message).startsWith("bad")) {
            throw new IllegalStateException("poison " + text(message));
        }
        seen.add(text(message));
        return null;
    }

    @Test
    void givesMessagesToTheListener() {
        start(this::poison);

        socket.arrive(BARE, Message.of("a"));
        socket.arrive(ENVELOPED, Message.of("b"));

        await().untilAsserted(() -> assertThat(seen).containsExactly("a", "b"));
        assertThat(container.getReceivedCount()).isEqualTo(2);
        assertThat(container.getFailedCount()).isZero();
    }

    @Test
    void readsSeveralSockets() {
        FakePeerSocket second = new FakePeerSocket().peer(BARE, PeerState.CONNECTED, Map.of());
        sockets.add("audit", second);
        container = new DefaultZmqListenerContainer(
                "both", sockets, List.of("orders", "audit"), this::poison, new ZmqTemplate(sockets));
        container.start();

        socket.arrive(BARE, Message.of("a"));
        second.arrive(BARE, Message.of("b"));

        await().untilAsserted(() -> assertThat(seen).containsExactlyInAnyOrder("a", "b"));
        second.close();
    }

    @Test
    @Tag("SPR-42")
    void sendsWhatTheListenerReturnsToTheSender() {
        start(message -> text(message) + "!");

        socket.arrive(ENVELOPED, Message.of("a").withHeaders(Map.of("request-id", "r1")));
        await().untilAsserted(() -> assertThat(socket.sent).hasSize(1));
        assertThat(socket.sent.get(0).text()).isEqualTo("a!");
        assertThat(socket.sent.get(0).header("in-reply-to")).isEqualTo("r1");

        socket.arrive(BARE, Message.of("b"));
        await().untilAsserted(() -> assertThat(socket.sent).hasSize(2));
        assertThat(socket.sent.get(1).header("in-reply-to")).isNull();
    }

    @Test
    void sendsTheResultOfAFutureToTheSenderOfItsMessage() {
        CompletableFuture<String> later = new CompletableFuture<>();
        start(message -> text(message).equals("slow") ? later : text(message) + "!");

        socket.arrive(ENVELOPED, Message.of("slow").withHeaders(Map.of("request-id", "r1")));
        socket.arrive(ENVELOPED, Message.of("fast").withHeaders(Map.of("request-id", "r2")));
        await().untilAsserted(() -> assertThat(socket.sent).hasSize(1));
        later.complete("done");

        await().untilAsserted(() -> assertThat(socket.sent)
                .extracting(message -> message.header("in-reply-to") + message.text())
                .containsExactly("r2fast!", "r1done"));
    }

    @Test
    void waitsWhenTooManyFuturesAreUnfinished() {
        List<CompletableFuture<String>> futures = new CopyOnWriteArrayList<>();
        container(message -> {
            CompletableFuture<String> future = new CompletableFuture<>();
            futures.add(future);
            return future;
        });
        container.setMaxUnfinished(2);
        container.start();

        IntStream.range(0, 10).forEach(i -> socket.arrive(BARE, Message.of("" + i)));

        await().during(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(futures).hasSize(3));
        futures.get(0).complete("x");
        await().untilAsserted(() -> assertThat(futures).hasSize(4));
        IntStream.range(0, 10)
                .forEach(i ->
                        await().until(() -> futures.size() > i && futures.get(i).complete("x") || futures.size() > i));
    }

    @Test
    @Tag("SPR-63")
    void losesOnlyThePoisonAmongGoodMessages(CapturedOutput output) {
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        container(this::poison).setErrorHandler(failure -> {
            errors.add(failure);
            throw failure;
        });
        container.start();

        List<String> good = IntStream.range(0, 1000)
                .filter(i -> i % 100 != 50)
                .mapToObj(i -> "m" + i)
                .toList();
        IntStream.range(0, 1000).forEach(i -> socket.arrive(BARE, Message.of(i % 100 == 50 ? "bad" + i : "m" + i)));

        await().untilAsserted(() -> assertThat(seen).isEqualTo(good));
        await().untilAsserted(() -> assertThat(errors).hasSize(10));
        assertThat(errors)
                .allSatisfy(error -> assertThat(error)
                        .isInstanceOf(ZmqListenerException.class)
                        .hasCauseInstanceOf(IllegalStateException.class));
        assertThat(container.getFailedCount()).isEqualTo(10);
        assertThat(container.isRunning()).isTrue();
        assertThat(output).containsOnlyOnce("poison bad50");
    }

    @Test
    void logsAFloodOfPoisonOncePerSecondAndCountsTheRest(CapturedOutput output) {
        start(this::poison);

        IntStream.range(0, 5000).forEach(i -> socket.arrive(BARE, Message.of("bad")));
        await().untilAsserted(() -> assertThat(container.getFailedCount()).isEqualTo(5000));
        container.stop();

        assertThat(output.getAll().split("IllegalStateException: poison").length - 1)
                .isBetween(1, 5);
        assertThat(output).contains("more failures, not logged one by one");
    }

    @Test
    void survivesAnErrorHandlerThatFailsItself() {
        container(this::poison).setErrorHandler(error -> {
            throw new IllegalArgumentException("worse");
        });
        container.start();

        socket.arrive(BARE, Message.of("bad"));
        socket.arrive(BARE, Message.of("good"));

        await().untilAsserted(() -> assertThat(seen).containsExactly("good"));
    }

    @Test
    @Tag("SPR-58")
    void sendsWhatTheListenersErrorHandlerReturns() {
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        container(this::poison).setErrorHandler(errors::add);
        container.setListenerErrorHandler(
                (message, failure) -> failure.getCause().getMessage());
        container.start();

        socket.arrive(ENVELOPED, Message.of("bad").withHeaders(Map.of("request-id", "r1")));

        await().untilAsserted(() -> assertThat(socket.sent).hasSize(1));
        assertThat(socket.sent.get(0).text()).isEqualTo("poison bad");
        assertThat(socket.sent.get(0).header("in-reply-to")).isEqualTo("r1");
        assertThat(errors).isEmpty();
        assertThat(container.getFailedCount()).isEqualTo(1);
    }

    @Test
    void passesOnWhatTheListenersErrorHandlerThrows() {
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        container(this::poison).setErrorHandler(errors::add);
        container.setListenerErrorHandler((message, failure) -> {
            throw failure;
        });
        container.start();

        socket.arrive(BARE, Message.of("bad"));

        await().untilAsserted(() -> assertThat(errors).hasSize(1));
        assertThat(errors.get(0)).isInstanceOf(ZmqListenerException.class);
        assertThat(errors.get(0).getCause()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void treatsAFailedFutureLikeAMethodThatThrows() {
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        container(message -> CompletableFuture.supplyAsync(() -> {
            throw new CompletionException(new IllegalStateException("later"));
        }));
        container.setErrorHandler(errors::add);
        container.start();
        socket.arrive(BARE, Message.of("a"));
        await().untilAsserted(() -> assertThat(errors).hasSize(1));
        assertThat(errors.get(0).getCause()).isInstanceOf(IllegalStateException.class);

        container.stop();
        container.setListenerErrorHandler((message, failure) -> "sorry");
        container.start();
        socket.arrive(BARE, Message.of("b"));
        await().untilAsserted(() -> assertThat(socket.sent).hasSize(1));
    }

    @Test
    void aReplyThatCannotBeSentCostsOnlyItsMessage() {
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        container(message -> text(message)).setErrorHandler(errors::add);
        container.start();

        socket.arrive(99, Message.of("from one that has gone"));
        socket.arrive(BARE, Message.of("b"));

        await().untilAsserted(() -> assertThat(socket.sent).hasSize(1));
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).getCause()).isInstanceOf(ZmqUnroutableException.class);
    }

    @Test
    @Tag("SPR-60")
    void callsTheListenerAgainIfRetriesAreWanted() {
        AtomicInteger calls = new AtomicInteger();
        container(message -> {
            if (calls.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
            }
            return "done";
        });
        container.setRetryPolicy(
                RetryPolicy.builder().maxRetries(3).delay(Duration.ofMillis(1)).build());
        container.start();

        socket.arrive(BARE, Message.of("a"));

        await().untilAsserted(() -> assertThat(socket.sent).hasSize(1));
        assertThat(calls).hasValue(3);
        assertThat(container.getFailedCount()).isZero();
    }

    @Test
    void givesUpWhenRetriesAreUsedUp() {
        AtomicInteger calls = new AtomicInteger();
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        container(message -> {
            throw new IllegalStateException("attempt " + calls.incrementAndGet());
        });
        container.setRetryPolicy(
                RetryPolicy.builder().maxRetries(2).delay(Duration.ofMillis(1)).build());
        container.setErrorHandler(errors::add);
        container.start();

        socket.arrive(BARE, Message.of("a"));

        await().untilAsserted(() -> assertThat(errors).hasSize(1));
        assertThat(calls).hasValue(3);
        assertThat(errors.get(0).getCause()).hasMessage("attempt 3");
    }

    @Test
    @Tag("SPR-61")
    void neverRetriesWhatCanOnlyFailAgain() {
        AtomicInteger calls = new AtomicInteger();
        container(message -> {
            calls.incrementAndGet();
            throw new MessageConversionException("no JSON");
        });
        container.setRetryPolicy(RetryPolicy.withMaxRetries(5));
        container.start();

        socket.arrive(BARE, Message.of("a"));

        await().untilAsserted(() -> assertThat(container.getFailedCount()).isEqualTo(1));
        assertThat(calls).hasValue(1);
    }

    @Test
    @Tag("SPR-66")
    void stopsOnAnErrorAndTellsWhy() {
        container(message -> {
            throw new NoClassDefFoundError("on purpose");
        });
        container.setRetryPolicy(RetryPolicy.withMaxRetries(5));
        container.start();

        socket.arrive(BARE, Message.of("a"));

        await().until(() -> !container.isRunning());
        assertThat(container.getStopReason()).isInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    @Tag("SPR-66")
    void stopsOnAnErrorInAFuture() {
        start(message -> CompletableFuture.failedFuture(new NoClassDefFoundError("on purpose")));

        socket.arrive(BARE, Message.of("a"));

        await().until(() -> !container.isRunning());
        assertThat(container.getStopReason()).isInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void aStackOverflowIsTheMessagesFault() {
        start(message -> {
            if (text(message).equals("deep")) {
                throw new StackOverflowError();
            }
            return poison(message);
        });

        socket.arrive(BARE, Message.of("deep"));
        socket.arrive(BARE, Message.of("a"));

        await().untilAsserted(() -> assertThat(seen).containsExactly("a"));
        assertThat(container.getFailedCount()).isEqualTo(1);
    }

    @Test
    void stopsWhenTheSocketIsClosed() {
        start(this::poison);

        socket.close();

        await().until(() -> !container.isRunning());
        assertThat(container.getStopReason()).isInstanceOf(io.zmqspring.ZmqClosedException.class);
    }

    @Test
    @Tag("SPR-51")
    void waitsForTheMessageInHandWhenStopped() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        start(message -> {
            entered.countDown();
            leave.await();
            return "done";
        });
        socket.arrive(BARE, Message.of("a"));
        entered.await();

        CompletableFuture<Void> stopped = new CompletableFuture<>();
        container.stop(() -> stopped.complete(null));
        socket.arrive(BARE, Message.of("b"));
        assertThat(stopped).isNotDone();
        leave.countDown();

        assertThat(stopped).succeedsWithin(Duration.ofSeconds(5));
        assertThat(socket.sent).hasSize(1);
        assertThat(socket.unread()).isEqualTo(1);
    }

    @Test
    void waitsNoLongerThanItsTimeoutWhenStopped() {
        CountDownLatch leave = new CountDownLatch(1);
        container(message -> {
            leave.await();
            return null;
        });
        container.setGracePeriod(Duration.ofMillis(50));
        container.start();
        socket.arrive(BARE, Message.of("a"));
        await().untilAsserted(() -> assertThat(container.getReceivedCount()).isEqualTo(1));

        long before = System.nanoTime();
        container.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
        leave.countDown();
    }

    @Test
    void aListenerCanStopItsOwnContainer() {
        start(message -> {
            seen.add(text(message));
            container.stop();
            return null;
        });

        socket.arrive(BARE, Message.of("a"));
        socket.arrive(BARE, Message.of("b"));

        await().until(() -> !container.isRunning());
        await().during(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(seen).containsExactly("a"));
    }

    @Test
    void startsAgainAfterAStopAndLosesNothingBetween() {
        start(this::poison);
        container.stop();
        socket.arrive(BARE, Message.of("a"));

        container.start();

        await().untilAsserted(() -> assertThat(seen).containsExactly("a"));
    }

    @Test
    @Tag("SPR-49")
    void takesNothingWhilePaused() {
        start(this::poison);
        container.pause();
        assertThat(container.isPaused()).isTrue();
        socket.arrive(BARE, Message.of("a"));
        socket.arrive(BARE, Message.of("b"));
        await().during(Duration.ofMillis(150))
                .untilAsserted(() -> assertThat(seen).isEmpty());
        // a thread that was receiving when the pause began may have taken one, which is kept
        assertThat(socket.unread()).isPositive();

        container.resume();

        await().untilAsserted(() -> assertThat(seen).containsExactly("a", "b"));
        assertThat(container.isPaused()).isFalse();
    }

    @Test
    void refusesASocketThatAnotherListenerReads() {
        start(this::poison);
        DefaultZmqListenerContainer other = new DefaultZmqListenerContainer(
                "other", sockets, List.of("orders"), this::poison, new ZmqTemplate(sockets));

        assertThatExceptionOfType(ZmqSocketTakenException.class)
                .isThrownBy(other::start)
                .withMessageContaining("listener 'orders'")
                .withMessageContaining("listener 'other'");
        assertThat(other.isRunning()).isFalse();
    }

    @Test
    void leavesNoSocketTakenWhenItCannotStart() {
        DefaultZmqListenerContainer half = new DefaultZmqListenerContainer(
                "half", sockets, List.of("orders", "missing"), this::poison, new ZmqTemplate(sockets));
        assertThatExceptionOfType(ZmqUnknownSocketException.class).isThrownBy(half::start);

        start(this::poison);

        assertThat(container.isRunning()).isTrue();
    }

    @Test
    void needsASocketAndAThread() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DefaultZmqListenerContainer(
                        "none", sockets, List.of(), this::poison, new ZmqTemplate(sockets)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> container(this::poison).setConcurrency(0));
    }
}
