package io.zmqspring.spring.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.zmqspring.EnvelopeMode;
import io.zmqspring.Message;
import io.zmqspring.PeerState;
import io.zmqspring.SocketOptions;
import io.zmqspring.spring.support.DefaultZmqHeaderMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.support.MessageBuilder;

class ZmqSendSpecTests {
    private static final int STOCK = 1;
    private static final int BILLING = 2;

    private final FakePeerSocket socket = new FakePeerSocket(
                    SocketOptions.builder().envelope(EnvelopeMode.AUTO).build())
            .peer(STOCK, PeerState.CONNECTED, FakePeerSocket.ENVELOPE)
            .peer(BILLING, PeerState.CONNECTED, FakePeerSocket.ENVELOPE);
    private final ZmqSockets sockets = new ZmqSockets();
    private final ZmqTemplate template = new ZmqTemplate(sockets);
    private volatile int sentTo;

    private interface Priced {}

    private static class Document {}

    private static final class Invoice extends Document implements Priced {}

    record Offer(int price) implements Priced {}

    record Query(String item) {}

    record Stock(int left) {}

    @BeforeEach
    void connect() {
        sockets.add("orders", socket);
        sockets.addConnection("orders", "stock", "tcp://x:1", STOCK);
        sockets.addConnection("orders", "billing", "tcp://x:2", BILLING);
        socket.onSend((id, message) -> sentTo = id);
        template.setHeaderMapper(new DefaultZmqHeaderMapper(Set.of("tenant", "priority")));
    }

    @AfterEach
    void close() {
        sockets.close();
        socket.close();
    }

    private void answer() {
        socket.onSend((id, request) -> socket.arrive(
                id,
                Message.of("{\"left\":3}")
                        .withHeaders(Map.of(
                                "in-reply-to", request.header("request-id"), "content-type", "application/json"))));
    }

    private Message sent() {
        assertThat(socket.sent).hasSize(1);
        return socket.sent.get(0);
    }

    @Test
    @Tag("SPR-69")
    void a_message_is_put_together_and_sent() {
        template.to("stock")
                .body(new Query("tea"))
                .header("tenant", "acme")
                .headers(Map.of("priority", "1", "secret", "x"))
                .send();

        assertThat(sentTo).isEqualTo(STOCK);
        assertThat(sent().text()).isEqualTo("{\"item\":\"tea\"}");
        assertThat(sent().headers())
                .containsEntry("tenant", "acme")
                .containsEntry("priority", "1")
                .doesNotContainKey("secret");
    }

    @Test
    @Tag("SPR-69")
    void a_request_is_put_together_and_answered() throws Exception {
        answer();

        assertThat(template.to(ZmqDestination.name("stock")).body("tea").request(Stock.class))
                .isEqualTo(new Stock(3));
        assertThat(template.to("stock")
                        .body("tea")
                        .header("tenant", "acme")
                        .requestAsync(Stock.class)
                        .get(5, TimeUnit.SECONDS))
                .isEqualTo(new Stock(3));
        assertThat(socket.sent.get(1).headers()).containsEntry("tenant", "acme").containsKey("request-id");
    }

    @Test
    @Tag("SPR-74")
    void a_request_has_its_own_reply_timeout() {
        ZmqSendSpec request = template.to("stock").body("tea").replyTimeout(Duration.ofMillis(20));

        assertThatExceptionOfType(ZmqReplyTimeoutException.class)
                .isThrownBy(() -> request.request(Stock.class))
                .satisfies(late -> assertThat(late.timeout()).isEqualTo(Duration.ofMillis(20)));
        assertThat(request.requestAsync(Stock.class))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ZmqReplyTimeoutException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.replyTimeout(Duration.ZERO).request(Stock.class));
    }

    @Test
    @Tag("SPR-75")
    void a_post_processor_has_the_last_word() {
        template.to("stock")
                .body("tea")
                .header("tenant", "acme")
                .postProcessor(message -> MessageBuilder.fromMessage(message)
                        .setHeader("tenant", "other")
                        .build())
                .send();

        assertThat(sent().headers()).containsEntry("tenant", "other");
    }

    @Test
    @Tag("SPR-75")
    void the_other_forms_take_a_post_processor_too() throws Exception {
        template.convertAndSend(
                "stock",
                "tea",
                message -> MessageBuilder.fromMessage(message)
                        .setHeader("tenant", "acme")
                        .build());

        assertThat(sent().headers()).containsEntry("tenant", "acme");
        template.convertAndSendAsync(
                        ZmqDestination.name("stock"),
                        "tea",
                        Map.of("priority", "1"),
                        message -> MessageBuilder.fromMessage(message)
                                .setHeader("tenant", "acme")
                                .build())
                .get(5, TimeUnit.SECONDS);
        assertThat(socket.sent.get(1).headers()).containsEntry("tenant", "acme").containsEntry("priority", "1");
    }

    @Test
    @Tag("SPR-79")
    void payloads_of_a_type_go_where_they_belong() {
        template.setDefaultDestinationName("billing");
        template.setTypeDestinations(Map.of(Query.class, ZmqDestination.name("stock")));

        template.body(new Query("tea")).send();
        assertThat(sentTo).isEqualTo(STOCK);
        template.body("text").send();
        assertThat(sentTo).isEqualTo(BILLING);
        template.convertAndSend(new Query("tea"));
        assertThat(sentTo).isEqualTo(STOCK);
        template.convertAndSend((Object) "text", Map.of());
        assertThat(sentTo).isEqualTo(BILLING);
        template.send(MessageBuilder.withPayload(new Query("tea")).build());
        assertThat(sentTo).isEqualTo(STOCK);
        template.to("billing").body(new Query("tea")).send();
        assertThat(sentTo).isEqualTo(BILLING);
    }

    @Test
    @Tag("SPR-79")
    void requests_of_a_type_go_where_they_belong() {
        template.setTypeDestinations(Map.of(Query.class, ZmqDestination.name("stock")));
        answer();

        assertThat(template.convertSendAndReceive(new Query("tea"), Stock.class))
                .isEqualTo(new Stock(3));
        assertThat(template.convertSendAndReceive(new Query("tea"), Map.of(), Stock.class, null))
                .isEqualTo(new Stock(3));
        assertThat(template.sendAndReceive(
                                MessageBuilder.withPayload(new Query("tea")).build())
                        .getPayload())
                .isNotNull();
        assertThat(template.body(new Query("tea")).request(Stock.class)).isEqualTo(new Stock(3));
    }

    @Test
    void without_any_destination_nothing_is_sent() {
        assertThatIllegalStateException().isThrownBy(() -> template.body("x"));
    }

    @Test
    @Tag("SPR-79")
    void the_nearest_type_counts_and_classes_before_interfaces() {
        ZmqDestination priced = ZmqDestination.name("priced");
        ZmqDestination documents = ZmqDestination.name("documents");
        TypeDestinations types = new TypeDestinations(Map.of(Priced.class, priced, Document.class, documents));

        assertThat(types.of(new Invoice())).isEqualTo(documents);
        assertThat(types.of(new Offer(1))).isEqualTo(priced);
        assertThat(types.of("text")).isNull();
        ZmqDestination rest = ZmqDestination.name("rest");
        TypeDestinations all = new TypeDestinations(Map.of(Object.class, rest, Priced.class, priced));
        assertThat(List.of(all.of("text"), all.of(1))).containsOnly(rest);
    }
}
