package io.zmqspring.spring.listener;

import static io.zmqspring.spring.listener.OneListener.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.Message;
import io.zmqspring.PeerState;
import io.zmqspring.spring.core.FakePeerSocket;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.support.DefaultZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.support.ErrorMessage;

@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class ListenerErrorsTests {
    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    private final List<Throwable> handled = new CopyOnWriteArrayList<>();
    private OneListener one;

    @AfterEach
    void close() {
        one.close();
    }

    private Object fails(org.springframework.messaging.Message<byte[]> message) {
        throw new IllegalStateException("unlucky " + text(message));
    }

    private static RetryPolicy retries(int most) {
        return RetryPolicy.builder()
                .maxRetries(most)
                .delay(Duration.ofMillis(1))
                .build();
    }

    @Test
    @Tag("SPR-59")
    void whatTheContainersErrorHandlerDealsWithIsNeitherLoggedNorRecovered(CapturedOutput output) {
        one = new OneListener(this::fails).start(settings -> {
            settings.setErrorHandler(handled::add);
            settings.setRecoverer((message, failure) -> seen.add(failure));
        });

        one.arrive("a", "b");

        await().untilAsserted(() -> assertThat(handled).hasSize(2));
        assertThat(handled.get(0)).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(((ZmqListenerException) handled.get(1)).getFailedMessage().getPayload())
                .isEqualTo("b".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(seen).isEmpty();
        assertThat(output).doesNotContain("unlucky");
        assertThat(one.container.getFailedCount()).isEqualTo(2);
    }

    @Test
    @Tag("SPR-58")
    @Tag("SPR-59")
    @Tag("SPR-62")
    void whatOneDoesNotDealWithGoesToTheNext() throws Exception {
        one = new OneListener(this::fails).start(settings -> {
            settings.setListenerErrorHandler((message, failure) -> {
                throw new IllegalArgumentException("first", failure);
            });
            settings.setErrorHandler(failure -> {
                throw new IllegalArgumentException("second", failure);
            });
            settings.setRecoverer((message, failure) -> seen.add(failure));
        });

        one.arrive("a");

        Throwable last = (Throwable) seen.poll(5, TimeUnit.SECONDS);
        assertThat(last).isInstanceOf(ZmqListenerException.class);
        assertThat(last.getCause()).hasMessage("second");
        assertThat(last.getCause().getCause().getCause()).hasMessage("first");
        assertThat(last).hasRootCauseMessage("unlucky a");
    }

    @Test
    @Tag("SPR-62")
    void aRecovererThatFailsCostsItsMessageOnly(CapturedOutput output) {
        one = new OneListener(this::fails)
                .start(settings -> settings.setRecoverer((message, failure) -> {
                    throw new IllegalStateException("full");
                }));

        one.arrive("a", "b");

        await().untilAsserted(() -> assertThat(one.container.getFailedCount()).isEqualTo(2));
        await().untilAsserted(() -> assertThat(output)
                .contains("the recoverer of listener 'orders' failed")
                .contains("unlucky a"));
        assertThat(one.container.isRunning()).isTrue();
    }

    @Test
    @Tag("SPR-62")
    void aChannelGetsTheFailureWithItsMessage() throws Exception {
        one = new OneListener(this::fails)
                .start(settings ->
                        settings.setRecoverer(new ChannelMessageRecoverer((message, timeout) -> seen.add(message))));

        one.arrive("a");

        ErrorMessage error = (ErrorMessage) seen.poll(5, TimeUnit.SECONDS);
        assertThat(error).isNotNull();
        assertThat(error.getPayload()).isInstanceOf(ZmqListenerException.class).hasRootCauseMessage("unlucky a");
        assertThat(text(bytes(error.getOriginalMessage()))).isEqualTo("a");
    }

    @SuppressWarnings("unchecked")
    private static org.springframework.messaging.Message<byte[]> bytes(Object message) {
        return (org.springframework.messaging.Message<byte[]>) message;
    }

    @Test
    @Tag("SPR-62")
    void anotherSocketGetsTheMessageAsItCame() {
        one = new OneListener(this::fails);
        FakePeerSocket failed = new FakePeerSocket().peer(1, PeerState.CONNECTED, FakePeerSocket.ENVELOPE);
        one.sockets.add("failed", failed);
        ZmqTemplate template = new ZmqTemplate(one.sockets);
        template.setHeaderMapper(new DefaultZmqHeaderMapper(Set.of("error")));
        one.start(settings -> settings.setRecoverer(new DestinationMessageRecoverer(template, "failed/#1")));

        one.socket.arrive(
                OneListener.PEER, Message.of("{\"id\":1}").withHeaders(Map.of("content-type", "application/json")));

        await().untilAsserted(() -> assertThat(failed.sent).hasSize(1));
        assertThat(failed.sent.get(0).text()).isEqualTo("{\"id\":1}");
        assertThat(failed.sent.get(0).headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("error", "java.lang.IllegalStateException: unlucky {\"id\":1}");
        failed.close();
    }

    @Test
    @Tag("SPR-64")
    void eachAttemptIsNumbered() {
        one = new OneListener(message -> {
                    seen.add(message.getHeaders().get(ZmqHeaders.DELIVERY_ATTEMPT));
                    return fails(message);
                })
                .start(settings -> settings.setRetryPolicy(retries(2)));

        one.arrive("a");

        await().untilAsserted(() -> assertThat(one.container.getFailedCount()).isEqualTo(1));
        assertThat(seen).containsExactly(1, 2, 3);
    }

    @Test
    @Tag("SPR-64")
    void aPeerCannotPretendAnAttempt() throws Exception {
        one = new OneListener(message -> {
                    seen.add(message.getHeaders().containsKey(ZmqHeaders.DELIVERY_ATTEMPT));
                    return null;
                })
                .start(settings -> {});

        one.socket.arrive(OneListener.PEER, Message.of("a").withHeaders(Map.of(ZmqHeaders.DELIVERY_ATTEMPT, "9")));

        assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo(false);
    }

    @Test
    @Tag("SPR-54")
    @Tag("SPR-66")
    void anErrorIsNoExpectedStateButAStopIs() {
        one = new OneListener(message -> {
                    throw new NoClassDefFoundError("on purpose");
                })
                .start(settings -> settings.setErrorHandler(handled::add));
        assertThat(one.container.isInExpectedState()).isTrue();
        one.container.stop();
        assertThat(one.container.isInExpectedState()).isTrue();
        one.container.start();

        one.arrive("a");

        await().until(() -> !one.container.isRunning());
        assertThat(one.container.isInExpectedState()).isFalse();
        assertThat(handled).isEmpty();
        one.container.start();
        assertThat(one.container.isInExpectedState()).isTrue();
    }

    @Test
    @Tag("SPR-51")
    void aStopWaitsForTheFuturesThatAreNotDone() {
        CompletableFuture<String> later = new CompletableFuture<>();
        one = new OneListener(message -> later).start(settings -> {});
        one.request("r1", "a");
        await().untilAsserted(() -> assertThat(one.container.getReceivedCount()).isEqualTo(1));

        CompletableFuture<Void> stopped = new CompletableFuture<>();
        one.container.stop(() -> stopped.complete(null));
        assertThat(stopped).isNotDone();
        later.complete("done");

        assertThat(stopped).succeedsWithin(Duration.ofSeconds(5));
        assertThat(one.socket.sent).extracting(Message::text).containsExactly("done");
    }

    @Test
    void anErrorHandlerMayAnswerAFailedFutureByAnother() {
        CompletableFuture<String> apology = new CompletableFuture<>();
        one = new OneListener(message -> CompletableFuture.failedFuture(new IllegalStateException("later")))
                .start(settings -> {
                    settings.setMaxUnfinished(1);
                    settings.setListenerErrorHandler((message, failure) -> apology);
                });

        one.request("r1", "a");
        await().untilAsserted(() -> assertThat(one.container.getFailedCount()).isEqualTo(1));
        apology.complete("sorry");

        await().untilAsserted(() ->
                assertThat(one.socket.sent).extracting(Message::text).containsExactly("sorry"));
    }
}
