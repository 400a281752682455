package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What RFC 28 says of ROUTER and DEALER, over every transport. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
class RouterDealerTests {
    private static final RouterOptions HANDOVER = new RouterOptions(true, true);

    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private RouterSocket router(RouterOptions options) {
        return context.router(TestOptions.quick().router(options).build());
    }

    private DealerSocket dealer(String identity) {
        return context.dealer(TestOptions.quick().identity(identity.getBytes()).build());
    }

    private DealerSocket connected(String identity, String endpoint) {
        DealerSocket dealer = dealer(identity);
        dealer.connect(endpoint);
        dealer.send(Message.of("hello"));
        return dealer;
    }

    private String bind(ZmqSocket socket) {
        return socket.bind(transport.bindEndpoint()).toString();
    }

    private static List<String> texts(Message message) {
        return message.frames().stream().map(String::new).toList();
    }

    // ---- identities ----------------------------------------------------------------------------------------------

    @Test
    @Tag("S-ROUTER-01")
    @Tag("S-ROUTER-02")
    @Tag("S-ROUTER-03")
    @Tag("S-ROUTER-14")
    @Tag("S-DEALER-01")
    @Tag("S-DEALER-08")
    @Tag("Z-131")
    void theFirstFrameNamesThePeer() {
        RouterSocket router = router(RouterOptions.MANDATORY);
        String endpoint = bind(router);
        DealerSocket a = connected("a", endpoint);
        DealerSocket b = connected("b", endpoint);
        Set<List<String>> hellos = Set.of(texts(router.receive()), texts(router.receive()));
        assertThat(hellos).containsExactlyInAnyOrder(List.of("a", "hello"), List.of("b", "hello"));
        router.send(Message.ofTexts("b", "to b", "more"));
        router.send(Message.ofTexts("a", ""));
        assertThat(texts(b.receive())).containsExactly("to b", "more");
        assertThat(texts(a.receive())).containsExactly("");
        assertThat(b.tryReceive()).isNull();
    }

    @Test
    @Tag("S-ROUTER-04")
    @Tag("S-ROUTER-05")
    void aPeerWithoutIdentityGetsOneOfFiveOctets() {
        RouterSocket router = router(RouterOptions.MANDATORY);
        String endpoint = bind(router);
        Set<String> identities = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            DealerSocket dealer = connected("", endpoint);
            Message hello = router.receive();
            assertThat(hello.frame(0)).hasSize(5).startsWith(0);
            identities.add(java.util.HexFormat.of().formatHex(hello.frame(0)));
            router.send(hello);
            assertThat(dealer.receive().text()).isEqualTo("hello");
        }
        assertThat(identities).hasSize(10);
    }

    @Test
    @Tag("S-ROUTER-15")
    @Tag("S-ROUTER-16")
    void aSecondPeerWithAnIdentityInUseIsTurnedAwayUntilTheFirstHasLeft() {
        RouterSocket router = router(RouterOptions.MANDATORY);
        String endpoint = bind(router);
        DealerSocket first = connected("x", endpoint);
        assertThat(texts(router.receive())).containsExactly("x", "hello");
        DealerSocket second = dealer("x");
        second.connect(endpoint);
        second.trySend(Message.of("hello")); // over inproc it has been turned away by now
        assertThat(router.tryReceive(Duration.ofMillis(50))).isNull();
        assertThat(router.peers()).hasSize(1);
        router.send(Message.ofTexts("x", "to the first"));
        assertThat(first.receive().text()).isEqualTo("to the first");
        assertThat(second.tryReceive()).isNull();

        second.close();
        first.close();
        Until.isTrue("both have left", () -> router.peers().isEmpty());
        DealerSocket third = connected("x", endpoint);
        assertThat(texts(router.receive())).containsExactly("x", "hello");
        router.send(Message.ofTexts("x", "to the third"));
        assertThat(third.receive().text()).isEqualTo("to the third");
    }

    @Test
    @Tag("S-ROUTER-17")
    @Tag("S-ROUTER-18")
    void withHandoverTheNewPeerTakesTheIdentity() {
        RouterSocket router = router(HANDOVER);
        String endpoint = bind(router);
        DealerSocket first = context.dealer(TestOptions.quick()
                .identity("x".getBytes())
                .reconnect(new Reconnect(Duration.ofMinutes(1), Duration.ofMinutes(1))) // or it would take it back
                .build());
        first.connect(endpoint);
        first.send(Message.of("last words"));
        Until.isTrue("queued", () -> router.stats().traffic().incomingQueue() == 1);
        DealerSocket second = connected("x", endpoint);
        assertThat(List.of(texts(router.receive()), texts(router.receive())))
                .containsExactlyInAnyOrder(List.of("x", "last words"), List.of("x", "hello"));
        router.send(Message.ofTexts("x", "to the second"));
        assertThat(second.receive().text()).isEqualTo("to the second");
        Until.isTrue("the first is disconnected", () -> router.peers().size() == 1);
        assertThat(first.tryReceive()).isNull();
    }

    @Test
    @Tag("S-ROUTER-03")
    void aPeerThatComesBackIsKnownByItsIdentity() {
        RouterSocket router = router(RouterOptions.MANDATORY);
        String endpoint = bind(router);
        for (int i = 0; i < 5; i++) {
            DealerSocket dealer = connected("x", endpoint);
            assertThat(texts(router.receive())).containsExactly("x", "hello");
            router.send(Message.ofTexts("x", "welcome"));
            assertThat(dealer.receive().text()).isEqualTo("welcome");
            dealer.close();
            Until.isTrue("gone", () -> router.peers().isEmpty());
        }
    }

    @Test
    @Tag("S-ROUTER-23")
    @Tag("S-ROUTER-32")
    void aConnectingRouterKnowsItsPeerFromTheHandshakeOn() {
        RouterSocket binder =
                context.router(TestOptions.quick().identity("binder".getBytes()).build());
        RouterSocket connector = context.router(
                TestOptions.quick().identity("connector".getBytes()).build());
        String endpoint = bind(binder);
        connector.connect(endpoint);
        Until.isTrue("addressable", () -> {
            try {
                return connector.trySend(Message.ofTexts("binder", "hi"));
            } catch (ZmqUnroutableException notYet) {
                return false;
            }
        });
        assertThat(texts(binder.receive())).containsExactly("connector", "hi");
        binder.send(Message.ofTexts("connector", "ho"));
        assertThat(texts(connector.receive())).containsExactly("binder", "ho");
    }

    // ---- what cannot be sent -------------------------------------------------------------------------------------

    @Test
    @Tag("S-ROUTER-07")
    @Tag("S-ROUTER-08")
    @Tag("S-ROUTER-13")
    void anUnknownIdentityIsAnErrorOrDropped() {
        RouterSocket strict = router(RouterOptions.MANDATORY);
        assertThatExceptionOfType(ZmqUnroutableException.class)
                .isThrownBy(() -> strict.send(Message.ofTexts("nobody", "x")));
        String endpoint = bind(strict);
        DealerSocket dealer = connected("a", endpoint);
        strict.receive();
        assertThatExceptionOfType(ZmqUnroutableException.class)
                .isThrownBy(() -> strict.trySend(Message.ofTexts("nobody", "x")));
        strict.send(Message.of("a"));
        strict.send(Message.ofTexts("a", "x"));
        assertThat(texts(dealer.receive())).containsExactly("x");
        dealer.close();
        Until.isTrue("gone", () -> strict.peers().isEmpty());
        assertThatExceptionOfType(ZmqUnroutableException.class)
                .isThrownBy(() -> strict.send(Message.ofTexts("a", "x")));
        RouterSocket lenient = router(RouterOptions.LENIENT);
        assertThat(lenient.trySend(Message.ofTexts("nobody", "x", "y"))).isTrue();
    }

    @Test
    @Tag("S-ROUTER-09")
    @Tag("S-ROUTER-10")
    @Tag("S-ROUTER-11")
    void aFullQueueWaitsOrIsDropped() {
        for (RouterOptions options : List.of(RouterOptions.MANDATORY, RouterOptions.LENIENT)) {
            RouterSocket router = context.router(TestOptions.quick()
                    .router(options)
                    .sendHighWaterMark(2)
                    .sendTimeout(Duration.ofMillis(50))
                    .build());
            DealerSocket dealer = context.dealer(TestOptions.quick()
                    .identity("d".getBytes())
                    .receiveHighWaterMark(2)
                    .build());
            dealer.connect(bind(router));
            dealer.send(Message.of("hello"));
            router.receive();
            Message large = Message.ofFrames("d".getBytes(), new byte[1 << 20]);
            int taken = 0;
            while (taken < 100 && router.trySend(large, Duration.ofMillis(200))) {
                taken++;
            }
            assertThat(taken < 100).isEqualTo(options.mandatory());
            if (options.mandatory()) {
                assertThatExceptionOfType(ZmqQueueFullException.class)
                        .isThrownBy(() -> IntStream.range(0, 100).forEach(i -> router.send(large)));
                CompletableFuture<Boolean> waiting =
                        Background.supply(() -> router.trySend(large, Duration.ofSeconds(10)));
                while (!waiting.isDone()) {
                    dealer.tryReceive(Duration.ofMillis(5));
                }
                assertThat(waiting.join()).isTrue();
            }
        }
    }

    // ---- DEALER, fairness, threads -------------------------------------------------------------------------------

    @Test
    @Tag("S-DEALER-01")
    @Tag("S-DEALER-10")
    @Tag("S-ALL-41")
    void dealersSendInTurnAndReceiveFairly() {
        DealerSocket middle = dealer("");
        String endpoint = bind(middle);
        List<DealerSocket> others = IntStream.range(0, 3)
                .mapToObj(i -> {
                    DealerSocket other = dealer("");
                    other.connect(endpoint);
                    for (int n = 0; n < 2; n++) {
                        other.send(Message.of(i + "" + n));
                    }
                    return other;
                })
                .toList();
        Until.isTrue("all have come", () -> middle.stats().traffic().incomingQueue() == 6);
        List<String> received = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            received.add(middle.receive().text());
        }
        assertThat(received.subList(0, 3)).allMatch(text -> text.endsWith("0"));
        assertThat(received.subList(3, 6)).allMatch(text -> text.endsWith("1"));
        for (int i = 0; i < 9; i++) {
            middle.send(Message.of("m" + i));
        }
        for (DealerSocket other : others) {
            int first = Integer.parseInt(other.receive().text().substring(1));
            assertThat(other.receive().text()).isEqualTo("m" + (first + 3));
            assertThat(other.receive().text()).isEqualTo("m" + (first + 6));
        }
    }

    @Test
    @Tag("S-ALL-09")
    @Tag("S-ALL-31")
    @Tag("S-DEALER-03")
    void theQueueOfAPeerThatDisconnectsGoesWithIt() {
        DealerSocket bound = dealer("");
        String endpoint = bind(bound);
        DealerSocket other = connected("", endpoint);
        assertThat(bound.receive().text()).isEqualTo("hello");
        bound.send(Message.of("never read"));
        Until.isTrue("arrived", () -> other.stats().traffic().incomingQueue() == 1);
        other.disconnect(endpoint);
        Until.isTrue("gone", () -> bound.peers().isEmpty());
        assertThat(bound.trySend(Message.of("nobody"))).isFalse();
        assertThat(bound.tryReceive()).isNull();
        assertThat(other.tryReceive()).isNull();
        other.connect(endpoint);
        other.send(Message.of("again"));
        assertThat(bound.receive().text()).isEqualTo("again");
        assertThat(other.tryReceive()).isNull();
        bound.send(Message.of("new"));
        assertThat(other.receive().text()).isEqualTo("new");
    }

    @Test
    @Tag("S-ROUTER-06")
    @Tag("S-ROUTER-33")
    @Tag("S-ROUTER-01")
    void manyThreadsMayAnswerManyPeers() {
        RouterSocket router = router(RouterOptions.MANDATORY);
        String endpoint = bind(router);
        int clients = 6;
        int requests = 100;
        List<CompletableFuture<Void>> servers = IntStream.range(0, 3)
                .mapToObj(i -> Background.run(() -> {
                    for (int n = 0; n < clients * requests / 3; n++) {
                        router.send(router.receive());
                    }
                }))
                .toList();
        IntStream.range(0, clients)
                .mapToObj(c -> Background.run(() -> {
                    ReqSocket req = context.req(
                            TestOptions.quick().identity(("c" + c).getBytes()).build());
                    req.connect(endpoint);
                    for (int i = 0; i < requests; i++) {
                        req.send(Message.of(c + "/" + i));
                        assertThat(req.receive().text()).isEqualTo(c + "/" + i);
                    }
                }))
                .toList()
                .forEach(CompletableFuture::join);
        servers.forEach(CompletableFuture::join);
    }
}
