package io.zmqspring.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmqspring.Message;
import io.zmqspring.spring.annotation.ZmqListenerAnnotationTests.Order;
import io.zmqspring.spring.annotation.ZmqListenerAnnotationTests.Seen;
import io.zmqspring.spring.annotation.ZmqListenerAnnotationTests.Sockets;
import io.zmqspring.spring.annotation.ZmqListenerAnnotationTests.ValidatingFactory;
import io.zmqspring.spring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.spring.core.FakePeerSocket;
import io.zmqspring.spring.support.ZmqHeaders;
import jakarta.validation.Valid;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.messaging.handler.annotation.SendTo;

@Timeout(60)
class BatchMethodTests {
    private static final int PEER = 7;

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    @AfterEach
    void close() {
        context.close();
    }

    private void run(Class<?> component) {
        context.register(Sockets.class, ValidatingFactory.class, component);
        context.refresh();
    }

    private Seen seen() {
        return context.getBean(Seen.class);
    }

    private FakePeerSocket socket(String name) {
        return context.getBean(name, FakePeerSocket.class);
    }

    private void arrive(String... bodies) {
        for (String body : bodies) {
            socket("orders").arrive(PEER, Message.of(body));
        }
    }

    static class Payloads {
        private final Seen seen;

        Payloads(Seen seen) {
            this.seen = seen;
        }

        @ZmqListener(id = "batch", sockets = "orders", batch = "true", batchSize = "4", batchTimeout = "20s")
        @SendTo("audit/#7")
        String on(@Valid List<Order> orders) {
            seen.addAll(orders);
            return orders.size() + " orders";
        }
    }

    @Test
    @Tag("SPR-32")
    void aMethodGetsAListOfPayloadsAndWhatDoesNotFitFailsAlone() {
        run(Payloads.class);

        arrive("{\"id\":1}", "no json", "{\"id\":-2}", "{\"id\":3}");

        await().untilAsserted(() ->
                assertThat(socket("audit").sent).extracting(Message::text).containsExactly("2 orders"));
        assertThat(seen()).containsExactly(new Order(1, null), new Order(3, null));
        assertThat(context.getBean(ZmqListenerEndpointRegistry.class)
                        .getListenerContainer("batch")
                        .getFailedCount())
                .isEqualTo(2);
    }

    static class Messages {
        private final Seen seen;

        Messages(Seen seen) {
            this.seen = seen;
        }

        @ZmqListener(sockets = "orders", batch = "true", batchSize = "2", batchTimeout = "20s")
        void on(List<org.springframework.messaging.Message<Order>> orders) {
            orders.forEach(order -> seen.addAll(
                    List.of(order.getPayload().id(), order.getHeaders().get(ZmqHeaders.ROUTING_ID))));
        }
    }

    @Test
    @Tag("SPR-32")
    void aMethodGetsAListOfMessages() {
        run(Messages.class);

        arrive("{\"id\":1}", "{\"id\":2}");

        await().untilAsserted(() -> assertThat(seen()).containsExactly(1, PEER, 2, PEER));
    }

    static class Bytes {
        private final Seen seen;

        Bytes(Seen seen) {
            this.seen = seen;
        }

        @ZmqListener(sockets = "orders", batch = "true", batchSize = "3", batchTimeout = "20s")
        void on(List<byte[]> bodies) {
            bodies.forEach(body -> seen.add(body.length));
        }
    }

    @Test
    @Tag("SPR-32")
    void aMethodGetsAListOfBytes() {
        run(Bytes.class);

        arrive("abc", "", "d");

        await().untilAsserted(() -> assertThat(seen()).containsExactly(3, 0, 1));
    }

    static class Answering {
        @ZmqListener(sockets = "orders", batch = "true")
        String on(List<String> texts) {
            return "?";
        }
    }

    @Test
    @Tag("SPR-32")
    void aBatchHasNobodyToAnswer() {
        assertThatThrownBy(() -> run(Answering.class)).hasMessageContaining("@SendTo");
    }

    static class NoList {
        @ZmqListener(sockets = "orders", batch = "true")
        void on(String text) {}
    }

    @Test
    @Tag("SPR-32")
    void aBatchNeedsAList() {
        assertThatThrownBy(() -> run(NoList.class)).hasMessageContaining("takes a List");
    }

    @ZmqListener(sockets = "orders", batch = "true")
    static class ClassLevel {
        @ZmqHandler
        void on(String text) {}
    }

    @Test
    void aClassGetsNoBatches() {
        assertThatThrownBy(() -> run(ClassLevel.class)).hasMessageContaining("make no batch");
    }

    static class BadTimeout {
        @ZmqListener(sockets = "orders", batch = "true", batchTimeout = "soon")
        void on(List<String> texts) {}
    }

    @Test
    void tellsThatADurationIsNone() {
        assertThatThrownBy(() -> run(BadTimeout.class))
                .hasMessageContaining("'batchTimeout' is 'soon'")
                .hasMessageContaining("500ms");
    }

    static class BadOrdering {
        @ZmqListener(sockets = "orders", ordering = "strict")
        void on(String text) {}
    }

    @Test
    void tellsWhichOrderingsThereAre() {
        assertThatThrownBy(() -> run(BadOrdering.class)).hasMessageContaining("[sender, none]");
    }
}
