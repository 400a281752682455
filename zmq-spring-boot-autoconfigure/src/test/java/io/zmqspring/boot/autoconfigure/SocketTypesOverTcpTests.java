package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zmqspring.DealerSocket;
import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.PullSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.RepSocket;
import io.zmqspring.ReqOptions;
import io.zmqspring.ReqSocket;
import io.zmqspring.RouterSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.SubSocket;
import io.zmqspring.XPubSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqSocket;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqReplyTimeoutException;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.support.ZmqHeaders;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.messaging.handler.annotation.Header;

/** Listeners and templates over every socket type, against plain sockets or other applications, over tcp. */
@Timeout(60)
class SocketTypesOverTcpTests {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Applications applications = new Applications();
    private final ZmqContext plain = ZmqContext.create();

    @AfterEach
    void close() {
        applications.close();
        plain.close(Duration.ZERO);
    }

    private static SocketOptions patient() {
        return SocketOptions.builder().receiveTimeout(SOON).build();
    }

    /** What listeners have received, one line each. */
    static class Heard {
        final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            return lines.poll(20, TimeUnit.SECONDS);
        }
    }

    private static Heard heard(ConfigurableApplicationContext application) {
        return application.getBean(Heard.class);
    }

    static class Prices extends Heard {
        @ZmqListener(
                sockets = "prices",
                topics = {"eur", "usd"})
        void on(String price, @Header(ZmqHeaders.TOPIC) String topic) {
            lines.add(topic + "=" + price);
        }
    }

    @Test
    void a_sub_listener_gets_the_topics_it_names() throws Exception {
        XPubSocket pub = plain.xpub(patient());
        ConfigurableApplicationContext application = applications.start(
                Prices.class, "prices.type=sub", "prices.connect.feed=" + pub.bind("tcp://127.0.0.1:*"));

        assertThat(application.getBean("prices")).isInstanceOf(SubSocket.class);
        assertThat(List.of(pub.receive().text(), pub.receive().text())).containsExactlyInAnyOrder("\1eur", "\1usd");
        pub.send(Message.ofTexts("gbp", "0.8"));
        pub.send(Message.ofTexts("eur/usd", "1.1"));
        pub.send(Message.ofTexts("usd", "0.9"));
        assertThat(heard(application).next()).isEqualTo("eur/usd=1.1");
        assertThat(heard(application).next()).isEqualTo("usd=0.9");
    }

    @Test
    @Tag("SPR-24")
    @Tag("SPR-48")
    void topics_come_and_go_at_run_time() throws Exception {
        XPubSocket pub = plain.xpub(patient());
        ConfigurableApplicationContext application = applications.start(
                Prices.class, "prices.type=sub", "prices.connect.feed=" + pub.bind("tcp://127.0.0.1:*"));
        var container = application
                .getBean(ZmqListenerEndpointRegistry.class)
                .getListenerContainers()
                .iterator()
                .next();

        assertThat(List.of(pub.receive().text(), pub.receive().text())).containsExactlyInAnyOrder("\1eur", "\1usd");
        container.addTopics("gbp", "eur");
        assertThat(pub.receive().text()).isEqualTo("\1gbp");
        container.removeTopics("eur");
        assertThat(pub.receive().text()).isEqualTo("\0eur");
        container.stop();
        assertThat(List.of(pub.receive().text(), pub.receive().text())).containsExactlyInAnyOrder("\0usd", "\0gbp");
        container.start();
        assertThat(List.of(pub.receive().text(), pub.receive().text())).containsExactlyInAnyOrder("\1usd", "\1gbp");
    }

    @Test
    @Tag("SPR-91")
    void a_pub_puts_the_topic_into_a_frame_of_its_own() {
        ConfigurableApplicationContext application =
                applications.start("prices.type=pub", "prices.bind=tcp://127.0.0.1:*");
        SubSocket sub = plain.sub(patient());
        sub.subscribe("");
        sub.connect(Applications.endpoint(application, "prices"));
        application.getBean("prices", PubSocket.class).awaitSubscribers(1, SOON);

        ZmqTemplate template = Applications.template(application);
        template.convertAndSend("prices:eur", "1.1");
        template.convertAndSend(ZmqDestination.topic("prices", ""), "all");
        template.convertAndSend("prices", "bare");
        assertThat(texts(sub.receive())).containsExactly("eur", "1.1");
        assertThat(texts(sub.receive())).containsExactly("", "all");
        assertThat(texts(sub.receive())).containsExactly("bare");
    }

    static class Subscriptions extends Heard {
        @ZmqListener("prices")
        void on(@Header(ZmqHeaders.TOPIC) String topic, @Header(ZmqHeaders.SUBSCRIBED) boolean subscribed) {
            lines.add((subscribed ? "+" : "-") + topic);
        }
    }

    @Test
    void an_xpub_listener_sees_subscriptions() throws Exception {
        ConfigurableApplicationContext publisher =
                applications.start(Subscriptions.class, "prices.type=xpub", "prices.bind=tcp://127.0.0.1:*");
        ConfigurableApplicationContext subscriber = applications.start(
                Prices.class,
                "prices.type=xsub",
                "prices.topics=all",
                "prices.connect.feed=" + Applications.endpoint(publisher, "prices"));

        assertThat(List.of(
                        heard(publisher).next(),
                        heard(publisher).next(),
                        heard(publisher).next()))
                .containsExactlyInAnyOrder("+all", "+eur", "+usd");
        Applications.template(publisher).convertAndSend("prices:usd", "0.9");
        assertThat(heard(subscriber).next()).isEqualTo("usd=0.9");
    }

    static class Groups extends Heard {
        @ZmqListener(sockets = "prices", topics = "eur")
        void on(String price, @Header(ZmqHeaders.GROUP) String group) {
            lines.add(group + "=" + price);
        }
    }

    @Test
    void a_dish_listener_gets_the_groups_it_joined() throws Exception {
        ConfigurableApplicationContext publisher =
                applications.start("prices.type=radio", "prices.bind=tcp://127.0.0.1:*");
        ConfigurableApplicationContext subscriber = applications.start(
                Groups.class,
                "prices.type=dish",
                "prices.topics=usd,eur",
                "prices.connect.feed=" + Applications.endpoint(publisher, "prices"));

        ZmqTemplate template = Applications.template(publisher);
        await().atMost(SOON).until(() -> {
            template.convertAndSend("prices:eur", "1.1");
            return !heard(subscriber).lines.isEmpty();
        });
        assertThat(heard(subscriber).next()).isEqualTo("eur=1.1");
        template.convertAndSend("prices:euro", "never");
        template.convertAndSend("prices:usd", "0.9");
        String line = heard(subscriber).next();
        while ("eur=1.1".equals(line)) {
            line = heard(subscriber).next();
        }
        assertThat(line).isEqualTo("usd=0.9");
    }

    static class Tasks extends Heard {
        @ZmqListener("work")
        void on(String task) {
            lines.add(task);
        }
    }

    @Test
    void push_and_scatter_send_to_pull_and_gather_in_turn() throws Exception {
        for (String[] pair : new String[][] {{"push", "pull"}, {"scatter", "gather"}}) {
            ConfigurableApplicationContext one =
                    applications.start(Tasks.class, "work.type=" + pair[1], "work.bind=tcp://127.0.0.1:*");
            ConfigurableApplicationContext two =
                    applications.start(Tasks.class, "work.type=" + pair[1], "work.bind=tcp://127.0.0.1:*");
            ConfigurableApplicationContext source = applications.start(
                    "tasks.type=" + pair[0],
                    "tasks.immediate=true",
                    "tasks.connect.workers=" + Applications.endpoint(one, "work") + ","
                            + Applications.endpoint(two, "work"));
            await().atMost(SOON)
                    .until(() ->
                            source.getBean("tasks", ZmqSocket.class).stats().connections() == 2);

            for (int i = 0; i < 4; i++) {
                Applications.template(source).convertAndSend("tasks", "task " + i);
            }
            assertThat(List.of(
                            heard(one).next(),
                            heard(one).next(),
                            heard(two).next(),
                            heard(two).next()))
                    .containsExactlyInAnyOrder("task 0", "task 1", "task 2", "task 3");
        }
    }

    static class Frames extends Heard {
        @ZmqListener("work")
        void on(List<byte[]> frames) {
            frames.forEach(frame -> lines.add(new String(frame, StandardCharsets.UTF_8)));
        }
    }

    @Test
    void several_frames_pass_as_they_are() throws Exception {
        ConfigurableApplicationContext sink =
                applications.start(Frames.class, "work.type=pull", "work.bind=tcp://127.0.0.1:*");
        ConfigurableApplicationContext source =
                applications.start("tasks.type=push", "tasks.connect.w=" + Applications.endpoint(sink, "work"));

        Applications.template(source).convertAndSend("tasks", Message.ofTexts("a", "b"));
        Applications.template(source).convertAndSend("tasks", List.of(new byte[] {'c'}, new byte[] {'d'}));
        Applications.template(source).convertAndSend("tasks", "e");
        for (String expected : List.of("a", "b", "c", "d", "e")) {
            assertThat(heard(sink).next()).isEqualTo(expected);
        }
    }

    @Test
    void frames_are_never_lost_in_silence() throws Exception {
        ConfigurableApplicationContext sink =
                applications.start(Tasks.class, "work.type=pull", "work.bind=tcp://127.0.0.1:*");
        PushSocket push = plain.push(SocketOptions.defaults());
        push.connect(Applications.endpoint(sink, "work"));

        push.send(Message.ofTexts("a", "b"));
        push.send(Message.of("c"));
        assertThat(heard(sink).next()).isEqualTo("c");
        assertThat(sink.getBean(ZmqListenerEndpointRegistry.class)
                        .getListenerContainers()
                        .iterator()
                        .next()
                        .getFailedCount())
                .isEqualTo(1);
    }

    static class Echo extends Heard {
        @ZmqListener("desk")
        Object on(String order) {
            return switch (order) {
                case "nothing" -> null;
                case "bad" -> throw new IllegalArgumentException("bad order");
                case "later" ->
                    CompletableFuture.supplyAsync(
                            () -> "later!", CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
                default -> order + "!";
            };
        }
    }

    @Test
    void a_rep_listener_answers_each_request() {
        ConfigurableApplicationContext desk =
                applications.start(Echo.class, "desk.type=rep", "desk.bind=tcp://127.0.0.1:*");
        ReqSocket req = plain.req(patient());
        req.connect(Applications.endpoint(desk, "desk"));

        for (String[] pair :
                new String[][] {{"tea", "tea!"}, {"nothing", ""}, {"bad", ""}, {"later", "later!"}, {"milk", "milk!"}
                }) {
            req.send(Message.of(pair[0]));
            assertThat(req.receive().text()).as(pair[0]).isEqualTo(pair[1]);
        }
    }

    @Test
    void a_req_asks_a_plain_rep() {
        RepSocket rep = plain.rep(patient());
        ConfigurableApplicationContext trader =
                applications.start("desk.type=req", "desk.connect.there=" + rep.bind("tcp://127.0.0.1:*"));
        ZmqTemplate template = Applications.template(trader);

        CompletableFuture<String> reply = template.convertSendAndReceiveAsync("desk", "tea", String.class);
        assertThat(rep.receive().text()).isEqualTo("tea");
        rep.send(Message.of("tea!"));
        assertThat(reply).succeedsWithin(SOON).isEqualTo("tea!");
    }

    @Test
    void a_req_goes_on_after_a_reply_that_never_came() {
        RepSocket rep = plain.rep(patient());
        ConfigurableApplicationContext trader =
                applications.start("desk.type=req", "desk.connect.there=" + rep.bind("tcp://127.0.0.1:*"));
        ZmqTemplate template = Applications.template(trader);

        assertThatExceptionOfType(ZmqReplyTimeoutException.class)
                .isThrownBy(() -> template.convertSendAndReceive("desk", "lost", String.class, Duration.ofMillis(50)));
        CompletableFuture<String> reply = template.convertSendAndReceiveAsync("desk", "tea", String.class);
        assertThat(rep.receive().text()).isEqualTo("lost");
        rep.send(Message.of("late"));
        assertThat(rep.receive().text()).isEqualTo("tea");
        rep.send(Message.of("tea!"));
        assertThat(reply).succeedsWithin(SOON).isEqualTo("tea!");
    }

    @Test
    void a_router_listener_answers_req_and_dealer_peers() {
        ConfigurableApplicationContext desk =
                applications.start(Echo.class, "desk.type=router", "desk.bind=tcp://127.0.0.1:*");
        String endpoint = Applications.endpoint(desk, "desk");

        ReqSocket strict = plain.req(patient());
        strict.connect(endpoint);
        strict.send(Message.of("tea"));
        assertThat(strict.receive().text()).isEqualTo("tea!");

        ReqSocket correlated =
                plain.req(patient().toBuilder().req(ReqOptions.RELAXED).build());
        correlated.connect(endpoint);
        correlated.send(Message.of("milk"));
        assertThat(correlated.receive().text()).isEqualTo("milk!");

        DealerSocket dealer = plain.dealer(patient());
        dealer.connect(endpoint);
        dealer.send(Message.of("rum"));
        assertThat(texts(dealer.receive())).containsExactly("rum!");
        dealer.send(Message.ofTexts("hop", "", "gin"));
        assertThat(texts(dealer.receive())).containsExactly("hop", "", "gin!");
    }

    static class Workers extends Heard {
        @ZmqListener("desk")
        void on(String body, @Header(ZmqHeaders.IDENTITY) String identity) {
            lines.add(identity + "=" + body);
        }
    }

    @Test
    void a_router_sends_to_an_identity() throws Exception {
        ConfigurableApplicationContext desk =
                applications.start(Workers.class, "desk.type=router", "desk.bind=tcp://127.0.0.1:*");
        DealerSocket worker = plain.dealer(patient().toBuilder()
                .identity("worker-1".getBytes(StandardCharsets.UTF_8))
                .build());
        worker.connect(Applications.endpoint(desk, "desk"));
        worker.send(Message.of("ready"));
        assertThat(heard(desk).next()).isEqualTo("worker-1=ready");
        Applications.template(desk).convertAndSend("desk/worker-1", "go");
        assertThat(texts(worker.receive())).containsExactly("go");

        DealerSocket nameless = plain.dealer(patient());
        nameless.connect(Applications.endpoint(desk, "desk"));
        nameless.send(Message.of("ready"));
        String line = heard(desk).next();
        assertThat(line).matches("0x00[0-9a-f]{8}=ready");
        Applications.template(desk).convertAndSend("desk/" + line.substring(0, line.indexOf('=')), "go");
        assertThat(texts(nameless.receive())).containsExactly("go");
    }

    @Test
    void a_dealer_keeps_many_requests_open() {
        RouterSocket router = plain.router(patient());
        ConfigurableApplicationContext trader =
                applications.start("desk.type=dealer", "desk.connect.there=" + router.bind("tcp://127.0.0.1:*"));
        ZmqTemplate template = Applications.template(trader);

        CompletableFuture<String> first = template.convertSendAndReceiveAsync("desk", "1", String.class);
        CompletableFuture<String> second = template.convertSendAndReceiveAsync("desk", "2", String.class);
        Message one = router.receive();
        Message two = router.receive();
        for (Message request : List.of(two, one)) {
            assertThat(request.frameCount()).isEqualTo(4);
            assertThat(request.frame(2)).isEmpty();
            router.send(Message.ofFrames(
                    request.frame(0),
                    request.frame(1),
                    request.frame(2),
                    (request.text() + "!").getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(second).succeedsWithin(SOON).isEqualTo("2!");
        assertThat(first).succeedsWithin(SOON).isEqualTo("1!");
    }

    @Test
    void whoever_asks_is_answered_by_whoever_may_answer() {
        for (String[] pair : new String[][] {
            {"req", "rep"},
            {"req", "router"},
            {"dealer", "rep"},
            {"dealer", "router"},
            {"dealer", "dealer"},
            {"pair", "pair"},
            {"channel", "channel"},
            {"client", "server"},
            {"peer", "peer"}
        }) {
            ConfigurableApplicationContext desk =
                    applications.start(Echo.class, "desk.type=" + pair[1], "desk.bind=tcp://127.0.0.1:*");
            ConfigurableApplicationContext trader = applications.start(
                    "trader.type=" + pair[0], "trader.connect.desk=" + Applications.endpoint(desk, "desk"));
            String destination = pair[0].equals("peer") ? "desk" : "trader";

            for (String body : List.of("tea", "milk")) {
                assertThat(Applications.template(trader).convertSendAndReceive(destination, body, String.class, SOON))
                        .as("%s asks %s", (Object[]) pair)
                        .isEqualTo(body + "!");
            }
        }
    }

    @Test
    void a_server_asks_a_client_it_knows() throws Exception {
        ConfigurableApplicationContext client = applications.start(
                Echo.class, "desk.type=client", "desk.bind=tcp://127.0.0.1:*", "desk.peer-name=client");
        ConfigurableApplicationContext server = applications.start(
                "server.type=server", "server.connect.there=" + Applications.endpoint(client, "desk"));

        assertThat(Applications.template(server).convertSendAndReceive("there", "tea", String.class, SOON))
                .isEqualTo("tea!");
    }

    @Test
    void a_dgram_listener_answers_plain_datagrams() throws Exception {
        ConfigurableApplicationContext desk =
                applications.start(Echo.class, "desk.type=dgram", "desk.bind=udp://127.0.0.1:*");
        String bound =
                desk.getBean("desk", ZmqSocket.class).boundEndpoints().get(0).address();
        try (DatagramSocket other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            other.setSoTimeout((int) SOON.toMillis());
            int port = Integer.parseInt(bound.substring(bound.lastIndexOf(':') + 1));
            other.send(new DatagramPacket("tea".getBytes(StandardCharsets.UTF_8), 3, other.getLocalAddress(), port));
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            other.receive(answer);
            assertThat(new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8))
                    .isEqualTo("tea!");

            Applications.template(desk).convertAndSend("desk/127.0.0.1:" + other.getLocalPort(), "more");
            other.receive(answer);
            assertThat(answer.getLength()).isEqualTo(4);
        }
    }

    @Test
    void a_stream_listener_answers_plain_tcp() throws Exception {
        ConfigurableApplicationContext desk = applications.start(
                Echo.class, "desk.type=stream", "desk.stream.notices=false", "desk.bind=tcp://127.0.0.1:*");
        String endpoint = Applications.endpoint(desk, "desk");
        int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
        try (Socket tcp = new Socket(InetAddress.getLoopbackAddress(), port)) {
            tcp.setSoTimeout((int) SOON.toMillis());
            tcp.getOutputStream().write("tea".getBytes(StandardCharsets.UTF_8));
            assertThat(new String(tcp.getInputStream().readNBytes(4), StandardCharsets.UTF_8))
                    .isEqualTo("tea!");
        }
    }

    @Test
    void a_pull_listener_hears_a_plain_push_and_a_push_reaches_a_plain_pull() throws Exception {
        ConfigurableApplicationContext application = applications.start(
                Tasks.class,
                "work.type=pull",
                "work.bind=tcp://127.0.0.1:*",
                "tasks.type=push",
                "tasks.bind=tcp://127.0.0.1:*");
        PushSocket push = plain.push(SocketOptions.defaults());
        push.connect(Applications.endpoint(application, "work"));
        push.send(Message.of("in"));
        assertThat(heard(application).next()).isEqualTo("in");

        PullSocket pull = plain.pull(patient());
        pull.connect(Applications.endpoint(application, "tasks"));
        Applications.template(application).convertAndSend("tasks", "out");
        assertThat(pull.receive().text()).isEqualTo("out");
    }

    private static List<String> texts(Message message) {
        return message.frames().stream()
                .map(frame -> new String(frame, StandardCharsets.UTF_8))
                .toList();
    }
}
