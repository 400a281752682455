package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What RFC 28 says of REQ and REP, over every transport. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
class RequestReplyTests {
    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private ReqSocket req(ReqOptions options) {
        return context.req(TestOptions.quick().req(options).build());
    }

    private RepSocket rep() {
        return context.rep(TestOptions.quick().build());
    }

    private DealerSocket dealer() {
        return context.dealer(TestOptions.quick().build());
    }

    private RouterSocket router() {
        return context.router(TestOptions.quick().build());
    }

    private String bind(ZmqSocket socket) {
        return socket.bind(transport.bindEndpoint()).toString();
    }

    private static List<String> texts(Message message) {
        return message.frames().stream().map(String::new).toList();
    }

    // ---- taking turns --------------------------------------------------------------------------------------------

    @Test
    @Tag("S-REQ-01")
    @Tag("S-REQ-02")
    @Tag("S-REQ-08")
    @Tag("S-REQ-20")
    @Tag("S-REP-01")
    @Tag("S-REP-09")
    @Tag("S-ALL-27")
    void takeTurnsAndRefuseWhatIsOutOfTurn() {
        RepSocket rep = rep();
        ReqSocket req = req(ReqOptions.STRICT);
        req.connect(bind(rep));
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(ZmqStateException.class).isThrownBy(req::receive);
            assertThatExceptionOfType(ZmqStateException.class).isThrownBy(() -> rep.send(Message.of("early")));
            req.send(Message.ofTexts("q", "", "r"));
            assertThatExceptionOfType(ZmqStateException.class).isThrownBy(() -> req.send(Message.of("again")));
            assertThat(texts(rep.receive())).containsExactly("q", "", "r");
            assertThatExceptionOfType(ZmqStateException.class).isThrownBy(rep::tryReceive);
            rep.send(Message.ofTexts("", "a", ""));
            assertThat(texts(req.receive())).containsExactly("", "a", "");
        }
    }

    @Test
    @Tag("S-REQ-05")
    @Tag("S-REQ-06")
    void withoutAPeerARequestWaitsAndIsNotLost() {
        ReqSocket req = req(ReqOptions.STRICT);
        String endpoint = bind(req);
        assertThat(req.trySend(Message.of("nobody"))).isFalse();
        CompletableFuture<Void> sent = Background.run(() -> req.send(Message.of("somebody")));
        RepSocket rep = rep();
        rep.connect(endpoint);
        assertThat(rep.receive().text()).isEqualTo("somebody");
        rep.send(Message.of("yes"));
        sent.join();
        assertThat(req.receive().text()).isEqualTo("yes");
    }

    @Test
    @Tag("S-ALL-03")
    @Tag("S-ALL-08")
    void aRequestSentBeforeTheBindIsAnswered() {
        RepSocket first = rep();
        String endpoint = bind(first);
        first.close();
        ReqSocket req = req(ReqOptions.STRICT);
        req.connect(endpoint);
        req.send(Message.of("q"));
        RepSocket rep = rep();
        rep.bind(endpoint);
        assertThat(rep.receive().text()).isEqualTo("q");
        rep.send(Message.of("a"));
        assertThat(req.receive().text()).isEqualTo("a");
    }

    @Test
    @Tag("S-REQ-04")
    @Tag("S-REP-02")
    void requestsGoToThePeersInTurn() {
        ReqSocket req = req(ReqOptions.STRICT);
        List<RepSocket> reps = IntStream.range(0, 3).mapToObj(i -> rep()).toList();
        reps.forEach(rep -> req.connect(bind(rep)));
        for (int i = 0; i < 9; i++) {
            req.send(Message.of("q" + i));
            RepSocket asked = reps.get(i % 3);
            assertThat(asked.receive().text()).isEqualTo("q" + i);
            asked.send(Message.of("a" + i));
            assertThat(req.receive().text()).isEqualTo("a" + i);
        }
    }

    // ---- REQ -----------------------------------------------------------------------------------------------------

    @Test
    @Tag("S-REQ-07")
    void aReplyIsTakenOnlyFromThePeerThatWasAsked() {
        RouterSocket asked = router();
        RouterSocket other = router();
        ReqSocket req =
                context.req(TestOptions.quick().identity("me".getBytes()).build());
        req.connect(bind(asked));
        req.connect(bind(other));
        req.send(Message.of("1"));
        assertThat(texts(asked.receive())).containsExactly("me", "", "1");
        asked.send(Message.ofTexts("me", "", "a1"));
        assertThat(req.receive().text()).isEqualTo("a1");
        req.send(Message.of("2"));
        assertThat(texts(other.receive())).containsExactly("me", "", "2");
        asked.send(Message.ofTexts("me", "", "not asked"));
        assertThat(req.tryReceive(Duration.ofMillis(50))).isNull();
        other.send(Message.ofTexts("me", "", "a2"));
        assertThat(req.receive().text()).isEqualTo("a2");
    }

    @Test
    @Tag("S-REQ-11")
    void whatIsQueuedIsThrownAwayWhenANewRequestStarts() {
        RouterSocket router = router();
        ReqSocket req =
                context.req(TestOptions.quick().identity("me".getBytes()).build());
        req.connect(bind(router));
        req.send(Message.of("1"));
        router.receive();
        router.send(Message.ofTexts("me", "", "a1"));
        router.send(Message.ofTexts("me", "", "a1 again"));
        Until.isTrue("both have come", () -> req.stats().traffic().incomingQueue() == 2);
        assertThat(req.receive().text()).isEqualTo("a1");
        req.send(Message.of("2"));
        router.receive();
        assertThat(req.tryReceive()).isNull();
        router.send(Message.ofTexts("me", "", "a2"));
        assertThat(req.receive().text()).isEqualTo("a2");
    }

    @Test
    @Tag("S-REQ-12")
    void whenTheAskedPeerGoesTheReplyStaysDue() {
        ReqSocket req = req(ReqOptions.STRICT);
        String endpoint = bind(req);
        RepSocket rep = rep();
        rep.connect(endpoint);
        req.send(Message.of("q"));
        rep.receive();
        rep.close();
        Until.isTrue("the peer has gone", () -> req.peers().isEmpty());
        assertThat(req.tryReceive()).isNull();
        assertThatExceptionOfType(ZmqStateException.class).isThrownBy(() -> req.trySend(Message.of("next")));
    }

    @Test
    @Tag("S-REQ-16")
    @Tag("S-REQ-19")
    void aRelaxedOneMayAskAgainAndSomebodyElse() {
        ReqSocket req = req(ReqOptions.RELAXED);
        String endpoint = bind(req);
        RepSocket first = rep();
        first.connect(endpoint);
        req.send(Message.of("q1"));
        first.receive();
        first.close();
        Until.isTrue("the peer has gone", () -> req.peers().isEmpty());
        assertThat(req.trySend(Message.of("nobody"))).isFalse();
        RepSocket second = rep();
        second.connect(endpoint);
        req.send(Message.of("q2"));
        assertThat(second.receive().text()).isEqualTo("q2");
        second.send(Message.of("a2"));
        assertThat(req.receive().text()).isEqualTo("a2");
    }

    @Test
    @Tag("S-REQ-14")
    @Tag("S-REQ-15")
    @Tag("S-REQ-17")
    void aLateReplyIsNotTakenForTheNewOne() {
        RouterSocket router = router();
        ReqSocket req = req(ReqOptions.RELAXED);
        req.connect(bind(router));
        req.send(Message.of("1"));
        Message first = router.receive();
        req.send(Message.of("2"));
        Message second = router.receive();
        assertThat(first.frameCount()).isEqualTo(4);
        assertThat(first.frame(1)).hasSize(4).isNotEqualTo(second.frame(1));
        router.send(first);
        router.send(Message.ofFrames(second.frame(0), new byte[] {9, 9, 9, 9}, new byte[0], "wrong".getBytes()));
        router.send(Message.ofFrames(second.frame(0), new byte[0], "no id".getBytes()));
        router.send(second);
        assertThat(req.receive().text()).isEqualTo("2");
        assertThatExceptionOfType(ZmqStateException.class).isThrownBy(req::tryReceive);
    }

    @Test
    @Tag("S-ALL-37")
    void connectingAgainToTheSameEndpointChangesNothing() {
        RepSocket rep = rep();
        String endpoint = bind(rep);
        ReqSocket req = req(ReqOptions.STRICT);
        DealerSocket dealer = dealer();
        for (int i = 0; i < 3; i++) {
            req.connect(endpoint);
            dealer.connect(endpoint);
        }
        assertThat(req.peers()).hasSize(1);
        assertThat(dealer.peers()).hasSize(1);
        req.disconnect(endpoint);
        req.connect(endpoint);
        assertThat(req.peers()).hasSize(1);
    }

    // ---- REP -----------------------------------------------------------------------------------------------------

    @Test
    @Tag("S-REP-03")
    @Tag("S-REP-04")
    @Tag("S-DEALER-02")
    @Tag("S-DEALER-04")
    void theEnvelopeIsKeptAndPutInFrontOfTheReply() {
        RepSocket rep = rep();
        DealerSocket dealer = dealer();
        dealer.connect(bind(rep));
        dealer.send(Message.ofTexts("e1", "e2", "", "q"));
        assertThat(texts(rep.receive())).containsExactly("q");
        rep.send(Message.ofTexts("r1", "r2"));
        assertThat(texts(dealer.receive())).containsExactly("e1", "e2", "", "r1", "r2");
        dealer.send(Message.ofTexts("", "q"));
        assertThat(texts(rep.receive())).containsExactly("q");
        rep.send(Message.of("r"));
        assertThat(texts(dealer.receive())).containsExactly("", "r");
    }

    @Test
    @Tag("S-REP-05")
    void aRequestThatHasNoEnvelopeOrNothingElseIsDropped() {
        RepSocket probe = rep();
        String endpoint = bind(probe);
        probe.close();
        DealerSocket dealer = dealer();
        dealer.connect(endpoint);
        for (int i = 0; i < 2; i++) { // over inproc the first time queued before the REP is there to look at it
            dealer.send(Message.of("no delimiter"));
            dealer.send(Message.ofTexts("e", ""));
            dealer.send(Message.empty());
            dealer.send(Message.ofTexts("", "good " + i));
            if (i == 0) {
                RepSocket rep = rep();
                rep.bind(endpoint);
                probe = rep;
            }
            assertThat(probe.receive().text()).isEqualTo("good " + i);
            probe.send(Message.of("a"));
            assertThat(texts(dealer.receive())).containsExactly("", "a");
            assertThat(probe.tryReceive()).isNull();
        }
    }

    @Test
    @Tag("S-REP-06")
    @Tag("S-REP-07")
    @Tag("S-REP-08")
    void aReplyThatCannotBeTakenIsDropped() {
        RepSocket rep = context.rep(TestOptions.quick().sendHighWaterMark(1).build());
        String endpoint = bind(rep);
        DealerSocket gone = dealer();
        gone.connect(endpoint);
        gone.send(Message.ofTexts("", "q"));
        rep.receive();
        gone.close();
        Until.isTrue("the requester has gone", () -> rep.peers().isEmpty());
        rep.send(Message.of("to nobody"));
        DealerSocket deaf =
                context.dealer(TestOptions.quick().receiveHighWaterMark(1).build());
        deaf.connect(endpoint);
        for (int i = 0; i < 200; i++) {
            deaf.send(Message.ofTexts("", "q"));
            rep.receive();
            rep.send(Message.wrap(new byte[100_000]));
        }
        assertThat(deaf.receive().frameCount()).isEqualTo(2);
    }

    // ---- threads -------------------------------------------------------------------------------------------------

    @Test
    @Tag("S-REQ-01")
    @Tag("S-TS-12")
    void threadsThatShareOneSocketSeeWholeExchangesOnly() {
        RepSocket rep = rep();
        String endpoint = bind(rep);
        int clients = 4;
        int requests = 200;
        CompletableFuture<Void> server = Background.run(() -> {
            for (int i = 0; i < clients * requests; i++) {
                rep.send(Message.of("re " + rep.receive().text()));
            }
        });
        List<CompletableFuture<Void>> all = IntStream.range(0, clients)
                .mapToObj(c -> Background.run(() -> {
                    ReqSocket req = req(c % 2 == 0 ? ReqOptions.STRICT : ReqOptions.RELAXED);
                    req.connect(endpoint);
                    for (int i = 0; i < requests; i++) {
                        req.send(Message.of(c + "/" + i));
                        assertThat(req.receive().text()).isEqualTo("re " + c + "/" + i);
                    }
                }))
                .toList();
        all.forEach(CompletableFuture::join);
        server.join();
    }

    @Test
    @Tag("S-REQ-02")
    void ofManyThreadsThatSendAtOnceOneHasTheTurn() {
        RepSocket rep = rep();
        ReqSocket req = req(ReqOptions.STRICT);
        req.connect(bind(rep));
        for (int round = 0; round < 50; round++) {
            List<CompletableFuture<Boolean>> tries = IntStream.range(0, 4)
                    .mapToObj(i -> Background.supply(() -> {
                        try {
                            req.send(Message.of("q"));
                            return true;
                        } catch (ZmqStateException outOfTurn) {
                            return false;
                        }
                    }))
                    .toList();
            assertThat(tries.stream().filter(CompletableFuture::join)).hasSize(1);
            rep.receive();
            rep.send(Message.of("a"));
            req.receive();
            assertThat(rep.tryReceive()).isNull();
        }
    }
}
