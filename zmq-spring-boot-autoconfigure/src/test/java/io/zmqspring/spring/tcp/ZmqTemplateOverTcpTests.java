package io.zmqspring.spring.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zmqspring.Message;
import io.zmqspring.PeerState;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqQueueFullException;
import io.zmqspring.ZmqUnroutableException;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqDestinationException;
import io.zmqspring.spring.core.ZmqReplyTimeoutException;
import io.zmqspring.spring.support.ZmqHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.support.MessageBuilder;

class ZmqTemplateOverTcpTests {
    private final List<Node> nodes = new ArrayList<>();

    record Query(String item) {}

    record Stock(String item, int left) {}

    private Node open(Node node) {
        nodes.add(node);
        return node;
    }

    private Node open(String name) {
        return open(new Node(name));
    }

    @AfterEach
    void close() {
        Collections.reverse(nodes);
        nodes.forEach(Node::close);
    }

    private static String text(org.springframework.messaging.Message<?> message) {
        return new String((byte[]) message.getPayload(), StandardCharsets.UTF_8);
    }

    private static String receive(Node node) {
        Message message = node.socket.tryReceive(Duration.ofSeconds(5));
        assertThat(message).isNotNull();
        return message.text();
    }

    @Test
    @Tag("SPR-72")
    void asksByConnectionNameAndGetsATypedReply() {
        Node stock = open("stock").listen(message -> new Stock("tea", 3));
        Node shop = open("shop");
        shop.connect("warehouse", stock.bind());

        assertThat(shop.template.convertSendAndReceive("warehouse", new Query("tea"), Stock.class))
                .isEqualTo(new Stock("tea", 3));
        assertThat(shop.template.convertSendAndReceive("shop/warehouse", new Query("tea"), Stock.class))
                .isEqualTo(new Stock("tea", 3));
    }

    @Test
    void asksBeforeTheOtherSideIsThere() throws Exception {
        Node stock = open("stock").listen(message -> "here");
        String endpoint = stock.bind();
        stock.socket.unbind(endpoint);
        Node shop = open("shop");
        shop.sockets.addConnection("shop", "stock", endpoint, shop.socket.connect(endpoint));

        CompletableFuture<String> reply = shop.template.convertSendAndReceiveAsync("stock", "tea", String.class);
        stock.socket.bind(endpoint);

        assertThat(reply.get(10, TimeUnit.SECONDS)).isEqualTo("here");
    }

    @Test
    void asksAPeerByTheNameItAnnounced() {
        Node desk = open("desk");
        Node trader = open("trader").listen(message -> "trader got " + text(message));
        trader.connect("desk", desk.bind());
        await().until(() ->
                desk.socket.peers().size() == 1 && desk.socket.peers().get(0).state() == PeerState.CONNECTED);

        assertThat(desk.template.convertSendAndReceive("trader", "hello", String.class))
                .isEqualTo("trader got hello");

        trader.close();
        await().untilAsserted(() -> assertThatExceptionOfType(ZmqDestinationException.class)
                .isThrownBy(() -> desk.template.convertAndSend("trader", "hello")));
    }

    @Test
    void asksByRoutingIdAndAnswersTheSenderOfAMessage() throws Exception {
        Node desk = open("desk");
        CompletableFuture<org.springframework.messaging.Message<byte[]>> arrived = new CompletableFuture<>();
        desk.listen(message -> {
            arrived.complete(message);
            return null;
        });
        Node trader = open("trader").listen(message -> "trader got " + text(message));
        int id = trader.connect("desk", desk.bind());

        trader.template.convertAndSend("trader/#" + Integer.toUnsignedString(id), "hello");
        var message = arrived.get(5, TimeUnit.SECONDS);

        ZmqDestination sender = ZmqDestination.senderOf(message);
        assertThat(desk.template.convertSendAndReceive(sender, "back", String.class))
                .isEqualTo("trader got back");
        assertThat(message.getHeaders())
                .containsEntry(ZmqHeaders.PEER_NAME, "trader")
                .containsEntry(ZmqHeaders.SOCKET, "desk")
                .containsKeys(ZmqHeaders.MESSAGE_ID, ZmqHeaders.TIMESTAMP)
                .doesNotContainKey(ZmqHeaders.REQUEST_ID);
    }

    @Test
    void takesConnectionsOfOneNameInTurnAndLeavesOutThoseThatAreDown() {
        Node shop = open("shop");
        List<Node> stocks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String name = "stock-" + i;
            stocks.add(open(name).listen(message -> name));
            shop.connect("stock", stocks.get(i).bind());
        }

        assertThat(IntStream.range(0, 6).mapToObj(i -> shop.template.convertSendAndReceive("stock", "?", String.class)))
                .containsExactly("stock-0", "stock-1", "stock-2", "stock-0", "stock-1", "stock-2");

        stocks.get(1).close();
        await().until(() -> shop.socket.peers().stream()
                        .filter(peer -> peer.state() == PeerState.CONNECTED)
                        .count()
                == 2);
        assertThat(IntStream.range(0, 4).mapToObj(i -> shop.template.convertSendAndReceive("stock", "?", String.class)))
                .containsExactlyInAnyOrder("stock-0", "stock-2", "stock-0", "stock-2");
    }

    @Test
    void throwsWhenNoReplyComesInTimeAndCountsTheLateOne() {
        CompletableFuture<String> slow = new CompletableFuture<>();
        Node stock = open("stock").listen(message -> text(message).equals("slow") ? slow : "fast");
        Node shop = open("shop");
        shop.connect("stock", stock.bind());

        assertThatExceptionOfType(ZmqReplyTimeoutException.class)
                .isThrownBy(() ->
                        shop.template.convertSendAndReceive("stock", "slow", String.class, Duration.ofMillis(50)));
        slow.complete("late");
        await().untilAsserted(() ->
                assertThat(shop.sockets.reader("shop").lateReplies()).isEqualTo(1));

        assertThat(shop.template.convertSendAndReceive("stock", "x", String.class))
                .isEqualTo("fast");
    }

    @Test
    void asksAThousandTimesAtOnceAndGivesEachItsReply() {
        Node stock = open("stock");
        var container = stock.listener(message -> CompletableFuture.supplyAsync(() -> text(message) + "!"));
        container.setConcurrency(2);
        container.start();
        Node shop = open("shop");
        shop.connect("stock", stock.bind());

        List<CompletableFuture<String>> replies = IntStream.range(0, 1000)
                .mapToObj(i -> shop.template.convertSendAndReceiveAsync("stock", "q" + i, String.class))
                .toList();

        for (int i = 0; i < 1000; i++) {
            assertThat(replies.get(i)).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("q" + i + "!");
        }
        assertThat(shop.sockets.reader("shop").pendingRequests()).isZero();
    }

    @Test
    void asksEachOtherFromWithinTheirListeners() {
        Node a = open("a");
        Node b = open("b");
        var container = a.listener(message -> text(message).startsWith("deep")
                ? "a(" + text(message) + ")"
                : a.template.convertSendAndReceive("b", "deep", String.class));
        container.setConcurrency(2);
        container.start();
        b.listen(message -> "b(" + b.template.convertSendAndReceive("a", text(message) + "er", String.class) + ")");
        a.connect("b", b.bind());
        await().until(() ->
                !b.socket.peers().isEmpty() && b.socket.peers().get(0).state() == PeerState.CONNECTED);
        Node c = open("c");
        c.connect("a", a.bind());

        // c asks a, whose first thread asks b, whose only thread asks a, whose second thread answers.
        assertThat(c.template.convertSendAndReceive("a", "start", String.class)).isEqualTo("b(a(deeper))");
    }

    @Test
    void asksFromWithinAListenerOfTheSameSocket() {
        Node stock = open("stock").listen(message -> "3");
        Node shop = open("shop");
        shop.listen(message -> "left: " + shop.template.convertSendAndReceive("stock", "tea", String.class));
        shop.connect("stock", stock.bind());
        Node customer = open("customer");
        customer.connect("shop", shop.bind());

        for (int i = 0; i < 50; i++) {
            assertThat(customer.template.convertSendAndReceive("shop", "tea?", String.class))
                    .isEqualTo("left: 3");
        }
    }

    @Test
    void sendsABarePeerTheBodyAloneAndTakesItsMessagesForReplies() throws Exception {
        Node bare = open(Node.bare("bare"));
        Node shop = open("shop");
        int id = shop.connect("bare", bare.bind());
        assertThat(id).isNotZero();

        CompletableFuture<Stock> first =
                shop.template.convertSendAndReceiveAsync("bare", new Query("tea"), Stock.class);
        CompletableFuture<Stock> second =
                shop.template.convertSendAndReceiveAsync("bare", new Query("milk"), Stock.class);
        Message one = bare.socket.tryReceive(Duration.ofSeconds(5));
        Message two = bare.socket.tryReceive(Duration.ofSeconds(5));
        assertThat(one.text()).isEqualTo("{\"item\":\"tea\"}");
        assertThat(one.headers()).isEmpty();
        assertThat(two.text()).isEqualTo("{\"item\":\"milk\"}");

        bare.socket.send(one.routingId(), Message.of("{\"item\":\"tea\",\"left\":1}"));
        bare.socket.send(one.routingId(), Message.of("{\"item\":\"milk\",\"left\":2}"));

        assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo(new Stock("tea", 1));
        assertThat(second.get(5, TimeUnit.SECONDS)).isEqualTo(new Stock("milk", 2));
    }

    @Test
    void answersABarePeerBare() {
        Node desk = open("desk").listen(message -> new Stock(text(message), 1));
        Node bare = open(Node.bare("bare"));
        int id = bare.connect("desk", desk.bind());

        bare.socket.send(id, Message.of("tea"));

        assertThat(receive(bare)).isEqualTo("{\"item\":\"tea\",\"left\":1}");
    }

    @Test
    void keepsTheOrderOfManyRequestsToABarePeerFromManyThreads() {
        Node bare = open(Node.bare("bare"));
        Node shop = open("shop");
        shop.connect("bare", bare.bind());
        Thread echo = new Thread(() -> {
            for (int i = 0; i < 2000; i++) {
                Message message = bare.socket.receive();
                bare.socket.send(message.routingId(), Message.of(message.text() + "!"));
            }
        });
        echo.start();

        List<CompletableFuture<Void>> callers = IntStream.range(0, 4)
                .mapToObj(caller -> CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < 500; i++) {
                                String question = caller + ":" + i;
                                assertThat(shop.template.convertSendAndReceive("bare", question, String.class))
                                        .isEqualTo(question + "!");
                            }
                        },
                        task -> new Thread(task).start()))
                .toList();

        assertThat(callers).allSatisfy(caller -> assertThat(caller).succeedsWithin(Duration.ofSeconds(30)));
    }

    @Test
    @Tag("SPR-86")
    void letsAllowedHeadersPassInBothDirectionsAndNoOthers() {
        Node desk = open("desk");
        List<Map<String, Object>> seen = new CopyOnWriteArrayList<>();
        desk.listen(
                message -> {
                    seen.add(message.getHeaders());
                    return MessageBuilder.withPayload("ok")
                            .setHeader("tenant", "back")
                            .setHeader("secret", "back")
                            .build();
                },
                "tenant");
        Node trader = open("trader").allow("tenant");
        trader.connect("desk", desk.bind());

        var reply = trader.template.sendAndReceive(
                "desk",
                MessageBuilder.withPayload("x")
                        .setHeader("tenant", "acme")
                        .setHeader("secret", "y")
                        .setHeader("traceparent", "00-1-2-01")
                        .setHeader("replyChannel", "x")
                        .build());

        assertThat(seen.get(0))
                .containsEntry("tenant", "acme")
                .containsEntry("traceparent", "00-1-2-01")
                .doesNotContainKeys("secret", "replyChannel");
        assertThat(reply.getHeaders()).containsEntry("tenant", "back").doesNotContainKey("secret");
    }

    @Test
    void believesNoHeaderOfAnAttackerThatSteersTheFramework() {
        Node desk = open("desk");
        List<Map<String, Object>> seen = new CopyOnWriteArrayList<>();
        desk.listen(
                message -> {
                    seen.add(message.getHeaders());
                    return null;
                },
                "tenant");
        Node attacker = open("attacker");
        int id = attacker.connect("desk", desk.bind());
        Map<String, String> attack = new HashMap<>(Map.of(
                "id", "00000000-0000-0000-0000-000000000000",
                "timestamp", "1",
                "replyChannel", "nullChannel",
                "errorChannel", "nullChannel",
                "__TypeId__", "java.lang.ProcessBuilder",
                "json__TypeId__", "java.lang.ProcessBuilder",
                "contentType", "application/x-java-serialized-object",
                "content-type", "nonsense\r\nx: y",
                "zmq_routingId", "1"));
        attack.put("zmq_socket", "other");
        attack.put("zmq_raw", "x");
        attack.put("tenant", "a\u0000b");

        attacker.socket.send(id, Message.of("x").withHeaders(attack));

        await().untilAsserted(() -> assertThat(seen).hasSize(1));
        assertThat(seen.get(0))
                .containsOnlyKeys(
                        "id",
                        "timestamp",
                        ZmqHeaders.TIMESTAMP,
                        ZmqHeaders.SOCKET,
                        ZmqHeaders.ROUTING_ID,
                        ZmqHeaders.PEER_NAME,
                        ZmqHeaders.RAW)
                .containsEntry(ZmqHeaders.SOCKET, "desk");
        assertThat((Long) seen.get(0).get("timestamp")).isGreaterThan(1L);
    }

    @Test
    void aForgedReplyReachesNeitherAListenerNorAStrangersRequest() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Node desk = open("desk").listen(message -> seen.add(text(message)) ? null : null);
        String endpoint = desk.bind();
        Node victim = open("victim");
        victim.connect("desk", endpoint);
        Node attacker = open("attacker");
        int id = attacker.connect("desk", endpoint);

        attacker.socket.send(id, Message.of("forged").withHeaders(Map.of("in-reply-to", "guess")));
        attacker.socket.send(id, Message.of("after"));

        await().untilAsserted(() -> assertThat(seen).containsExactly("after"));
        assertThat(desk.sockets.reader("desk").lateReplies()).isEqualTo(1);
    }

    @Test
    @Tag("SPR-77")
    @Tag("SPR-78")
    void unroutableFullAndClosedAreExceptionsOfTheirOwn() {
        Node shop =
                open(new Node("shop", options -> options.sendHighWaterMark(2).sendTimeout(Duration.ofMillis(50))));
        String nowhere = "tcp://127.0.0.1:1";
        shop.sockets.addConnection("shop", "absent", nowhere, shop.socket.connect(nowhere));

        assertThatExceptionOfType(ZmqUnroutableException.class)
                .isThrownBy(() -> shop.template.convertAndSend("shop/#12345", "x"));
        assertThatExceptionOfType(ZmqDestinationException.class)
                .isThrownBy(() -> shop.template.convertAndSend("nobody", "x"));
        shop.template.convertAndSend("absent", "1");
        shop.template.convertAndSend("absent", "2");
        assertThatExceptionOfType(ZmqQueueFullException.class)
                .isThrownBy(() -> shop.template.convertAndSend("absent", "3"));
        assertThatExceptionOfType(ZmqQueueFullException.class)
                .isThrownBy(() -> shop.template.convertSendAndReceive("absent", "3", String.class));

        shop.socket.close(Duration.ZERO);

        assertThatExceptionOfType(ZmqClosedException.class)
                .isThrownBy(() -> shop.template.convertAndSend("absent", "x"));
        assertThatExceptionOfType(ZmqClosedException.class)
                .isThrownBy(() -> shop.template.convertSendAndReceive("absent", "x", String.class));
    }

    @Test
    void aRequestThatWaitsFailsWhenTheSocketIsClosed() {
        Node stock = open("stock").listen(message -> new CompletableFuture<>());
        Node shop = open("shop");
        shop.connect("stock", stock.bind());
        CompletableFuture<String> reply = shop.template.convertSendAndReceiveAsync("stock", "x", String.class);

        shop.socket.close(Duration.ZERO);

        assertThat(reply)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ZmqClosedException.class);
    }
}
