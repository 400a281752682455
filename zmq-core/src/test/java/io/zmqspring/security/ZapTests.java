package io.zmqspring.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.DealerSocket;
import io.zmqspring.Message;
import io.zmqspring.PeerSocket;
import io.zmqspring.PullSocket;
import io.zmqspring.RepSocket;
import io.zmqspring.RouterSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqProxy;
import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sockets whose peers a ZAP handler judges (RFC 27), and what happens when the handler is not as it should be. */
@ExtendWith(LeakCheck.class)
class ZapTests {
    private static final String ENDPOINT = "inproc://zeromq.zap.01";
    private static final CurveKeyPair SERVER = CurveKeyPair.generate();
    private static final CurveKeyPair CLIENT = CurveKeyPair.generate();

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private final EventRecorder serverEvents = new EventRecorder();
    private final EventRecorder clientEvents = new EventRecorder();

    private PeerSocket open(Security security, EventRecorder events) {
        return context.peer(
                TestOptions.quick().security(security).eventListener(events).build());
    }

    /** A handler that answers one request, with frames made from it: those that a REP handler sees. */
    private List<String> answerOne(RepSocket handler, UnaryOperator<List<String>> reply) {
        List<String> request = texts(handler.receive());
        handler.send(Message.ofFrames(reply.apply(request).stream()
                .map(frame -> frame.getBytes(ISO_8859_1))
                .toList()));
        return request;
    }

    private static List<String> texts(Message message) {
        return message.frames().stream()
                .map(frame -> new String(frame, ISO_8859_1))
                .toList();
    }

    private RepSocket handler() {
        RepSocket handler = context.rep(TestOptions.quick().build());
        handler.bind(ENDPOINT);
        return handler;
    }

    private static UnaryOperator<List<String>> status(String status, String user, String metadata) {
        return request -> List.of("1.0", request.get(1), status, "a text", user, metadata);
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "IPC"})
    @Tag("A-001")
    @Tag("A-002")
    @Tag("A-005")
    @Tag("A-010")
    @Tag("A-019")
    @Tag("A-024")
    @Tag("A-025")
    @Tag("A-026")
    @Tag("A-027")
    @Tag("A-028")
    @Tag("A-029")
    @Tag("A-030")
    @Tag("A-032")
    @Tag("A-035")
    @Tag("A-037")
    @Tag("A-040")
    @Tag("A-048")
    @Tag("A-049")
    @Tag("A-057")
    @Tag("A-059")
    @Tag("A-060")
    @Tag("A-062")
    @Tag("A-063")
    @Tag("Z-221")
    @Tag("C-060")
    @Tag("A-061")
    void aRepHandlerLetsAPeerInAndNamesIt(TestTransport transport) {
        RepSocket handler = handler();
        PeerSocket server = open(Security.plainServer(Authenticator.zap(context, "orders")), serverEvents);
        PeerSocket client = context.peer(TestOptions.quick()
                .security(Security.plainClient("joe", "s3cret"))
                .property("X-Role", "admin")
                .eventListener(clientEvents)
                .build());
        int id = client.connect(server.bind(transport.bindEndpoint()).toString());
        client.send(id, Message.of("hello"));
        List<String> request =
                answerOne(handler, status("200", "joseph", "\6X-Role\0\0\0\4user\13Socket-Type\0\0\0\3FOO"));
        assertThat(request).hasSize(8);
        assertThat(request.get(0)).isEqualTo("1.0");
        assertThat(request.get(1)).isNotEmpty();
        assertThat(request.get(2)).isEqualTo("orders");
        assertThat(request.get(3)).matches(transport == TestTransport.TCP ? "127\\.0\\.0\\.1" : "localhost:.*");
        assertThat(request.subList(4, 8)).containsExactly("", "PLAIN", "joe", "s3cret");
        Message message = server.receive();
        assertThat(message.sender().user().id()).isEqualTo("joseph");
        assertThat(message.sender().properties())
                .containsEntry("User-Id", "joseph")
                .containsEntry("X-Role", "user");
        assertThat(server.peers().get(0).user()).isEqualTo(message.sender().user());
        assertThat(client.peers().get(0).properties()).doesNotContainKeys("User-Id", "X-Role");

        PeerSocket other = open(Security.plainClient("ann", "x"), new EventRecorder());
        other.connect(server.boundEndpoints().get(0).toString());
        List<String> second = answerOne(handler, status("400", "", ""));
        assertThat(second.get(1)).isNotEqualTo(request.get(1));
    }

    /** A burst of handshakes waits for a slow handler, however little the handler takes at a time. */
    @Test
    @Tag("A-006")
    void requestsWaitWhateverTheHighWaterMarks() {
        RepSocket handler = context.rep(
                TestOptions.quick().receiveHighWaterMark(1).sendHighWaterMark(1).build());
        handler.bind(ENDPOINT);
        PeerSocket server = open(Security.plainServer(Authenticator.zap(context, "x")), serverEvents);
        String endpoint = server.bind("tcp://127.0.0.1:*").toString();
        int clients = 50;
        for (int i = 0; i < clients; i++) {
            open(Security.plainClient("joe", "a"), clientEvents).connect(endpoint);
        }
        Until.isTrue("all have asked", () -> handler.stats().traffic().incomingQueue() == clients);
        for (int i = 0; i < clients; i++) {
            answerOne(handler, status("200", "joe", ""));
        }
        server.awaitPeers(clients, Duration.ofSeconds(10));
    }

    /** The handler may sit behind others, each of which adds a frame to the envelope and takes it off the reply. */
    @Test
    @Tag("A-065")
    @Tag("A-066")
    @Tag("A-067")
    void requestsPassThroughHandlersThatHandThemOn() {
        RouterSocket first = context.router(TestOptions.quick().build());
        first.bind(ENDPOINT);
        DealerSocket between = context.dealer(TestOptions.quick().build());
        RouterSocket second = context.router(TestOptions.quick().build());
        between.connect(second.bind("inproc://second").toString());
        DealerSocket last = context.dealer(TestOptions.quick().build());
        RepSocket handler = context.rep(TestOptions.quick().build());
        handler.connect(last.bind("inproc://handler").toString());
        PeerSocket server = open(Security.plainServer(Authenticator.zap(context, "orders")), serverEvents);
        PeerSocket client = open(Security.plainClient("joe", "s3cret"), clientEvents);
        try (ZmqProxy one = ZmqProxy.start(first, between);
                ZmqProxy two = ZmqProxy.start(second, last)) {
            client.connect(server.bind("tcp://127.0.0.1:*").toString());
            List<String> request = answerOne(handler, status("200", "joseph", ""));
            assertThat(request).hasSize(8).endsWith("", "PLAIN", "joe", "s3cret");
            server.awaitPeers(1, Duration.ofSeconds(10));
            assertThat(server.peers().get(0).user().id()).isEqualTo("joseph");
            assertThat(one.statistics().dropped() + two.statistics().dropped()).isZero();
        }
    }

    @Test
    @Tag("A-038")
    @Tag("A-033")
    @Tag("A-007")
    @Tag("A-064")
    @Tag("A-011")
    void aRouterHandlerAnswersSeveralInAnyOrder() {
        RouterSocket handler = context.router(TestOptions.quick().build());
        handler.bind(ENDPOINT);
        PeerSocket server = open(Security.curveServer(SERVER, Authenticator.zap(context, "any")), serverEvents);
        String endpoint = server.bind("tcp://127.0.0.1:*").toString();
        PeerSocket first = open(Security.curveClient(CLIENT, SERVER.publicKey()), clientEvents);
        first.send(first.connect(endpoint), Message.of("first"));
        Message one = handler.receive();
        CurveKeyPair otherKey = CurveKeyPair.generate();
        PeerSocket second = open(Security.curveClient(otherKey, SERVER.publicKey()), clientEvents);
        second.send(second.connect(endpoint), Message.of("second"));
        Message two = handler.receive();
        for (Message request : List.of(two, one)) {
            List<byte[]> frames = request.frames();
            assertThat(frames.get(frames.size() - 2)).asString().isEqualTo("CURVE");
            byte[] key = frames.get(frames.size() - 1);
            assertThat(CurveKey.of(key)).isIn(CLIENT.publicKey(), otherKey.publicKey());
            handler.send(Message.ofFrames(
                    frames.get(0),
                    frames.get(1),
                    frames.get(2),
                    frames.get(3),
                    "200".getBytes(ISO_8859_1),
                    new byte[0],
                    CurveKey.of(key).toString().getBytes(ISO_8859_1),
                    new byte[0]));
            Message received = server.receive();
            assertThat(received.text()).isEqualTo(request == two ? "second" : "first");
            assertThat(received.sender().user())
                    .isEqualTo(User.named(CurveKey.of(key).toString()));
        }
    }

    @Test
    @Tag("A-009")
    @Tag("A-034")
    @Tag("A-036")
    @Tag("A-058")
    @Tag("Z-044")
    void nullAsksToo() {
        RepSocket handler = handler();
        PeerSocket server = open(Security.none(Authenticator.zap(context, "here")), serverEvents);
        PeerSocket client = open(Security.none(Authenticator.zap(context, "there")), clientEvents);
        int id = client.connect(server.bind("tcp://127.0.0.1:*").toString());
        client.send(id, Message.of("hello"));
        List<String> domains = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            List<String> request = answerOne(handler, status("200", "", ""));
            assertThat(request).hasSize(6);
            assertThat(request.subList(3, 6)).containsExactly("127.0.0.1", "", "NULL");
            domains.add(request.get(2));
        }
        assertThat(domains).containsExactlyInAnyOrder("here", "there");
        Message message = server.receive();
        assertThat(message.sender().user()).isNull();
        assertThat(message.sender().properties()).doesNotContainKey("User-Id");
    }

    @Test
    @Tag("A-008")
    @Tag("A-012")
    @Tag("A-020")
    void nobodyElseAsks() {
        RepSocket handler = handler();
        PeerSocket server = open(Security.plainServer(Authenticator.acceptAll()), serverEvents);
        PeerSocket client = open(Security.plainClient("a", "b"), clientEvents);
        client.send(client.connect(server.bind("tcp://127.0.0.1:*").toString()), Message.of("plain"));
        server.receive();
        PeerSocket open = open(Security.none(), serverEvents);
        PeerSocket other = open(Security.none(), clientEvents);
        other.send(other.connect(open.bind("tcp://127.0.0.1:*").toString()), Message.of("null"));
        open.receive();
        PeerSocket inside = open(Security.plainServer(Authenticator.zap(context, "x")), serverEvents);
        PeerSocket insider = open(Security.none(), clientEvents);
        insider.send(insider.connect(inside.bind("inproc://inside").toString()), Message.of("inproc"));
        inside.receive();
        assertThat(handler.tryReceive()).isNull();
    }

    /** A reply, what the client is told, and what our event says. */
    record Reply(String name, UnaryOperator<List<String>> frames, String told, String detail) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Reply> refusals() {
        return Stream.of(
                new Reply("300", status("300", "", ""), null, "300"),
                new Reply("400", status("400", "", ""), "400", "400"),
                new Reply("500", status("500", "", ""), "500", "500"),
                new Reply("201", status("201", "joe", ""), "500", "status '201'"),
                new Reply("600", status("600", "joe", ""), "500", "status '600'"),
                new Reply("no status", status("", "joe", ""), "500", "status ''"),
                new Reply("too few", request -> List.of("1.0", request.get(1), "200", "", ""), "500", "6 frames"),
                new Reply(
                        "too many",
                        request -> List.of("1.0", request.get(1), "200", "", "", "", ""),
                        "500",
                        "8 frames"),
                new Reply(
                        "version",
                        request -> List.of("1.1", request.get(1), "200", "", "", ""),
                        "500",
                        "version '1.1'"),
                new Reply("another id", request -> List.of("1.0", "77", "200", "", "", ""), "500", "was not made"),
                new Reply("no id", request -> List.of("1.0"), "500", "was not made"),
                new Reply("metadata", status("200", "joe", "\6X-Role\0\0\0\5user"), "500", "metadata"),
                new Reply("names", status("200", "joe", "\0"), "500", "metadata"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    @Tag("A-041")
    @Tag("A-043")
    @Tag("A-044")
    @Tag("A-045")
    @Tag("A-046")
    @Tag("A-047")
    @Tag("A-050")
    @Tag("A-051")
    @Tag("A-052")
    @Tag("A-053")
    @Tag("A-054")
    @Tag("A-055")
    @Tag("A-056")
    @Tag("SEC-12")
    @Tag("A-14")
    @Tag("O-158")
    @Tag("O-159")
    @Tag("O-160")
    @Tag("O-161")
    @Tag("O-162")
    @Tag("O-141")
    void onlyAProper200LetsAPeerIn(Reply reply) {
        for (Security security : List.of(
                Security.plainServer(Authenticator.zap(context, "x")),
                Security.curveServer(SERVER, Authenticator.zap(context, "x")),
                Security.none(Authenticator.zap(context, "x")))) {
            EventRecorder servers = new EventRecorder();
            EventRecorder clients = new EventRecorder();
            Security other = security instanceof Security.PlainServer
                    ? Security.plainClient("a", "b")
                    : security.isEncrypted() ? Security.curveClient(CLIENT, SERVER.publicKey()) : Security.none();
            try (RepSocket handler = handler();
                    PeerSocket server = open(security, servers);
                    PeerSocket client = open(other, clients)) {
                client.connect(server.bind("tcp://127.0.0.1:*").toString());
                answerOne(handler, reply.frames());
                assertThat(servers.await(SocketEvent.HandshakeFailed.class)).satisfies(failed -> {
                    assertThat(failed.reason()).isEqualTo(HandshakeFailure.NOT_AUTHENTICATED);
                    assertThat(failed.detail()).contains(reply.detail());
                });
                SocketEvent.HandshakeFailed failed = clients.await(SocketEvent.HandshakeFailed.class);
                if (reply.told() == null) {
                    assertThat(failed.reason()).isEqualTo(HandshakeFailure.CONNECTION_LOST);
                } else {
                    assertThat(failed.reason()).isEqualTo(HandshakeFailure.REJECTED_BY_PEER);
                    assertThat(failed.detail()).contains(reply.told()).doesNotContain("a text");
                }
                assertThat(server.peers()).isEmpty();
            }
        }
    }

    @Test
    @Tag("A-015")
    @Tag("A-022")
    void withoutAHandlerNobodyIsLetInUntilThereIsOne() {
        PeerSocket server = open(Security.plainServer(Authenticator.zap(context, "x")), serverEvents);
        String endpoint = server.bind("tcp://127.0.0.1:*").toString();
        PeerSocket early = open(Security.plainClient("a", "b"), clientEvents);
        early.connect(endpoint);
        assertThat(serverEvents.await(SocketEvent.HandshakeFailed.class).detail())
                .contains("no ZAP handler is bound");
        RepSocket handler = handler();
        PeerSocket late = open(Security.plainClient("a", "b"), new EventRecorder());
        late.send(late.connect(endpoint), Message.of("hello"));
        answerOne(handler, status("200", "", ""));
        assertThat(server.receive().text()).isEqualTo("hello");
    }

    @Test
    @Tag("A-004")
    void aHandlerOfTheWrongTypeLetsNobodyIn() {
        PullSocket wrong = context.pull(TestOptions.quick().build());
        wrong.bind(ENDPOINT);
        PeerSocket server = open(Security.plainServer(Authenticator.zap(context, "x")), serverEvents);
        PeerSocket client = open(Security.plainClient("a", "b"), clientEvents);
        client.connect(server.bind("tcp://127.0.0.1:*").toString());
        assertThat(clientEvents.await(SocketEvent.HandshakeFailed.class).detail())
                .contains("500");
    }

    @Test
    @Tag("A-021")
    @Tag("A-023")
    @Tag("A-14")
    void aHandlerThatGoesAwayLetsNobodyInAndTheNextOneIsAsked() {
        PeerSocket server = context.peer(TestOptions.quick()
                .handshakeTimeout(Duration.ofMillis(500))
                .security(Security.plainServer(Authenticator.zap(context, "x")))
                .eventListener(serverEvents)
                .build());
        String endpoint = server.bind("tcp://127.0.0.1:*").toString();
        RepSocket first = handler();
        PeerSocket client = open(Security.plainClient("a", "b"), clientEvents);
        int id = client.connect(endpoint);
        client.send(id, Message.of("hello"));
        first.receive();
        first.close();
        assertThat(serverEvents.await(SocketEvent.HandshakeFailed.class).reason())
                .isEqualTo(HandshakeFailure.TIMEOUT);
        try (RepSocket second = handler()) {
            Background.run(() -> answerOne(second, status("200", "", ""))).join();
            assertThat(server.receive().text()).isEqualTo("hello");
        }
    }

    @Test
    @Tag("A-042")
    @Tag("O-157")
    void aReplyBeginsWithAnEmptyFrame() {
        List<byte[]> frames = Stream.of("x", "1.0", "1", "200", "", "joe", "")
                .map(frame -> frame.getBytes(ISO_8859_1))
                .toList();
        assertThat(ZapReply.read(frames).verdict().status()).isEqualTo(Verdict.Status.FAILED);
        List<byte[]> right = new ArrayList<>(frames);
        right.set(0, new byte[0]);
        assertThat(ZapReply.read(right).verdict().user()).isEqualTo(User.named("joe"));
    }

    @Test
    @Tag("A-031")
    void anIpv4PeerOfAListenerForBothIsShownAsSuch() {
        List<String> addresses = new java.util.concurrent.CopyOnWriteArrayList<>();
        PeerSocket server = open(
                Security.none(Authenticator.of(shown -> {
                    addresses.add(shown.address());
                    return Verdict.accept();
                })),
                serverEvents);
        int port = server.bind("tcp://*:*").port().orElseThrow();
        PeerSocket client = open(Security.none(), clientEvents);
        client.send(client.connect("tcp://127.0.0.1:" + port), Message.of("hello"));
        server.receive();
        assertThat(addresses).containsExactly("127.0.0.1");
    }

    @Test
    @Tag("A-068")
    void aDomainIsAsRfc27HasIt() {
        for (String domain : List.of("x".repeat(256), "straße")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Authenticator.zap(context, domain))
                    .withMessageContaining("255");
        }
    }

    @Test
    void aDomainIsNeverEmpty() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Authenticator.zap(context, ""))
                .withMessageContaining("name one");
    }

    @Test
    void optionsSayNothingOfTheAuthenticator() {
        SocketOptions options = TestOptions.quick()
                .security(Security.plainServer(Authenticator.zap(context, "x")))
                .build();
        assertThat(options.security()).hasToString("PLAIN server");
    }
}
