package io.zmqspring.spring.listener;

import static io.zmqspring.spring.listener.OneListener.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

@Timeout(60)
class ListenerInterceptionTests {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private OneListener one;

    @AfterEach
    void close() {
        one.close();
    }

    private Object note(Message<byte[]> message) {
        if (text(message).startsWith("bad")) {
            seen.add("failing");
            throw new IllegalStateException("poison");
        }
        seen.add(text(message));
        return null;
    }

    @Test
    @Tag("SPR-34")
    void theFilterKeepsMessagesFromTheListenerAndTheyAreCounted() {
        one = new OneListener(this::note)
                .start(settings -> settings.setFilter(message -> !text(message).startsWith("skip")));

        one.arrive("skip 1", "a", "skip 2", "b");

        await().untilAsserted(() -> assertThat(seen).containsExactly("a", "b"));
        assertThat(one.container.getReceivedCount()).isEqualTo(4);
        assertThat(one.container.getFilteredCount()).isEqualTo(2);
        assertThat(one.container.getFailedCount()).isZero();
    }

    private class Marking implements ZmqMessageInterceptor {
        private final String mark;

        Marking(String mark) {
            this.mark = mark;
        }

        @Override
        public Message<byte[]> before(Message<byte[]> message) {
            seen.add("before " + mark);
            return text(message).startsWith("not for " + mark)
                    ? null
                    : MessageBuilder.withPayload(
                                    (text(message) + mark).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                            .copyHeaders(message.getHeaders())
                            .build();
        }

        @Override
        public void after(Message<byte[]> message, Throwable failure) {
            seen.add("after " + mark + (failure == null ? "" : " " + failure.getMessage()));
        }
    }

    @Test
    @Tag("SPR-56")
    void interceptorsSeeAndChangeMessagesBeforeAndSeeWhatBecameOfThem() {
        one = new OneListener(this::note)
                .start(settings -> settings.setInterceptors(List.of(new Marking("1"), new Marking("2"))));

        one.arrive("a");
        await().untilAsserted(
                        () -> assertThat(seen).containsExactly("before 1", "before 2", "a12", "after 2", "after 1"));
        seen.clear();

        one.arrive("bad");
        await().untilAsserted(() -> assertThat(seen)
                .containsExactly("before 1", "before 2", "failing", "after 2 poison", "after 1 poison"));
        seen.clear();

        one.arrive("not for 1");
        await().untilAsserted(() -> assertThat(one.container.getFilteredCount()).isEqualTo(1));
        assertThat(seen).containsExactly("before 1");
    }

    @Test
    @Tag("SPR-56")
    void anInterceptorThatThrowsFailsItsMessageOnly() {
        one = new OneListener(this::note)
                .start(settings -> settings.setInterceptors(List.of(new Marking("") {
                    @Override
                    public Message<byte[]> before(Message<byte[]> message) {
                        if (text(message).equals("a")) {
                            throw new IllegalArgumentException("refused");
                        }
                        return message;
                    }
                })));

        one.arrive("a", "b");

        await().untilAsserted(() -> assertThat(seen).contains("b"));
        assertThat(seen).doesNotContain("a");
        assertThat(one.container.getFailedCount()).isEqualTo(1);
    }

    @Test
    @Tag("SPR-56")
    void adviceIsAroundEachCall() {
        MethodInterceptor advice = call -> {
            seen.add("in");
            try {
                return call.proceed();
            } finally {
                seen.add("out");
            }
        };
        one = new OneListener(this::note).start(settings -> {
            settings.setAdviceChain(advice);
            settings.setRetryPolicy(RetryPolicy.builder()
                    .maxRetries(1)
                    .delay(Duration.ofMillis(1))
                    .build());
        });

        one.arrive("bad");

        await().untilAsserted(() -> assertThat(seen).containsExactly("in", "failing", "out", "in", "failing", "out"));
    }
}
