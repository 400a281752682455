package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.PubSubOptions.Notices;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How many topics there are, and what a publisher does against subscribers that want too many. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
class SubscriptionLimitsTests {
    private static final SocketOptions ORDINARY = TestOptions.quick().build();
    private static final PubSubOptions THREE = PubSubOptions.DEFAULT.withLimits(new SubscriptionLimits(3, 100, 99));

    @Parameter
    TestTransport transport;

    private final EventRecorder events = new EventRecorder();

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private SocketOptions with(PubSubOptions options) {
        return TestOptions.quick().pubSub(options).eventListener(events).build();
    }

    private String bind(ZmqSocket socket) {
        return socket.bind(transport.bindEndpoint()).toString();
    }

    private SubSocket sub(String endpoint, String... topics) {
        SubSocket sub = context.sub(ORDINARY);
        for (String topic : topics) {
            sub.subscribe(topic);
        }
        sub.connect(endpoint);
        return sub;
    }

    // ---- counts --------------------------------------------------------------------------------------------------

    @Test
    @Tag("S-PUB-16")
    @Tag("S-PUB-17")
    @Tag("S-SUB-16")
    @Tag("O-105")
    void topicsAreCountedOnceEachAndForAsLongAsSomebodyWantsThem() {
        PubSocket pub = context.pub(ORDINARY);
        assertThat(pub.topicCount()).isZero();
        String endpoint = bind(pub);
        SubSocket one = sub(endpoint, "A", "B", "A");
        assertThat(one.topicCount()).isEqualTo(2);
        XSubSocket two = context.xsub(ORDINARY);
        two.connect(endpoint);
        for (String hex : new String[] {"01 42", "01 43"}) {
            two.send(Message.wrap(Hex.bytes(hex)));
        }
        assertThat(two.topicCount()).isEqualTo(2);
        Until.isTrue("A, B and C", () -> pub.topicCount() == 3);
        one.unsubscribe("A");
        assertThat(one.topicCount()).isEqualTo(2);
        one.unsubscribe("A");
        assertThat(one.topicCount()).isEqualTo(1);
        Until.isTrue("B and C", () -> pub.topicCount() == 2);
        two.close();
        Until.isTrue("B", () -> pub.topicCount() == 1);
        one.close();
        Until.isTrue("nothing", () -> pub.topicCount() == 0);
    }

    @Test
    void aRadioCountsGroups() {
        RadioSocket radio = context.radio(ORDINARY);
        DishSocket dish = context.dish(ORDINARY);
        dish.join("a");
        dish.join("b");
        dish.connect(bind(radio));
        Until.isTrue("a and b", () -> radio.topicCount() == 2);
        dish.leave("a");
        Until.isTrue("b", () -> radio.topicCount() == 1);
        dish.close();
        Until.isTrue("nothing", () -> radio.topicCount() == 0);
    }

    // ---- the last value ------------------------------------------------------------------------------------------

    @Test
    @Tag("S-XPUB-19")
    @Tag("O-087")
    void theLastValueGoesToWhoHasJustSubscribedAlone() {
        XPubSocket xpub = context.xpub(with(PubSubOptions.DEFAULT.withNotices(Notices.MANUAL)));
        String endpoint = bind(xpub);
        SubSocket first = sub(endpoint, "A");
        xpub.subscribe(xpub.receive(), Hex.bytes("41"));
        SubSocket second = sub(endpoint, "A");
        Message request = xpub.receive();
        xpub.subscribe(request, Hex.bytes("41"));
        xpub.sendTo(request, Message.of("A, the last value"));
        xpub.send(Message.of("A, the next"));
        assertThat(second.receive().text()).isEqualTo("A, the last value");
        assertThat(second.receive().text()).isEqualTo("A, the next");
        assertThat(first.receive().text()).isEqualTo("A, the next");
        second.close();
        assertThat(Hex.text(xpub.receive().body())).isEqualTo("00 41");
        xpub.sendTo(request, Message.of("A, to nobody"));
        assertThat(first.tryReceive(Duration.ofMillis(50))).isNull();
    }

    // ---- limits --------------------------------------------------------------------------------------------------

    private void expectRefused(ZmqSocket publisher, Runnable excess) {
        if (transport == TestTransport.INPROC) {
            assertThatExceptionOfType(ZmqStateException.class)
                    .isThrownBy(excess::run)
                    .withMessageContaining("topics=3")
                    .withMessageContaining(publisher.boundEndpoints().get(0).toString());
        } else {
            excess.run();
            SocketEvent.Disconnected event = events.await(SocketEvent.Disconnected.class);
            assertThat(event.toString()).contains("topics=3", "octets=100", "more subscriptions");
        }
    }

    @Test
    @Tag("A-06")
    @Tag("N-04")
    void aSubscriberWithTooManyTopicsLosesItsConnectionAndNobodyElseDoes() {
        XPubSocket xpub = context.xpub(with(THREE));
        String endpoint = bind(xpub);
        SubSocket modest = sub(endpoint, "A", "B", "C");
        for (int i = 0; i < 3; i++) {
            assertThat(xpub.receive().body()[0]).isEqualTo((byte) 1);
        }
        modest.unsubscribe("C");
        assertThat(Hex.text(xpub.receive().body())).isEqualTo("00 43");
        modest.subscribe("D");
        assertThat(Hex.text(xpub.receive().body())).isEqualTo("01 44");
        SubSocket greedy = sub(endpoint, "1", "2", "3");
        expectRefused(xpub, () -> greedy.subscribe("4"));
        greedy.close();
        xpub.send(Message.of("D"));
        assertThat(modest.receive().text()).isEqualTo("D");
    }

    @Test
    @Tag("A-06")
    void soDoesOneWhoseTopicsAreTooLong() {
        PubSocket pub = context.pub(with(THREE));
        SubSocket sub = sub(bind(pub), "x".repeat(99));
        Until.isTrue("subscribed", () -> pub.topicCount() == 1);
        expectRefused(pub, () -> sub.subscribe("yy"));
        sub.close();
    }

    @Test
    @Tag("A-06")
    void soDoesOneWithATopicThatIsTooLong() {
        PubSocket pub = context.pub(with(THREE));
        SubSocket sub = sub(bind(pub));
        sub.awaitPeers(1, Duration.ofSeconds(10));
        expectRefused(pub, () -> sub.subscribe("x".repeat(100)));
        sub.close();
    }

    @Test
    @Tag("N-04")
    void theDefaultsAreThoseThatAreStatedAndUnlimitedIsAValueOfItsOwn() {
        assertThat(SubscriptionLimits.DEFAULT).isEqualTo(new SubscriptionLimits(100_000, 16 << 20, 4096));
        assertThat(SubscriptionLimits.DEFAULT.allowNext(99_999, (16 << 20) - 4096, 4096))
                .isTrue();
        assertThat(SubscriptionLimits.DEFAULT.allowNext(100_000, 0, 0)).isFalse();
        assertThat(SubscriptionLimits.DEFAULT.allowNext(0, (16 << 20) - 4095, 4096))
                .isFalse();
        assertThat(SubscriptionLimits.DEFAULT.allowNext(0, 0, 4097)).isFalse();
        assertThat(SubscriptionLimits.UNLIMITED.allowNext(Integer.MAX_VALUE, 1L << 40, Integer.MAX_VALUE))
                .isTrue();
    }

    @Test
    void soDoesADishThatJoinsTooManyGroups() {
        RadioSocket radio = context.radio(with(THREE));
        DishSocket dish = context.dish(ORDINARY);
        dish.connect(bind(radio));
        dish.join("a");
        dish.join("b");
        dish.join("c");
        Until.isTrue("joined", () -> radio.topicCount() == 3);
        expectRefused(radio, () -> dish.join("d"));
        dish.close();
    }

    @Test
    @Tag("A-06")
    void noticesThatNobodyReadsTakeNoMoreThanTheLimit() {
        XPubSocket xpub = context.xpub(with(THREE.withNotices(Notices.EVERY_CHANGE)));
        SubSocket sub = sub(bind(xpub));
        sub.awaitPeers(1, Duration.ofSeconds(10)); // from now on it tells what it wants
        for (int i = 0; i < 10; i++) {
            sub.subscribe("A");
            sub.unsubscribe("A");
        }
        Until.isTrue("17 of 20 dropped", () -> xpub.stats().dropped(DropReason.NO_ROOM) == 17);
        sub.subscribe("B");
        Until.isTrue("still heard", () -> xpub.topicCount() == 1);
        for (String notice : new String[] {"01 41", "00 41", "01 41"}) {
            assertThat(Hex.text(xpub.receive().body())).isEqualTo(notice);
        }
        assertThat(xpub.tryReceive()).isNull();
        sub.subscribe("C");
        assertThat(Hex.text(xpub.receive().body())).isEqualTo("01 43");
    }

    @Test
    void limitsBelowOneMakeNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SubscriptionLimits(0, 1, 1))
                .withMessageContaining("topics=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SubscriptionLimits(1, 0, 1))
                .withMessageContaining("octets=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SubscriptionLimits(1, 1, 0))
                .withMessageContaining("topicOctets=0");
    }
}
