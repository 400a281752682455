package io.zmqspring.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.zmqspring.Message;
import io.zmqspring.spring.annotation.ZmqListenerAnnotationTests.Seen;
import io.zmqspring.spring.annotation.ZmqListenerAnnotationTests.Sockets;
import io.zmqspring.spring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.spring.core.FakePeerSocket;
import io.zmqspring.spring.support.ZmqHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;

@Timeout(60)
class ZmqHandlerTests {
    private static final int PEER = 7;
    private static final String JSON = "application/json";

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({@JsonSubTypes.Type(Place.class), @JsonSubTypes.Type(Cancel.class), @JsonSubTypes.Type(Refund.class)})
    sealed interface Command permits Place, Cancel, Refund {}

    record Place(int id, String item) implements Command {}

    record Cancel(int cancelled) implements Command {}

    record Refund(int amount) implements Command {}

    @AfterEach
    void close() {
        context.close();
    }

    private void run(Class<?> component) {
        context.register(Sockets.class, component);
        context.refresh();
    }

    private Seen seen() {
        return context.getBean(Seen.class);
    }

    private FakePeerSocket orders() {
        return context.getBean("orders", FakePeerSocket.class);
    }

    private void arrive(String body, String contentType) {
        orders().arrive(PEER, Message.of(body).withHeaders(Map.of("content-type", contentType)));
    }

    private long failed() {
        return context.getBean(ZmqListenerEndpointRegistry.class)
                .getListenerContainers()
                .iterator()
                .next()
                .getFailedCount();
    }

    @ZmqListener(id = "commands", sockets = "orders")
    static class Commands {
        private final Seen seen;

        Commands(Seen seen) {
            this.seen = seen;
        }

        @ZmqHandler
        String place(Place order, @Header(ZmqHeaders.ROUTING_ID) int sender) {
            seen.add(order);
            return "placed " + order.id() + " of " + sender;
        }

        @ZmqHandler
        void cancel(@Payload Cancel cancel, Message raw) {
            seen.add(cancel + raw.text());
        }

        @ZmqHandler
        String note(String text) {
            return "noted " + text;
        }

        @ZmqHandler
        void frames(List<byte[]> frames) {
            seen.add(frames.size());
        }
    }

    @Test
    @Tag("SPR-40")
    void eachMessageGoesToTheMethodWhosePayloadFits() {
        run(Commands.class);

        arrive("{\"id\":3,\"item\":\"tea\"}", JSON);
        arrive("{\"cancelled\":4}", JSON);
        arrive("hello", "text/plain");
        orders().arrive(PEER, Message.ofFrames(List.of("a".getBytes(), "b".getBytes())));

        await().untilAsserted(() ->
                assertThat(seen()).containsExactly(new Place(3, "tea"), "Cancel[cancelled=4]{\"cancelled\":4}", 2));
        assertThat(orders().sent).extracting(Message::text).containsExactly("placed 3 of 7", "noted hello");
    }

    @Test
    @Tag("SPR-40")
    void aPeerWithoutContentTypesIsUnderstoodToo() {
        run(Commands.class);

        orders().arrive(PEER, Message.of("{\"id\":3,\"item\":\"tea\"}"));

        await().untilAsserted(() -> assertThat(seen()).containsExactly(new Place(3, "tea")));
    }

    @Test
    @Tag("SPR-40")
    void whatNoMethodTakesIsAFailureOfThatMessage() {
        run(Commands.class);

        arrive("{\"amount\":4}", JSON);
        arrive("{\"cancelled\":", JSON);
        arrive("{\"cancelled\":5}", JSON);

        await().untilAsserted(() -> assertThat(seen()).hasSize(1));
        assertThat(failed()).isEqualTo(2);
    }

    @ZmqListener("orders")
    static class WithDefault {
        private final Seen seen;

        WithDefault(Seen seen) {
            this.seen = seen;
        }

        @ZmqHandler
        void place(Place order) {
            seen.add(order);
        }

        @ZmqHandler
        void any(Command command) {
            seen.add(command);
        }

        @ZmqHandler(isDefault = true)
        void rest(byte[] body) {
            seen.add(new String(body, java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    @Test
    @Tag("SPR-40")
    void theClosestTypeWinsAndTheDefaultGetsTheRest() {
        run(WithDefault.class);

        arrive("{\"id\":3,\"item\":\"tea\"}", JSON);
        arrive("{\"amount\":4}", JSON);
        arrive("no json", "application/octet-stream");

        await().untilAsserted(() -> assertThat(seen()).containsExactly(new Place(3, "tea"), new Refund(4), "no json"));
        assertThat(failed()).isZero();
    }

    @ZmqListener("orders")
    static class Bare {
        private final Seen seen;

        Bare(Seen seen) {
            this.seen = seen;
        }

        @ZmqHandler
        void text(String text) {
            seen.add(text);
        }

        @ZmqHandler
        void bytes(byte[] bytes) {
            seen.add(bytes.length);
        }
    }

    @Test
    @Tag("SPR-40")
    void textAndBytesAreToldApartByContentType() {
        run(Bare.class);

        arrive("a", "text/plain");
        arrive("bc", "application/octet-stream");
        orders().arrive(PEER, Message.of("def"));

        await().untilAsserted(() -> assertThat(seen()).containsExactly("a", 2, 3));
    }

    record Order(int id) {}

    record Invoice(int id) {}

    @ZmqListener("orders")
    static class Unrelated {
        @ZmqHandler
        void order(Order order) {}

        @ZmqHandler
        void invoice(Invoice invoice) {}
    }

    @Test
    @Tag("SPR-40")
    void typesThatNothingTellsApartStopTheStart() {
        assertThatThrownBy(() -> run(Unrelated.class))
                .hasMessageContaining("Unrelated")
                .hasMessageContaining("Order")
                .hasMessageContaining("Invoice")
                .hasMessageContaining("@JsonTypeInfo");
    }

    @ZmqListener("orders")
    static class Twice {
        @ZmqHandler
        void one(Order order) {}

        @ZmqHandler
        void two(Order order) {}
    }

    @Test
    void twoMethodsForOneTypeStopTheStart() {
        assertThatThrownBy(() -> run(Twice.class)).hasMessageContaining("two handlers for");
    }

    @ZmqListener("orders")
    static class TwoDefaults {
        @ZmqHandler(isDefault = true)
        void one(Order order) {}

        @ZmqHandler(isDefault = true)
        void two(String order) {}
    }

    @Test
    void twoDefaultsStopTheStart() {
        assertThatThrownBy(() -> run(TwoDefaults.class)).hasMessageContaining("isDefault = true");
    }

    @ZmqListener("orders")
    static class NoHandler {
        void on(Order order) {}
    }

    @Test
    void aClassWithoutHandlersStopsTheStart() {
        assertThatThrownBy(() -> run(NoHandler.class)).hasMessageContaining("no method is annotated with @ZmqHandler");
    }

    @ZmqListener("orders")
    static class Unclear {
        @ZmqHandler
        void on(Order order, Invoice invoice) {}
    }

    @Test
    void anArgumentThatMayBeThePayloadOrNotStopsTheStart() {
        assertThatThrownBy(() -> run(Unclear.class)).hasMessageContaining("only one with @Payload");
    }
}
