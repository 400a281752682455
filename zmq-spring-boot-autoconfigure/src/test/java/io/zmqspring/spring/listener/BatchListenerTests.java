package io.zmqspring.spring.listener;

import static io.zmqspring.spring.listener.OneListener.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.zmqspring.spring.core.Ordering;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.Message;

@Timeout(60)
class BatchListenerTests {
    private final List<List<String>> seen = new CopyOnWriteArrayList<>();
    private final List<String> lost = new CopyOnWriteArrayList<>();
    private OneListener one;

    @AfterEach
    void close() {
        one.close();
    }

    private final class Batches implements ZmqBatchListener<String> {
        private final int failures;

        Batches(int failures) {
            this.failures = failures;
        }

        @Override
        public String element(Message<byte[]> message) {
            if (text(message).startsWith("bad")) {
                throw new IllegalArgumentException("bad payload");
            }
            return text(message);
        }

        @Override
        public Object onBatch(List<String> batch) {
            seen.add(batch);
            if (seen.size() <= failures) {
                throw new IllegalStateException("not yet");
            }
            return null;
        }
    }

    private void listen(int size, Duration timeout, int failures) {
        one = new OneListener(new Batches(failures));
        one.container.setBatchSize(size);
        one.container.setBatchTimeout(timeout);
        one.container.setRecoverer((message, failure) -> lost.add(text(bytes(message))));
    }

    @SuppressWarnings("unchecked")
    private static Message<byte[]> bytes(Message<?> message) {
        return (Message<byte[]>) message;
    }

    @Test
    @Tag("SPR-32")
    void aBatchIsFullOrItsTimeIsOver() {
        listen(3, Duration.ofMillis(300), 0);
        one.arrive(IntStream.range(0, 7).mapToObj(i -> "" + i).toArray(String[]::new));
        one.container.start();

        await().untilAsserted(() ->
                assertThat(seen).containsExactly(List.of("0", "1", "2"), List.of("3", "4", "5"), List.of("6")));
        assertThat(one.container.getReceivedCount()).isEqualTo(7);
    }

    @Test
    @Tag("SPR-32")
    void withoutATimeoutABatchIsWhatIsThere() {
        listen(100, Duration.ZERO, 0);
        one.arrive("0", "1");
        one.container.start();
        await().untilAsserted(() -> assertThat(seen).containsExactly(List.of("0", "1")));

        one.arrive("2");

        await().untilAsserted(() -> assertThat(seen).containsExactly(List.of("0", "1"), List.of("2")));
    }

    @Test
    @Tag("SPR-32")
    @Tag("SPR-63")
    void aMessageThatDoesNotFitFailsAlone() {
        listen(3, Duration.ofMillis(300), 0);
        one.arrive("0", "bad", "1");
        one.container.start();

        await().untilAsserted(() -> assertThat(seen).containsExactly(List.of("0", "1")));
        assertThat(lost).containsExactly("bad");
        assertThat(one.container.getFailedCount()).isEqualTo(1);
    }

    @Test
    @Tag("SPR-32")
    void whenTheListenerThrowsEachOfItsMessagesHasFailed() {
        listen(2, Duration.ofMillis(300), 1);
        one.arrive("0", "1", "2");
        one.container.start();

        await().untilAsserted(() -> assertThat(seen).containsExactly(List.of("0", "1"), List.of("2")));
        assertThat(lost).containsExactly("0", "1");
        assertThat(one.container.getFailedCount()).isEqualTo(2);
    }

    @Test
    @Tag("SPR-32")
    void aBatchIsTriedAgainAsAWholeWithinTheAdvice() {
        List<String> advised = new CopyOnWriteArrayList<>();
        MethodInterceptor advice = call -> {
            advised.add(call.getMethod().getName());
            return call.proceed();
        };
        listen(2, Duration.ofMillis(300), 1);
        one.container.setAdviceChain(advice);
        one.container.setRetryPolicy(
                RetryPolicy.builder().maxRetries(1).delay(Duration.ofMillis(1)).build());
        one.arrive("0", "1");
        one.container.start();

        await().untilAsserted(() -> assertThat(seen).containsExactly(List.of("0", "1"), List.of("0", "1")));
        assertThat(lost).isEmpty();
        assertThat(advised).containsExactly("element", "element", "onBatch", "onBatch");
    }

    @Test
    @Tag("SPR-32")
    void aPauseEndsABatchAndAStopLosesNothingOfIt() {
        listen(100, Duration.ofSeconds(50), 0);
        one.container.start();
        one.arrive("0", "1");
        await().during(Duration.ofMillis(100)).until(() -> one.socket.unread() == 0);

        one.container.pause();
        await().untilAsserted(() -> assertThat(seen).containsExactly(List.of("0", "1")));
        one.container.resume();
        one.arrive("2");
        await().during(Duration.ofMillis(100)).until(() -> one.socket.unread() == 0);
        one.container.stop();

        assertThat(seen).containsExactly(List.of("0", "1"), List.of("2"));
    }

    @Test
    @Tag("SPR-32")
    void severalThreadsCannotKeepSendersInOrder() {
        listen(2, Duration.ofSeconds(50), 0);
        one.container.setConcurrency(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.container.start())
                .withMessageContaining("ordering NONE");

        one.container.setOrdering(Ordering.NONE);
        one.container.start();
        one.arrive("0", "1");
        await().untilAsserted(() -> assertThat(seen).containsExactly(List.of("0", "1")));
    }
}
