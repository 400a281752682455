package io.zmqspring.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.DealerSocket;
import io.zmqspring.Heartbeat;
import io.zmqspring.Message;
import io.zmqspring.PeerSocket;
import io.zmqspring.PubSocket;
import io.zmqspring.Reconnect;
import io.zmqspring.RouterSocket;
import io.zmqspring.Sender;
import io.zmqspring.SocketOptions;
import io.zmqspring.SubSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.test.FaultProxy;
import io.zmqspring.testkit.Books;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sockets with a security mechanism, over real connections. */
@ExtendWith(LeakCheck.class)
class SecureSocketTests {
    private static final CurveKeyPair SERVER = CurveKeyPair.generate();
    private static final CurveKeyPair CLIENT = CurveKeyPair.generate();

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private final EventRecorder serverEvents = new EventRecorder();
    private final EventRecorder clientEvents = new EventRecorder();

    /** Both parts of a mechanism that accept each other. */
    record Pair(String name, TestTransport transport, Security server, Security client, String userId) {
        @Override
        public String toString() {
            return name + " over " + transport;
        }
    }

    static Stream<Pair> pairs() {
        AllowedKeys keys = AllowedKeys.of(Map.of(CLIENT.publicKey(), "joe"));
        return Stream.of(TestTransport.TCP, TestTransport.IPC)
                .flatMap(transport -> Stream.of(
                        new Pair(
                                "CURVE",
                                transport,
                                Security.curveServer(SERVER, Authenticator.keys(keys)),
                                Security.curveClient(CLIENT, SERVER.publicKey()),
                                "joe"),
                        new Pair(
                                "CURVE for all",
                                transport,
                                Security.curveServer(SERVER, Authenticator.acceptAll()),
                                Security.curveClient(CLIENT, SERVER.publicKey()),
                                null),
                        new Pair(
                                "PLAIN",
                                transport,
                                Security.plainServer(Authenticator.users(Map.of("admin", "secret"))),
                                Security.plainClient("admin", "secret"),
                                "admin"),
                        new Pair(
                                "NULL",
                                transport,
                                Security.none(Authenticator.of(shown -> Verdict.accept(User.named(shown.address())))),
                                Security.none(Authenticator.acceptAll()),
                                transport == TestTransport.TCP ? "127.0.0.1" : "")));
    }

    private SocketOptions with(Security security, EventRecorder events) {
        return TestOptions.quick().security(security).eventListener(events).build();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @Tag("C-061")
    @Tag("A-019")
    @Tag("A-049")
    @Tag("A-057")
    void talksWhoeverBinds(Pair pair) {
        for (boolean serverBinds : new boolean[] {true, false}) {
            try (PeerSocket server = context.peer(with(pair.server(), serverEvents));
                    PeerSocket client = context.peer(with(pair.client(), clientEvents))) {
                PeerSocket binder = serverBinds ? server : client;
                PeerSocket connecter = serverBinds ? client : server;
                int id = connecter.connect(
                        binder.bind(pair.transport().bindEndpoint()).toString());
                for (int size : new int[] {0, 1, 30, 31, 32, 255, 256, 100_000, 1 << 20}) {
                    byte[] body = new byte[size];
                    new java.util.Random(size).nextBytes(body);
                    connecter.send(id, Message.ofFrames(List.of(body)));
                    Message there = binder.receive();
                    assertThat(there.body()).isEqualTo(body);
                    binder.send(there.routingId(), there);
                    Message back = connecter.receive();
                    assertThat(back.body()).isEqualTo(body);
                    Sender sender = (serverBinds ? there : back).sender();
                    if (pair.userId() == null) {
                        assertThat(sender.user()).isNull();
                    } else if (!pair.userId().isEmpty()) {
                        assertThat(sender.user()).isEqualTo(User.named(pair.userId()));
                        assertThat(sender.properties()).containsEntry("user-id", pair.userId());
                    }
                }
                assertThat(server.peers())
                        .singleElement()
                        .satisfies(peer -> assertThat(peer.user() == null).isEqualTo(pair.userId() == null));
                Books.assertBalanced(server);
                Books.assertBalanced(client);
            }
        }
    }

    @Test
    @Tag("JQ-27")
    @Tag("SEC-13")
    void subscriptionsAndHeartbeatsGoThroughCurve() {
        Duration patience = Duration.ofMillis(500);
        Heartbeat heartbeat = Heartbeat.every(Duration.ofMillis(50)).withTimeout(patience);
        PubSocket pub = context.pub(TestOptions.quick()
                .heartbeat(heartbeat)
                .security(Security.curveServer(SERVER, Authenticator.keys(CLIENT.publicKey())))
                .eventListener(serverEvents)
                .build());
        SubSocket sub = context.sub(TestOptions.quick()
                .heartbeat(heartbeat)
                .security(Security.curveClient(CLIENT, SERVER.publicKey()))
                .eventListener(clientEvents)
                .build());
        sub.subscribe("a");
        sub.connect(pub.bind("tcp://127.0.0.1:*").toString());
        Until.isTrue("subscribed", () -> {
            pub.send(Message.of("b0"));
            pub.send(Message.of("a0"));
            return sub.tryReceive(Duration.ofMillis(10)) != null;
        });
        Instant heard = sub.peers().get(0).lastTraffic();
        Until.isTrue(
                "heartbeats", () -> sub.peers().get(0).lastTraffic().isAfter(heard.plus(patience.multipliedBy(2))));
        assertThat(serverEvents.events(SocketEvent.Disconnected.class)).isEmpty();
        assertThat(clientEvents.events(SocketEvent.Disconnected.class)).isEmpty();
        sub.unsubscribe("a");
        sub.subscribe("b");
        Until.isTrue("subscribed anew", () -> {
            pub.send(Message.of("b1"));
            Message next = sub.tryReceive(Duration.ofMillis(10));
            return next != null && next.text().equals("b1");
        });
    }

    @Test
    void multipartMessagesGoThroughCurveInManyPieces() {
        RouterSocket router =
                context.router(with(Security.curveServer(SERVER, Authenticator.acceptAll()), serverEvents));
        DealerSocket dealer = context.dealer(with(Security.curveClient(CLIENT, SERVER.publicKey()), clientEvents));
        dealer.connect(router.bind("tcp://127.0.0.1:*").toString());
        List<byte[]> frames =
                IntStream.range(0, 200).mapToObj(i -> new byte[i * 37]).toList();
        for (int i = 0; i < 20; i++) {
            dealer.send(Message.ofFrames(frames));
        }
        for (int i = 0; i < 20; i++) {
            List<byte[]> received = router.receive().frames();
            List<byte[]> sent = received.subList(received.size() - frames.size(), received.size());
            assertThat(Arrays.deepEquals(sent.toArray(), frames.toArray())).isTrue();
        }
        Books.assertBalanced(router);
    }

    @Test
    @Tag("C-068")
    @Tag("C-072")
    @Tag("A-052")
    @Tag("A-055")
    @Tag("A-056")
    @Tag("JQ-26")
    void aClientThatIsRefusedIsToldAndGivesUp() {
        PeerSocket server =
                context.peer(with(Security.curveServer(SERVER, Authenticator.keys(SERVER.publicKey())), serverEvents));
        PeerSocket client = context.peer(with(Security.curveClient(CLIENT, SERVER.publicKey()), clientEvents));
        client.connect(server.bind("tcp://127.0.0.1:*").toString());
        assertThat(serverEvents.await(SocketEvent.HandshakeFailed.class)).satisfies(failed -> {
            assertThat(failed.reason()).isEqualTo(HandshakeFailure.NOT_AUTHENTICATED);
            assertThat(failed.detail()).contains("400");
        });
        assertThat(clientEvents.await(SocketEvent.HandshakeFailed.class)).satisfies(failed -> {
            assertThat(failed.reason()).isEqualTo(HandshakeFailure.REJECTED_BY_PEER);
            assertThat(failed.detail()).contains("400");
        });
        clientEvents.await(SocketEvent.Closed.class);
        assertThat(clientEvents.events(SocketEvent.Connected.class)).hasSize(1);
    }

    /** The server cannot open its HELLO, so there is nobody to be told anything (RFC 26); hanging up has to be understood. */
    @Test
    @Tag("JQ-26")
    @Tag("N-18")
    void aClientThatTakesTheServerForAnotherComesLessAndLessOften() {
        PeerSocket server = context.peer(with(Security.curveServer(SERVER, Authenticator.acceptAll()), serverEvents));
        PeerSocket client = context.peer(TestOptions.quick()
                .reconnect(new Reconnect(Duration.ofMillis(5), Duration.ofMillis(50)))
                .security(Security.curveClient(CLIENT, CLIENT.publicKey()))
                .eventListener(clientEvents)
                .build());
        client.connect(server.bind("tcp://127.0.0.1:*").toString());
        List<SocketEvent.ConnectRetried> retries = clientEvents.await(SocketEvent.ConnectRetried.class, 5);
        assertThat(retries).allSatisfy(retry -> assertThat(retry.reason()).isEqualTo(Reconnect.Failure.HANDSHAKE));
        assertThat(retries.get(0).delay().toMillis()).isBetween(16L, 24L);
        assertThat(retries.get(4).delay().toMillis()).isBetween(160L, 240L);
        assertThat(server.peers()).isEmpty();
    }

    @Test
    @Tag("A-050")
    @Tag("A-051")
    @Tag("C-069")
    @Tag("C-073")
    void whoIsToComeLaterTriesAgain() {
        CompletableFuture<Verdict> first = CompletableFuture.completedFuture(Verdict.tryLater("full"));
        java.util.Iterator<CompletableFuture<Verdict>> answers = List.of(
                        first, CompletableFuture.completedFuture(Verdict.accept()))
                .iterator();
        PeerSocket server = context.peer(with(Security.plainServer(credentials -> answers.next()), serverEvents));
        PeerSocket client = context.peer(with(Security.plainClient("a", "b"), clientEvents));
        int id = client.connect(server.bind("tcp://127.0.0.1:*").toString());
        client.send(id, Message.of("hello"));
        assertThat(server.receive().text()).isEqualTo("hello");
        clientEvents.await(SocketEvent.HandshakeFailed.class);
        assertThat(clientEvents.events(SocketEvent.HandshakeFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.reason()).isEqualTo(HandshakeFailure.CONNECTION_LOST));
    }

    static Stream<Authenticator> broken() {
        return Stream.of(
                credentials -> {
                    throw new IllegalStateException("no directory");
                },
                credentials -> null,
                credentials -> CompletableFuture.failedFuture(new IllegalStateException("no directory")),
                credentials -> CompletableFuture.completedFuture(null),
                Authenticator.of(credentials -> Verdict.fail("no directory")));
    }

    @ParameterizedTest
    @MethodSource("broken")
    @Tag("A-053")
    @Tag("SEC-12")
    @Tag("A-14")
    void aBrokenAuthenticatorLetsNobodyIn(Authenticator authenticator) {
        for (Security security : List.of(
                Security.plainServer(authenticator),
                Security.curveServer(SERVER, authenticator),
                Security.none(authenticator))) {
            EventRecorder events = new EventRecorder();
            Security clients = security instanceof Security.PlainServer
                    ? Security.plainClient("a", "b")
                    : security.isEncrypted() ? Security.curveClient(CLIENT, SERVER.publicKey()) : Security.none();
            try (PeerSocket server = context.peer(with(security, serverEvents));
                    PeerSocket client = context.peer(with(clients, events))) {
                client.connect(server.bind("tcp://127.0.0.1:*").toString());
                assertThat(events.await(SocketEvent.HandshakeFailed.class).detail())
                        .contains("500");
                assertThat(server.peers()).isEmpty();
                assertThat(server.stats().handshakeFailures()).isEqualTo(1);
            }
        }
    }

    @Test
    @Tag("A-021")
    @Tag("A-14")
    void anAuthenticatorThatNeverAnswersDelaysNobodyElse() {
        CountDownLatch waiting = new CountDownLatch(1);
        Authenticator authenticator = credentials -> {
            if (new String(((Credentials.Plain) credentials).username()).equals("slow")) {
                waiting.countDown();
                return new CompletableFuture<>();
            }
            return CompletableFuture.completedFuture(Verdict.accept());
        };
        PeerSocket server = context.peer(TestOptions.quick()
                .security(Security.plainServer(authenticator))
                .handshakeTimeout(Duration.ofMillis(300))
                .eventListener(serverEvents)
                .build());
        String endpoint = server.bind("tcp://127.0.0.1:*").toString();
        PeerSocket slow = context.peer(with(Security.plainClient("slow", ""), clientEvents));
        slow.connect(endpoint);
        Until.isTrue("the slow one is asked about", () -> waiting.getCount() == 0);
        PeerSocket quick = context.peer(with(Security.plainClient("quick", ""), new EventRecorder()));
        quick.send(quick.connect(endpoint), Message.of("hello"));
        assertThat(server.receive().text()).isEqualTo("hello");
        assertThat(serverEvents.await(SocketEvent.HandshakeFailed.class).reason())
                .isEqualTo(HandshakeFailure.TIMEOUT);
    }

    @Test
    void keysMayBeReplacedWhileTheSocketIsOpen() {
        AllowedKeys keys = AllowedKeys.of();
        PeerSocket server = context.peer(with(Security.curveServer(SERVER, Authenticator.keys(keys)), serverEvents));
        String endpoint = server.bind("tcp://127.0.0.1:*").toString();
        PeerSocket early = context.peer(with(Security.curveClient(CLIENT, SERVER.publicKey()), clientEvents));
        early.connect(endpoint);
        clientEvents.await(SocketEvent.Closed.class);
        keys.replace(List.of(CLIENT.publicKey()));
        PeerSocket late = context.peer(with(Security.curveClient(CLIENT, SERVER.publicKey()), new EventRecorder()));
        int id = late.connect(endpoint);
        late.send(id, Message.of("first"));
        assertThat(server.receive().text()).isEqualTo("first");
        keys.replace(List.of());
        late.send(id, Message.of("second"));
        assertThat(server.receive().text()).isEqualTo("second");
    }

    @Test
    void aServerChangesItsKeyAndKeepsItsPeers() {
        CurveKeyPair next = CurveKeyPair.generate();
        OwnKeys own = OwnKeys.of(SERVER);
        PeerSocket server = context.peer(with(Security.curveServer(own, Authenticator.acceptAll()), serverEvents));
        String endpoint = server.bind("tcp://127.0.0.1:*").toString();
        PeerSocket early = context.peer(with(Security.curveClient(CLIENT, SERVER.publicKey()), clientEvents));
        int earlyId = early.connect(endpoint);
        early.send(earlyId, Message.of("before"));
        assertThat(server.receive().text()).isEqualTo("before");

        own.replace(next);

        PeerSocket late = context.peer(with(Security.curveClient(CLIENT, next.publicKey()), clientEvents));
        late.send(late.connect(endpoint), Message.of("new key"));
        assertThat(server.receive().text()).isEqualTo("new key");
        early.send(earlyId, Message.of("after"));
        Message after = server.receive();
        assertThat(after.text()).isEqualTo("after");
        server.send(after.routingId(), Message.of("still here"));
        assertThat(early.receive().text()).isEqualTo("still here");
        assertThat(server.peers()).hasSize(2);
        assertThat(serverEvents.events(SocketEvent.HandshakeFailed.class)).isEmpty();

        EventRecorder newcomer = new EventRecorder();
        PeerSocket tooLate = context.peer(with(Security.curveClient(CLIENT, SERVER.publicKey()), newcomer));
        tooLate.connect(endpoint);
        assertThat(serverEvents.await(SocketEvent.HandshakeFailed.class).reason())
                .isEqualTo(HandshakeFailure.CRYPTOGRAPHIC);
        newcomer.await(SocketEvent.ConnectRetried.class);
    }

    @Test
    void aClientShowsItsNewKeyWhenItConnectsAgain() {
        CurveKeyPair next = CurveKeyPair.generate();
        OwnKeys own = OwnKeys.of(CLIENT);
        AllowedKeys allowed = AllowedKeys.of(Map.of(CLIENT.publicKey(), "old", next.publicKey(), "new"));
        PeerSocket server = context.peer(with(Security.curveServer(SERVER, Authenticator.keys(allowed)), serverEvents));
        PeerSocket client = context.peer(with(Security.curveClient(own, SERVER.publicKey()), clientEvents));
        try (FaultProxy proxy = FaultProxy.to(server.bind("tcp://127.0.0.1:*").toString())) {
            int id = client.connect(proxy.endpoint());
            client.send(id, Message.of("one"));
            assertThat(server.receive().sender().user()).isEqualTo(User.named("old"));

            own.replace(next);

            client.send(id, Message.of("two"));
            assertThat(server.receive().sender().user()).isEqualTo(User.named("old"));
            proxy.reset();
            Until.isTrue(
                    "connected again",
                    () -> server.peers().stream()
                            .anyMatch(peer -> User.named("new").equals(peer.user())));
            client.send(id, Message.of("three"));
            assertThat(server.receive().sender().user()).isEqualTo(User.named("new"));
        }
    }

    @Test
    @Tag("C-104")
    void aServerWithAnotherKeyIsNotTalkedTo() {
        PeerSocket server = context.peer(
                with(Security.curveServer(CurveKeyPair.generate(), Authenticator.acceptAll()), serverEvents));
        PeerSocket client = context.peer(with(Security.curveClient(CLIENT, SERVER.publicKey()), clientEvents));
        int id = client.connect(server.bind("tcp://127.0.0.1:*").toString());
        client.send(id, Message.of("hello"));
        assertThat(serverEvents.await(SocketEvent.HandshakeFailed.class).reason())
                .isEqualTo(HandshakeFailure.CRYPTOGRAPHIC);
        clientEvents.await(SocketEvent.ConnectRetried.class);
        assertThat(server.tryReceive()).isNull();
    }
}
