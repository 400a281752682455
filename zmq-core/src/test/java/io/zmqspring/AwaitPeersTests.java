package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waiting for peers and subscribers instead of sleeping, whichever side binds. */
@ExtendWith(LeakCheck.class)
@Timeout(30)
class AwaitPeersTests {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(30);

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private SocketOptions options() {
        return TestOptions.quick().build();
    }

    // ---- peers ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void bothSidesSeeTheirPeersCome(TestTransport transport) {
        PullSocket binder = context.pull(options());
        String endpoint = binder.bind(transport.bindEndpoint()).toString();
        List<PushSocket> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            PushSocket client = context.push(options());
            client.connect(endpoint);
            clients.add(client);
        }
        binder.awaitPeers(3, WAIT);
        assertThat(binder.peers()).extracting(PeerInfo::state).containsOnly(PeerState.CONNECTED);
        clients.forEach(client -> client.awaitPeers(1, WAIT));
    }

    /** What a ROUTER sends to an identity it does not know yet is dropped: it must know it when the wait ends. */
    @ParameterizedTest
    @EnumSource
    void aRouterThatConnectsKnowsWhoItWaitedFor(TestTransport transport) {
        for (int i = 0; i < 20; i++) {
            try (DealerSocket dealer = context.dealer(
                            TestOptions.quick().identity("worker".getBytes()).build());
                    RouterSocket router = context.router(
                            TestOptions.quick().router(RouterOptions.MANDATORY).build())) {
                router.connect(dealer.bind(transport.bindEndpoint()).toString());
                router.awaitPeers(1, WAIT);
                router.send(Message.ofTexts("worker", "task"));
                assertThat(dealer.receive().text()).isEqualTo("task");
            }
        }
    }

    @Test
    void aPeerThatIsDownDoesNotCount() {
        PushSocket push = context.push(options());
        push.connect("tcp://127.0.0.1:9"); // nobody there, or nobody who speaks ZMTP
        assertThatExceptionOfType(ZmqTimeoutException.class)
                .isThrownBy(() -> push.awaitPeers(1, SHORT))
                .withMessageContaining("0 of 1 peers within PT0.03S");
    }

    @Test
    void onePeerThatLeftIsNotCountedAgain() {
        PullSocket binder = context.pull(options());
        PushSocket push = context.push(options());
        push.connect(binder.bind("tcp://127.0.0.1:*").toString());
        binder.awaitPeers(1, WAIT);
        push.close();
        long version = binder.topologyVersion();
        assertThat(version).isPositive();
        PushSocket next = context.push(options());
        next.connect(binder.boundEndpoints().get(0).toString());
        next.awaitPeers(1, WAIT);
        assertThatExceptionOfType(ZmqTimeoutException.class).isThrownBy(() -> binder.awaitPeers(2, SHORT));
    }

    @Test
    void noPeerIsWaitedForIfNoneIsWanted() {
        PushSocket push = context.push(options());
        assertThatNoException().isThrownBy(() -> push.awaitPeers(0, Duration.ZERO));
    }

    @Test
    void closeEndsTheWait() {
        PushSocket push = context.push(options());
        CompletableFuture<Void> waiting = Background.run(() -> push.awaitPeers(1, SocketOptions.FOREVER));
        push.close();
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(waiting::join)
                .withCauseInstanceOf(ZmqClosedException.class);
    }

    @Test
    void anInterruptEndsTheWaitAndNothingElse() {
        PullSocket pull = context.pull(options());
        CompletableFuture<Boolean> flag = Background.supply(() -> {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(ZmqInterruptedException.class)
                    .isThrownBy(() -> pull.awaitPeers(1, SocketOptions.FOREVER));
            return Thread.interrupted();
        });
        assertThat(flag.join()).isTrue();
        assertThat(pull.isClosed()).isFalse();
    }

    // ---- subscribers ---------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void nothingPublishedAfterTheWaitIsMissed(TestTransport transport) {
        for (int i = 0; i < 20; i++) {
            try (PubSocket pub = context.pub(options());
                    SubSocket first = context.sub(options());
                    SubSocket second = context.sub(options())) {
                String endpoint = pub.bind(transport.bindEndpoint()).toString();
                first.subscribe("news");
                second.subscribe("news.sports");
                first.connect(endpoint);
                second.connect(endpoint);
                pub.awaitSubscribers(2, WAIT);
                pub.send(Message.of("news.sports 1:0"));
                assertThat(first.receive().text()).isEqualTo("news.sports 1:0");
                assertThat(second.receive().text()).isEqualTo("news.sports 1:0");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPublisherThatConnectsWaitsForSubscribersToo(TestTransport transport) {
        XPubSocket pub = context.xpub(options());
        SubSocket sub = context.sub(options());
        sub.subscribe("a");
        pub.connect(sub.bind(transport.bindEndpoint()).toString());
        pub.awaitSubscribers("abc", 1, WAIT);
        pub.send(Message.of("abc"));
        assertThat(sub.receive().text()).isEqualTo("abc");
        assertThatExceptionOfType(ZmqTimeoutException.class)
                .isThrownBy(() -> pub.awaitSubscribers("b", 1, SHORT))
                .withMessageContaining("0 of 1 subscribers of 'b'");
    }

    /** Who subscribed to several prefixes of a topic gets its messages once. */
    @Test
    void aPeerCountsOnceForATopic() {
        PubSocket pub = context.pub(options());
        SubSocket sub = context.sub(options());
        sub.subscribe("");
        sub.subscribe("a");
        sub.subscribe("ab");
        sub.connect(pub.bind("inproc://once").toString());
        pub.awaitSubscribers("abc", 1, WAIT);
        assertThatExceptionOfType(ZmqTimeoutException.class).isThrownBy(() -> pub.awaitSubscribers("abc", 2, SHORT));
        assertThatExceptionOfType(ZmqTimeoutException.class).isThrownBy(() -> pub.awaitSubscribers(2, SHORT));
    }

    @Test
    void aConnectionWithoutASubscriptionIsNoSubscriber() {
        PubSocket pub = context.pub(options());
        SubSocket sub = context.sub(options());
        sub.connect(pub.bind("tcp://127.0.0.1:*").toString());
        pub.awaitPeers(1, WAIT);
        assertThatExceptionOfType(ZmqTimeoutException.class).isThrownBy(() -> pub.awaitSubscribers(1, SHORT));
        CompletableFuture<Void> waiting = Background.run(() -> pub.awaitSubscribers(1, WAIT));
        sub.subscribe("late");
        waiting.join();
    }

    /** With subscriptions applied by hand a peer counts for what it was given, not for what it asked. */
    @Test
    void aRequestThatNobodyAppliedIsNoSubscription() {
        XPubSocket pub = context.xpub(TestOptions.quick()
                .pubSub(PubSubOptions.DEFAULT.withNotices(PubSubOptions.Notices.MANUAL))
                .build());
        SubSocket sub = context.sub(options());
        sub.subscribe("asked");
        sub.connect(pub.bind("inproc://manual").toString());
        Message request = pub.receive();
        assertThatExceptionOfType(ZmqTimeoutException.class).isThrownBy(() -> pub.awaitSubscribers(1, SHORT));
        CompletableFuture<Void> waiting = Background.run(() -> pub.awaitSubscribers("given", 1, WAIT));
        pub.subscribe(request, "given".getBytes());
        waiting.join();
    }

    @ParameterizedTest
    @EnumSource
    void aRadioWaitsForTheMembersOfAGroup(TestTransport transport) {
        RadioSocket radio = context.radio(options());
        DishSocket dish = context.dish(options());
        dish.join("weather");
        dish.connect(radio.bind(transport.bindEndpoint()).toString());
        radio.awaitSubscribers(1, WAIT);
        radio.awaitSubscribers("weather", 1, WAIT);
        assertThatExceptionOfType(ZmqTimeoutException.class)
                .isThrownBy(() -> radio.awaitSubscribers("traffic", 1, SHORT));
        radio.send("weather", Message.of("sunny"));
        assertThat(dish.receive()).isNotNull();
    }
}
