package io.zmqspring.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmqspring.Message;
import io.zmqspring.spring.annotation.ZmqListenerAnnotationTests.Receipt;
import io.zmqspring.spring.annotation.ZmqListenerAnnotationTests.Seen;
import io.zmqspring.spring.annotation.ZmqListenerAnnotationTests.Sockets;
import io.zmqspring.spring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.spring.config.SimpleZmqListenerEndpoint;
import io.zmqspring.spring.config.ZmqListenerConfigurer;
import io.zmqspring.spring.config.ZmqListenerContainerFactory;
import io.zmqspring.spring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.spring.core.FakePeerSocket;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.listener.ZmqMessageFilter;
import io.zmqspring.spring.listener.ZmqReply;
import io.zmqspring.spring.support.DefaultZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.SendTo;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Timeout(60)
class ListenerResultsTests {
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

    private Seen seen() {
        return context.getBean(Seen.class);
    }

    private FakePeerSocket socket(String name) {
        return context.getBean(name, FakePeerSocket.class);
    }

    private void request(String id, String body) {
        socket("orders").arrive(PEER, Message.of(body).withHeaders(Map.of("request-id", id)));
    }

    static class Forwarding {
        @ZmqListener("orders")
        @SendTo("${forward.to}")
        Object on(String text) {
            return switch (text) {
                case "null" -> null;
                case "later" -> CompletableFuture.supplyAsync(() -> new Receipt(2));
                case "here" -> ZmqReply.to("orders/#7", "for you");
                default -> new Receipt(1);
            };
        }
    }

    @Test
    @Tag("SPR-42")
    void sendToDirectsWhatAMethodReturns() {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("forward.to", "audit/#7")));
        run(Forwarding.class);

        request("r1", "now");
        request("r2", "null");
        await().untilAsserted(() -> assertThat(socket("audit").sent).hasSize(1));
        request("r3", "later");
        await().untilAsserted(() -> assertThat(socket("audit").sent)
                .extracting(Message::text)
                .containsExactly("{\"orderId\":1}", "{\"orderId\":2}"));
        assertThat(socket("audit").sent.get(0).header("in-reply-to")).isNull();
        assertThat(socket("orders").sent).isEmpty();

        request("r4", "here");
        await().untilAsserted(() ->
                assertThat(socket("orders").sent).extracting(Message::text).containsExactly("for you"));
    }

    @SendTo("audit/#7")
    static class ForwardingClass {
        @ZmqListener("orders")
        String on(String text) {
            return text + "!";
        }
    }

    @Test
    @Tag("SPR-42")
    void sendToMayStandAtTheClass() {
        run(ForwardingClass.class);

        request("r1", "a");

        await().untilAsserted(() ->
                assertThat(socket("audit").sent).extracting(Message::text).containsExactly("a!"));
    }

    static class Reactive {
        @ZmqListener("orders")
        Mono<Receipt> on(int id) {
            return id < 0
                    ? Mono.error(new IllegalArgumentException("negative"))
                    : Mono.delay(Duration.ofMillis(5)).map(tick -> new Receipt(id));
        }
    }

    @Test
    @Tag("SPR-45")
    void aMonoIsAnsweredWhenItIsDone() {
        run(Reactive.class);

        request("r1", "-1");
        request("r2", "2");

        await().untilAsserted(() -> assertThat(socket("orders").sent)
                .extracting(message -> message.header("in-reply-to") + message.text())
                .containsExactly("r2{\"orderId\":2}"));
        assertThat(context.getBean(ZmqListenerEndpointRegistry.class)
                        .getListenerContainers()
                        .iterator()
                        .next()
                        .getFailedCount())
                .isEqualTo(1);
    }

    static class Streaming {
        @ZmqListener("orders")
        Flux<Receipt> on(int id) {
            return Flux.just(new Receipt(id));
        }
    }

    @Test
    @Tag("SPR-45")
    void severalResultsOfOneMessageStopTheStart() {
        assertThatThrownBy(() -> run(Streaming.class)).hasMessageContaining("return a Mono");
    }

    static class Special {
        private final Seen seen;

        Special(Seen seen) {
            this.seen = seen;
        }

        public String secondSocket() {
            return "audit";
        }

        @ZmqListener(
                sockets = "#{__listener.secondSocket()}",
                filter = "noBlank",
                messageConverter = "text",
                headerMapper = "tenantsOnly",
                executor = "own")
        String on(String text, @Header("tenant") String tenant, ZmqDestination sender) {
            seen.addAll(List.of(text, tenant, sender, Thread.currentThread().getName()));
            return text;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SpecialBeans {
        @Bean
        ZmqMessageFilter noBlank() {
            return message -> !new String(message.getPayload(), StandardCharsets.UTF_8).isBlank();
        }

        @Bean
        MessageConverter text() {
            return new StringMessageConverter(StandardCharsets.UTF_8);
        }

        @Bean
        ZmqHeaderMapper tenantsOnly() {
            return new DefaultZmqHeaderMapper(Set.of("tenant"));
        }

        @Bean
        Executor own() {
            return new SimpleAsyncTaskExecutor("own-");
        }
    }

    @Test
    @Tag("SPR-30")
    @Tag("SPR-31")
    @Tag("SPR-34")
    @Tag("SPR-37")
    @Tag("SPR-39")
    void aListenerMayHaveConverterHeadersFilterAndThreadsOfItsOwn() {
        run(SpecialBeans.class, Special.class);

        socket("audit").arrive(PEER, Message.of(" "));
        socket("audit").arrive(PEER, Message.of("a").withHeaders(Map.of("tenant", "acme")));

        await().untilAsserted(() ->
                assertThat(seen()).containsExactly("a", "acme", ZmqDestination.of("audit", PEER), "own-1"));
        assertThat(socket("audit").sent).extracting(Message::text).containsExactly("a");
    }

    @Configuration(proxyBeanMethods = false)
    static class ByProgram {
        @Bean
        ZmqListenerConfigurer moreListeners(Seen seen) {
            return registrar ->
                    registrar.registerEndpoint(new SimpleZmqListenerEndpoint("by-program", "orders", message -> {
                        seen.add(message.getPayload().length);
                        return "got it";
                    }));
        }
    }

    @Test
    @Tag("SPR-47")
    @Tag("SPR-48")
    void aProgramAddsListenersAtTheStartAndLater() {
        run(ByProgram.class, ListenerFactory.class);
        ZmqListenerEndpointRegistry registry = context.getBean(ZmqListenerEndpointRegistry.class);

        request("r1", "abc");
        await().untilAsserted(() -> assertThat(seen()).containsExactly(3));
        assertThat(socket("orders").sent).extracting(Message::text).containsExactly("got it");

        registry.unregisterListenerContainer("by-program");
        assertThat(registry.getListenerContainerIds()).isEmpty();
        registry.registerListenerContainer(
                new SimpleZmqListenerEndpoint("later", "orders", message -> seen().add("later")),
                context.getBean(ZmqListenerContainerFactory.class));
        request("r2", "d");
        await().untilAsserted(() -> assertThat(seen()).containsExactly(3, "later"));
    }

    @Configuration(proxyBeanMethods = false)
    static class ListenerFactory {
        @Bean
        DefaultZmqListenerContainerFactory zmqListenerContainerFactory(ZmqSockets sockets) {
            return new DefaultZmqListenerContainerFactory(sockets);
        }
    }
}
