package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Wire;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What single socket types do at their edges, and what becomes of the queue of a peer that goes (RFC 28, RFC 30). */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
class SocketTypeRowsTests {
    private static final SocketOptions QUICK = TestOptions.quick().build();

    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private String bind(ZmqSocket socket) {
        return socket.bind(transport.bindEndpoint()).toString();
    }

    private void needsAWire() {
        assumeThat(transport).as("octets of our own").isNotEqualTo(TestTransport.INPROC);
    }

    private static RawPeer handshake(RawPeer peer, String type) {
        return peer.send(Wire.GREETING, Wire.ready("Socket-Type", type)).expect(Wire.GREETING);
    }

    // ---- queues of peers that go: libzmq's own tests of these are switched off -------------------------------------

    @Test
    @Tag("S-ALL-09")
    void whatADealerQueuedForAPeerThatLeavesGoesToNobody() {
        DealerSocket bound = context.dealer(QUICK);
        expectForgotten(bound, bound, context.dealer(QUICK), Message.of("m"), Message.of("m"));
    }

    @Test
    @Tag("S-ALL-09")
    void whatARouterQueuedForAPeerThatLeavesGoesToNobody() {
        RouterSocket router =
                context.router(TestOptions.quick().router(RouterOptions.LENIENT).build());
        DealerSocket dealer =
                context.dealer(TestOptions.quick().identity("d".getBytes()).build());
        expectForgotten(router, router, dealer, Message.ofTexts("d", "m"), Message.of("m"));
    }

    /** The peer leaves with a message unread, and comes back under the same name to an empty queue. */
    private <S extends ZmqSocket & MessageSender & MessageReceiver> void expectForgotten(
            ZmqSocket bound, S sender, DealerSocket peer, Message message, Message asReceived) {
        String endpoint = bind(bound);
        for (int i = 0; i < 3; i++) {
            peer.connect(endpoint);
            peer.send(Message.of("hello"));
            assertThat(sender.receive().text()).isEqualTo("hello");
            sender.send(message);
            Until.isTrue("arrived", () -> peer.stats().traffic().incomingQueue() == 1);
            peer.disconnect(endpoint);
            Until.isTrue("gone", () -> bound.peers().isEmpty());
            assertThat(peer.tryReceive()).isNull();
        }
        peer.connect(endpoint);
        peer.send(Message.of("hello"));
        sender.receive();
        assertThat(peer.tryReceive(Duration.ofMillis(20))).isNull();
        sender.send(message);
        assertThat(peer.receive().text()).isEqualTo(asReceived.text());
    }

    @Test
    @Tag("S-PUSH-08")
    void whatAPushQueuedForAPeerThatLeavesGoesToNobodyNotEvenToAnother() {
        PushSocket push = context.push(QUICK);
        String endpoint = bind(push);
        PullSocket leaves = context.pull(QUICK);
        leaves.connect(endpoint);
        push.send(Message.of("lost"));
        Until.isTrue("arrived", () -> leaves.stats().traffic().incomingQueue() == 1);
        leaves.disconnect(endpoint);
        Until.isTrue("gone", () -> push.peers().isEmpty());
        assertThat(push.trySend(Message.of("nobody"))).isFalse();
        PullSocket other = context.pull(QUICK);
        other.connect(endpoint);
        push.send(Message.of("new"));
        assertThat(other.receive().text()).isEqualTo("new");
        assertThat(leaves.tryReceive()).isNull();
    }

    @Test
    @Tag("S-REQ-07")
    void aReqListensOnlyToThePeerItAsked() {
        ReqSocket req = context.req(QUICK);
        String endpoint = bind(req);
        RouterSocket asked =
                context.router(TestOptions.quick().router(RouterOptions.LENIENT).build());
        RouterSocket other =
                context.router(TestOptions.quick().router(RouterOptions.LENIENT).build());
        asked.connect(endpoint, "req".getBytes());
        req.send(Message.of("q"));
        asked.receive();
        other.connect(endpoint, "req".getBytes());
        other.send(Message.ofTexts("req", "", "not asked"));
        Until.isTrue("heard and dropped", () -> req.stats().dropped(DropReason.UNEXPECTED) == 1);
        asked.send(Message.ofTexts("req", "", "asked"));
        assertThat(req.receive().text()).isEqualTo("asked");
    }

    // ---- all types -----------------------------------------------------------------------------------------------

    @Test
    @Tag("S-ALL-26")
    void aMessageOfManyFramesCountsOnce() {
        PushSocket push = context.push(TestOptions.quick().sendHighWaterMark(2).build());
        String endpoint = bind(context.pull(QUICK));
        push.connect(transport == TestTransport.INPROC ? endpoint + "-nobody" : nobodysEndpoint());
        Message five = Message.ofTexts("1", "2", "3", "4", "5");
        assertThat(push.trySend(five)).isTrue();
        assertThat(push.trySend(five)).isTrue();
        assertThat(push.trySend(Message.empty())).isFalse();
    }

    private String nobodysEndpoint() {
        try (PullSocket pull = context.pull(QUICK)) {
            return bind(pull);
        }
    }

    @Test
    @Tag("S-ALL-53")
    void helloIsIgnoredWhereItDoesNotApply() {
        SocketOptions hello = TestOptions.quick()
                .notices(new Notices(false, Message.of("hello"), null, null))
                .build();
        PairSocket one = context.pair(hello);
        PairSocket two = context.pair(hello);
        two.connect(bind(one));
        one.send(Message.of("a"));
        two.send(Message.of("b"));
        assertThat(two.receive().text()).isEqualTo("a");
        assertThat(one.receive().text()).isEqualTo("b");
    }

    // ---- notices -------------------------------------------------------------------------------------------------

    private static final Notices ALL_NOTICES =
            new Notices(false, Message.of("hello"), Message.of("gone"), Message.of("hiccup"));

    @Test
    @Tag("S-ALL-61")
    @Tag("S-PEER-33")
    void allNoticesApplyToAPeerAndAHiccupHasTheIdThatStays() {
        needsAWire();
        PeerSocket peer = context.peer(TestOptions.quick().notices(ALL_NOTICES).build());
        try (RawPeer.Listener listener = RawPeer.listen(transport)) {
            int id = peer.connect(listener.endpoint());
            for (int i = 0; i < 2; i++) {
                try (RawPeer other = listener.accept()) {
                    other.handshake().expect("00 05 68 65 6c 6c 6f").send("00 01 78");
                    Message message = peer.receive();
                    assertThat(message.text()).isEqualTo("x");
                    assertThat(message.routingId()).isEqualTo(id);
                    other.reset();
                }
                Message hiccup = peer.receive();
                assertThat(hiccup.text()).isEqualTo("hiccup");
                assertThat(hiccup.routingId()).isEqualTo(id);
            }
        }
        peer.bind(transport.bindEndpoint());
        try (RawPeer other = RawPeer.connect(peer.boundEndpoints().get(0))) {
            other.handshake().expect("00 05 68 65 6c 6c 6f");
        }
        assertThat(peer.receive().text()).isEqualTo("gone");
    }

    @Test
    @Tag("S-CLIENT-05")
    void aClientSaysHelloAndHearsThatItsConnectionBroke() {
        needsAWire();
        ClientSocket client =
                context.client(TestOptions.quick().notices(ALL_NOTICES).build());
        try (RawPeer.Listener listener = RawPeer.listen(transport)) {
            client.connect(listener.endpoint());
            try (RawPeer server = handshake(listener.accept(), "SERVER")) {
                server.expect(Wire.ready("Socket-Type", "CLIENT"), "00 05 68 65 6c 6c 6f");
                server.reset();
            }
            assertThat(client.receive().text()).isEqualTo("hiccup");
        }
    }

    // ---- single types --------------------------------------------------------------------------------------------

    @Test
    @Tag("S-SERVER-11")
    void aServerTakesNoFrameAwayAndDropsNothing() {
        needsAWire();
        ServerSocket server = context.server(QUICK);
        bind(server);
        try (RawPeer client = handshake(RawPeer.connect(server.boundEndpoints().get(0)), "CLIENT")) {
            client.expect(Wire.ready("Socket-Type", "SERVER")).send("00 00 00 02 00 61");
            Message first = server.receive();
            assertThat(first.body()).isEmpty();
            Message second = server.receive();
            assertThat(second.body()).containsExactly(0, 'a');
            server.send(second.routingId(), second);
            client.expect("00 02 00 61");
        }
    }

    @Test
    @Tag("S-REQ-18")
    void relaxedWithoutIdsALateReplyPassesForTheNextOne() {
        ReqSocket req =
                context.req(TestOptions.quick().req(new ReqOptions(true, false)).build());
        RouterSocket router = context.router(QUICK);
        req.connect(bind(router));
        req.send(Message.of("first"));
        Message first = router.receive();
        req.send(Message.of("second"));
        router.receive();
        router.send(Message.ofFrames(first.frame(0), new byte[0], "to the first".getBytes()));
        assertThat(req.receive().text()).isEqualTo("to the first");
    }

    @Test
    @Tag("S-GATHER-02")
    void aGatherDropsAMessageOfSeveralFramesAndDeliversTheNext() {
        needsAWire();
        GatherSocket gather = context.gather(QUICK);
        bind(gather);
        try (RawPeer scatter = handshake(RawPeer.connect(gather.boundEndpoints().get(0)), "SCATTER")) {
            scatter.send("01 01 61 01 01 62 00 01 63", "00 01 64");
            assertThat(gather.receive().text()).isEqualTo("d");
            assertThat(gather.stats().dropped(DropReason.MULTIPART)).isEqualTo(1);
        }
    }

    @Test
    @Tag("S-PUB-18")
    void aPubTakesTheOptionsOfAnXpubAndShowsNothing() {
        PubSocket pub = context.pub(TestOptions.quick()
                .pubSub(PubSubOptions.DEFAULT
                        .withNotices(PubSubOptions.Notices.MANUAL)
                        .withEveryFrameSubscribing()
                        .withWelcome(Message.of("A, welcome")))
                .build());
        SubSocket sub = context.sub(QUICK);
        sub.subscribe("A");
        sub.connect(bind(pub));
        assertThat(sub.receive().text()).isEqualTo("A, welcome");
        pub.awaitSubscribers("A", 1, Duration.ofSeconds(10));
        pub.send(Message.of("A"));
        assertThat(sub.receive().text()).isEqualTo("A");
    }

    @Test
    @Tag("S-XSUB-01")
    @Tag("S-XSUB-02")
    void whatAnXsubSendsAfterASubscriptionDoesNotOvertakeIt() {
        needsAWire();
        XSubSocket xsub = context.xsub(QUICK);
        bind(xsub);
        try (RawPeer pub = handshake(RawPeer.connect(xsub.boundEndpoints().get(0)), "PUB")) {
            pub.expect(Wire.ready("Socket-Type", "XSUB"));
            xsub.awaitPeers(1, Duration.ofSeconds(10));
            int count = 200;
            for (int i = 0; i < count; i++) {
                xsub.send(Message.wrap(new byte[] {1, (byte) i}));
                xsub.send(Message.wrap(new byte[] {2, (byte) i}));
            }
            int subscriptions = 0;
            for (int i = 0; i < 2 * count; i++) {
                byte[] body = pub.readFrame();
                if (body.length > 2) {
                    assertThat(body[body.length - 1]).isEqualTo((byte) subscriptions++);
                } else {
                    assertThat(body[1] & 0xff).isLessThan(subscriptions);
                }
            }
            assertThat(subscriptions).isEqualTo(count);
        }
    }

    @Test
    @Tag("S-DISH-10")
    @Timeout(30)
    void whatHasNothingToSendDoesNotLinger() {
        needsAWire();
        SocketOptions patient =
                TestOptions.quick().linger(Duration.ofMinutes(1)).build();
        SubSocket sub = context.sub(patient);
        DishSocket dish = context.dish(patient);
        bind(sub);
        bind(dish);
        try (RawPeer pub = handshake(RawPeer.connect(sub.boundEndpoints().get(0)), "PUB");
                RawPeer radio = handshake(RawPeer.connect(dish.boundEndpoints().get(0)), "RADIO")) {
            pub.expect(Wire.ready("Socket-Type", "SUB"));
            radio.expect(Wire.ready("Socket-Type", "DISH"));
            assertThat(sub.close(Duration.ofMinutes(1))).isEqualTo(CloseReport.CLEAN);
            dish.close(); // neither peer says that it has seen the end
        }
    }
}
