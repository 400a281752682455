package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.Books;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Wire;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a socket type drops because its RFC says so is counted, and told of where it belongs to a connection. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
class DroppedMessagesTests {
    private static final byte[] LARGE = new byte[1 << 20];

    @Parameter
    TestTransport transport;

    private final EventRecorder events = new EventRecorder();

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private SocketOptions watched(RouterOptions router) {
        return TestOptions.quick()
                .router(router)
                .sendHighWaterMark(1)
                .eventListener(events)
                .build();
    }

    private SocketOptions watched() {
        return watched(RouterOptions.MANDATORY);
    }

    private SocketOptions slow(String identity) {
        return TestOptions.quick()
                .receiveHighWaterMark(1)
                .identity(identity.getBytes())
                .build();
    }

    private String bind(ZmqSocket socket) {
        return socket.bind(transport.bindEndpoint()).toString();
    }

    private void expectDropped(ZmqSocket socket, DropReason reason, long count) {
        Until.isTrue(count + " " + reason, () -> socket.stats().dropped(reason) == count);
        Until.isTrue("told", () -> told(socket, reason) == count);
        Books.assertBalanced(socket);
    }

    private long told(ZmqSocket socket, DropReason reason) {
        return events.events(SocketEvent.Dropped.class).stream()
                .filter(event -> event.reason() == reason)
                .filter(event -> socket.boundEndpoints().contains(event.endpoint()))
                .mapToLong(SocketEvent.Dropped::messages)
                .sum();
    }

    @Test
    @Tag("S-ROUTER-07")
    @Tag("S-ROUTER-13")
    void aLenientRouterCountsWhatItCannotRoute() {
        RouterSocket router = context.router(watched(RouterOptions.LENIENT));
        router.send(Message.ofTexts("nobody", "x"));
        router.send(Message.of("nobody"));
        assertThat(router.stats().dropped()).isEqualTo(Map.of(DropReason.UNROUTABLE, 2L));
    }

    @Test
    @Tag("S-ROUTER-09")
    void aLenientRouterCountsWhatAFullPeerMisses() {
        RouterSocket router = context.router(watched(RouterOptions.LENIENT));
        DealerSocket dealer = context.dealer(slow("d"));
        dealer.connect(bind(router));
        dealer.send(Message.of("hello"));
        router.receive();
        int sent = 40;
        for (int i = 0; i < sent; i++) {
            router.send(Message.ofFrames("d".getBytes(), LARGE));
        }
        long missed = router.stats().dropped(DropReason.NO_ROOM);
        assertThat(missed).isPositive();
        for (int i = 0; i < sent - missed; i++) {
            assertThat(dealer.receive().body()).hasSize(LARGE.length);
        }
        expectDropped(router, DropReason.NO_ROOM, missed);
    }

    @Test
    @Tag("S-REP-06")
    @Tag("S-REP-08")
    void aRepCountsRepliesThatNobodyGets() {
        RepSocket rep = context.rep(watched());
        String endpoint = bind(rep);
        ReqSocket req = context.req(TestOptions.quick().build());
        req.connect(endpoint);
        req.send(Message.of("q"));
        rep.receive();
        req.close();
        Until.isTrue("gone", () -> rep.peers().isEmpty());
        rep.send(Message.of("r"));
        expectDropped(rep, DropReason.UNROUTABLE, 1);

        DealerSocket slow = context.dealer(slow(""));
        slow.connect(endpoint);
        int replies = 40;
        for (int i = 0; i < replies; i++) {
            slow.send(Message.ofTexts("", "q"));
            rep.receive();
            rep.send(Message.wrap(LARGE));
        }
        assertThat(rep.stats().dropped(DropReason.NO_ROOM)).isPositive();
        expectDropped(rep, DropReason.NO_ROOM, rep.stats().dropped(DropReason.NO_ROOM));
    }

    @Test
    @Tag("S-PUB-04")
    @Tag("S-SUB-09")
    @Tag("F-13")
    @Tag("N-05")
    void aPublisherCountsWhatASlowSubscriberMissesAndItMissesWholeMessages() {
        XPubSocket pub = context.xpub(watched());
        SubSocket sub = context.sub(slow(""));
        sub.subscribe("t");
        sub.connect(bind(pub));
        pub.receive();
        int sent = 40;
        for (int i = 0; i < sent; i++) {
            pub.send(Message.ofFrames("t".getBytes(), new byte[] {(byte) i}, LARGE));
        }
        long missed = pub.stats().dropped(DropReason.NO_ROOM);
        assertThat(missed).isPositive();
        int last = -1;
        for (int i = 0; i < sent - missed; i++) {
            Message message = sub.receive();
            assertThat(message.frameCount()).isEqualTo(3);
            assertThat((int) message.frame(1)[0]).isGreaterThan(last);
            last = message.frame(1)[0];
        }
        expectDropped(pub, DropReason.NO_ROOM, missed);
        pub.send(Message.of("t, and it goes on"));
        assertThat(sub.receive().text()).isEqualTo("t, and it goes on");
        assertThat(sub.stats().dropped()).isEmpty();
    }

    @Test
    @Tag("S-REP-05")
    @Tag("S-PUB-07")
    @Tag("A-20")
    void whatATypeHasNoUseForIsCounted() {
        RepSocket rep = context.rep(watched());
        DealerSocket dealer = context.dealer(TestOptions.quick().build());
        dealer.connect(bind(rep));
        dealer.send(Message.of("no delimiter"));
        expectDropped(rep, DropReason.UNEXPECTED, 1);
        PubSocket pub = context.pub(watched());
        XSubSocket xsub = context.xsub(TestOptions.quick().build());
        xsub.connect(bind(pub));
        xsub.send(Message.of("upstream"));
        expectDropped(pub, DropReason.UNEXPECTED, 1);
    }

    @Test
    @Tag("A-20")
    void aPushThatIsSentSomethingCountsItToo() {
        assumeThat(transport).as("none of our sockets does that").isNotEqualTo(TestTransport.INPROC);
        PushSocket push = context.push(watched());
        bind(push);
        try (RawPeer pull = RawPeer.connect(push.boundEndpoints().get(0))) {
            pull.send(Wire.GREETING, Wire.ready("Socket-Type", "PULL"), "00 01 78");
            expectDropped(push, DropReason.UNEXPECTED, 1);
        }
    }
}
