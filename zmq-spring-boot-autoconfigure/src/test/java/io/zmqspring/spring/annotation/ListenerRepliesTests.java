package io.zmqspring.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmqspring.Message;
import io.zmqspring.spring.annotation.ZmqListenerAnnotationTests.Seen;
import io.zmqspring.spring.annotation.ZmqListenerAnnotationTests.Sockets;
import io.zmqspring.spring.core.FakePeerSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.core.MessagePostProcessor;
import org.springframework.messaging.support.MessageBuilder;

@Timeout(60)
class ListenerRepliesTests {
    private static final int PEER = 7;

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    @AfterEach
    void close() {
        context.close();
    }

    private void run(Class<?>... components) {
        context.register(Sockets.class);
        context.register(components);
        context.refresh();
    }

    private FakePeerSocket orders() {
        return context.getBean("orders", FakePeerSocket.class);
    }

    private void request(String id, String body) {
        orders().arrive(PEER, Message.of(body).withHeaders(Map.of("request-id", id)));
    }

    static class Failing {
        @ZmqListener(sockets = "orders", returnExceptions = "true")
        Object on(String text) {
            return switch (text) {
                case "now" -> throw new IllegalStateException("not\nnow");
                case "later" -> CompletableFuture.failedFuture(new IllegalArgumentException("never"));
                default -> text;
            };
        }
    }

    @Test
    @Tag("SPR-43")
    void aSenderIsToldOfAFailureIfThatIsWanted() {
        run(Failing.class);

        request("r1", "now");
        request("r2", "later");
        request("r3", "fine");

        await().untilAsserted(() -> assertThat(orders().sent).hasSize(3));
        assertThat(orders().sent.get(0).headers())
                .containsEntry("in-reply-to", "r1")
                .containsEntry("error", "java.lang.IllegalStateException: not?now");
        assertThat(orders().sent.get(0).text()).isEqualTo("java.lang.IllegalStateException: not?now");
        assertThat(orders().sent.get(1).headers())
                .containsEntry("in-reply-to", "r2")
                .containsEntry("error", "java.lang.IllegalArgumentException: never");
        assertThat(orders().sent.get(2).headers()).doesNotContainKey("error");
    }

    static class Silent {
        private final Seen seen;

        Silent(Seen seen) {
            this.seen = seen;
        }

        @ZmqListener("orders")
        String on(String text) {
            seen.add(text);
            throw new IllegalStateException("internals");
        }
    }

    @Test
    @Tag("SPR-43")
    void byDefaultNothingIsToldToStrangers() {
        run(Silent.class);

        request("r1", "a");
        request("r2", "b");

        await().untilAsserted(() -> assertThat(context.getBean(Seen.class)).hasSize(2));
        assertThat(orders().sent).isEmpty();
    }

    static class Stamped {
        @ZmqListener(sockets = "orders", replyPostProcessor = "upper", replyContentType = "application/vnd.shop+json")
        Object on(String text) {
            return text.equals("own")
                    ? MessageBuilder.withPayload("{}")
                            .setHeader("contentType", "text/special")
                            .build()
                    : Map.of("text", text);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Stamp {
        @Bean
        MessagePostProcessor upper(Seen seen) {
            return message -> {
                seen.add(message.getPayload());
                return message.getPayload() instanceof String
                        ? MessageBuilder.withPayload("{\"own\":true}")
                                .copyHeaders(message.getHeaders())
                                .build()
                        : message;
            };
        }
    }

    @Test
    @Tag("SPR-44")
    void answersAreChangedAndGetTheirContentType() {
        run(Stamp.class, Stamped.class);

        request("r1", "a");
        request("r2", "own");

        await().untilAsserted(() -> assertThat(orders().sent).hasSize(2));
        assertThat(orders().sent.get(0).text()).isEqualTo("{\"text\":\"a\"}");
        assertThat(orders().sent.get(0).headers())
                .containsEntry("content-type", "application/vnd.shop+json")
                .containsEntry("in-reply-to", "r1");
        assertThat(orders().sent.get(1).text()).isEqualTo("{\"own\":true}");
        assertThat(orders().sent.get(1).header("content-type")).isEqualTo("text/special");
        assertThat(context.getBean(Seen.class)).containsExactly(Map.of("text", "a"), "{}");
    }

    static class BadType {
        @ZmqListener(sockets = "orders", replyContentType = "json")
        String on(String text) {
            return text;
        }
    }

    @Test
    void tellsThatAContentTypeIsNone() {
        assertThatThrownBy(() -> run(BadType.class)).hasMessageContaining("'replyContentType' is 'json'");
    }
}
