package io.zmqspring.spring.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.zmqspring.EnvelopeMode;
import io.zmqspring.Message;
import io.zmqspring.PeerState;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqInterruptedException;
import io.zmqspring.ZmqUnroutableException;
import io.zmqspring.spring.support.DefaultZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.MessageBuilder;

class ZmqTemplateTests {
    private static final int PEER = 1;

    private final FakePeerSocket socket = new FakePeerSocket(
                    SocketOptions.builder().envelope(EnvelopeMode.AUTO).build())
            .peer(PEER, PeerState.CONNECTED, FakePeerSocket.ENVELOPE);
    private final ZmqSockets sockets = new ZmqSockets();
    private final ZmqTemplate template = new ZmqTemplate(sockets);

    record Query(String item) {}

    record Stock(int left) {}

    @BeforeEach
    void connect() {
        sockets.add("orders", socket);
        sockets.addConnection("orders", "stock", "tcp://x:1", PEER);
    }

    @AfterEach
    void close() {
        sockets.close();
        socket.close();
    }

    /** Lets the peer answer each request with a body. */
    private void answer(String body) {
        socket.onSend((id, request) -> socket.arrive(
                id,
                Message.of(body)
                        .withHeaders(Map.of(
                                "in-reply-to", request.header("request-id"), "content-type", "application/json"))));
    }

    private Message sent() {
        assertThat(socket.sent).hasSize(1);
        return socket.sent.get(0);
    }

    @Test
    @Tag("SPR-67")
    void convertsAndSends() {
        template.convertAndSend("stock", new Query("tea"));

        assertThat(sent().text()).isEqualTo("{\"item\":\"tea\"}");
        assertThat(sent().headers())
                .containsEntry("content-type", "application/json")
                .containsKeys("message-id", "timestamp")
                .hasSize(3);
    }

    @Test
    @Tag("SPR-70")
    void sendsToTheDefaultDestination() {
        assertThatIllegalStateException().isThrownBy(() -> template.convertAndSend("x"));

        template.setDefaultDestinationName("orders/stock");
        template.convertAndSend("x");

        assertThat(sent().text()).isEqualTo("x");
    }

    @Test
    void convertsThePayloadOfAWholeMessage() {
        template.send("stock", MessageBuilder.withPayload(new Query("tea")).build());

        assertThat(sent().text()).isEqualTo("{\"item\":\"tea\"}");
    }

    @Test
    void sendsAllowedHeadersOnly() {
        template.setHeaderMapper(new DefaultZmqHeaderMapper(Set.of("tenant")));

        template.convertAndSend("stock", (Object) "x", Map.of("tenant", "acme", "secret", "y"));

        assertThat(sent().headers()).containsEntry("tenant", "acme").doesNotContainKey("secret");
    }

    @Test
    @Tag("SPR-72")
    void asksAndConvertsTheReply() {
        answer("{\"left\":3}");

        assertThat(template.convertSendAndReceive("stock", new Query("tea"), Stock.class))
                .isEqualTo(new Stock(3));
        assertThat(sent().headers()).containsKey("request-id");
    }

    @Test
    void convertsRepliesToPrimitives() {
        answer("3");

        assertThat((int) template.convertSendAndReceive("stock", "tea", int.class))
                .isEqualTo(3);
    }

    @Test
    void returnsTheWholeReply() {
        answer("{}");

        var reply = template.sendAndReceive(
                "stock", MessageBuilder.withPayload("tea").build());

        assertThat(reply.getPayload()).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
        assertThat(reply.getHeaders())
                .containsEntry(ZmqHeaders.SOCKET, "orders")
                .containsEntry(ZmqHeaders.ROUTING_ID, PEER)
                .containsKey(ZmqHeaders.IN_REPLY_TO);
    }

    @Test
    @Tag("SPR-74")
    void throwsWhenNoReplyComesInTime() {
        template.setReplyTimeout(Duration.ofMillis(20));

        assertThatExceptionOfType(ZmqReplyTimeoutException.class)
                .isThrownBy(() -> template.convertSendAndReceive("stock", "tea", Stock.class))
                .withMessageContaining("'stock'")
                .withMessageContaining("20 ms")
                .satisfies(e -> assertThat(e.timeout()).isEqualTo(Duration.ofMillis(20)));
        assertThatExceptionOfType(ZmqReplyTimeoutException.class)
                .isThrownBy(() -> template.convertSendAndReceive("stock", "tea", Stock.class, Duration.ofMillis(10)));
        assertThatExceptionOfType(ZmqReplyTimeoutException.class)
                .isThrownBy(() -> template.convertSendAndReceive(
                        ZmqDestination.name("stock"), "tea", new HashMap<>(), Stock.class, null));
        assertThat(sockets.reader("orders").pendingRequests()).isZero();
    }

    @Test
    @Tag("SPR-73")
    void completesAFutureWithTheReply() throws Exception {
        answer("{\"left\":3}");

        CompletableFuture<Stock> reply = template.convertSendAndReceiveAsync("stock", new Query("tea"), Stock.class);

        assertThat(reply.get(5, TimeUnit.SECONDS)).isEqualTo(new Stock(3));
    }

    @Test
    @Tag("SPR-73")
    @Tag("SPR-74")
    void completesAFutureExceptionallyWhenNoReplyComesInTime() {
        CompletableFuture<Stock> reply = template.convertSendAndReceiveAsync(
                ZmqDestination.name("stock"), "tea", Stock.class, Duration.ofMillis(20));

        assertThat(reply)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ZmqReplyTimeoutException.class);
        assertThat(sockets.reader("orders").pendingRequests()).isZero();
    }

    @Test
    void completesAFutureExceptionallyWhenNothingCanBeSent() {
        assertThat(template.convertSendAndReceiveAsync("nobody", "tea", Stock.class))
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(ZmqDestinationException.class);
    }

    @Test
    @Tag("SPR-74")
    void lateRepliesAreCountedAndDropped() {
        assertThatExceptionOfType(ZmqReplyTimeoutException.class)
                .isThrownBy(() -> template.convertSendAndReceive("stock", "tea", Stock.class, Duration.ofMillis(1)));
        Message request = sent();

        answer("{\"left\":4}");
        socket.arrive(
                PEER, Message.of("{\"left\":3}").withHeaders(Map.of("in-reply-to", request.header("request-id"))));

        assertThat(template.convertSendAndReceive("stock", "tea", Stock.class)).isEqualTo(new Stock(4));
        assertThat(sockets.reader("orders").lateReplies()).isEqualTo(1);
    }

    @Test
    void refusesAReplyThatCannotBeConverted() {
        answer("no json");
        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> template.convertSendAndReceive("stock", "tea", Stock.class));

        answer("null");
        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> template.convertSendAndReceive("stock", "tea", Stock.class));
    }

    @Test
    @Tag("SPR-77")
    void letsTheCoresExceptionsThrough() {
        assertThatExceptionOfType(ZmqUnroutableException.class)
                .isThrownBy(() -> template.convertAndSend("orders/#99", "x"))
                .satisfies(e -> assertThat(e.routingId()).isEqualTo(99));
        assertThatExceptionOfType(ZmqUnroutableException.class)
                .isThrownBy(() -> template.convertSendAndReceive("orders/#99", "x", String.class));
        assertThatExceptionOfType(ZmqDestinationException.class)
                .isThrownBy(() -> template.convertAndSend("nobody", "x"));

        socket.close();

        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> template.convertAndSend("stock", "x"));
        assertThatExceptionOfType(ZmqClosedException.class)
                .isThrownBy(() -> template.convertSendAndReceive("stock", "x", String.class));
    }

    @Test
    void failsWhenTheSocketIsClosedWhileItWaits() {
        socket.onSend((id, message) -> socket.close());

        assertThatExceptionOfType(ZmqClosedException.class)
                .isThrownBy(() -> template.convertSendAndReceive("stock", "x", String.class));
    }

    @Test
    void anInterruptEndsTheWaitAndNothingElse() {
        Thread caller = Thread.currentThread();
        socket.onSend((id, message) -> caller.interrupt());
        assertThatExceptionOfType(ZmqInterruptedException.class)
                .isThrownBy(() -> template.convertSendAndReceive("stock", "x", String.class));
        assertThat(Thread.interrupted()).isTrue();

        answer("ok");
        assertThat(template.convertSendAndReceive("stock", "x", String.class)).isEqualTo("ok");
    }

    @Test
    void repliesToTheSenderOfAMessage() {
        var request = MessageBuilder.withPayload("q")
                .setHeader(ZmqHeaders.SOCKET, "orders")
                .setHeader(ZmqHeaders.ROUTING_ID, PEER)
                .setHeader(ZmqHeaders.REQUEST_ID, "theirs")
                .build();

        template.reply(request, new Stock(1));

        assertThat(sent().text()).isEqualTo("{\"left\":1}");
        assertThat(sent().header("in-reply-to")).isEqualTo("theirs");
        assertThat(sent().header("request-id")).isNull();
    }

    @Test
    void repliesWithAWholeMessage() {
        template.setHeaderMapper(new DefaultZmqHeaderMapper(Set.of("tenant")));
        var request = MessageBuilder.withPayload("q")
                .setHeader(ZmqHeaders.SOCKET, "orders")
                .setHeader(ZmqHeaders.ROUTING_ID, PEER)
                .build();

        template.reply(
                request,
                MessageBuilder.withPayload("a").setHeader("tenant", "acme").build());

        assertThat(sent().header("tenant")).isEqualTo("acme");
        assertThat(sent().header("in-reply-to")).isNull();
    }

    @Test
    void sendsNativeMessagesAsTheyAre() {
        template.convertAndSend("stock", (Object) Message.of("raw"));

        assertThat(sent().text()).isEqualTo("raw");
    }

    @Test
    void refusesPayloadsThatNothingConverts() {
        template.setMessageConverter(new org.springframework.messaging.converter.StringMessageConverter());

        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> template.convertAndSend("stock", new Query("tea")));
        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> template.send(
                        "stock", MessageBuilder.withPayload(new Query("tea")).build()));
    }

    @Test
    void cannotReceive() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> template.receive("stock"))
                .withMessageContaining("@ZmqListener");
    }

    @Test
    void refusesTimeoutsOfNoLength() {
        assertThatIllegalArgumentException().isThrownBy(() -> template.setReplyTimeout(Duration.ZERO));
    }

    @Test
    void keepsIdAndContentTypeOfAMessageThatItConverts() {
        var message = MessageBuilder.withPayload("x")
                .setHeader(MessageHeaders.CONTENT_TYPE, "application/json")
                .build();

        template.send("stock", message);

        assertThat(sent().header("content-type")).isEqualTo("application/json");
        assertThat(sent().header("message-id"))
                .isEqualTo(String.valueOf(message.getHeaders().getId()));
    }
}
