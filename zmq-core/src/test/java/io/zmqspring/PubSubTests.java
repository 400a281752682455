package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What RFC 29 says of PUB, SUB, XPUB and XSUB, over every transport. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
class PubSubTests {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String SYNC = "\u0003sync-";

    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private static SocketOptions options() {
        return TestOptions.quick().build();
    }

    private PubSocket pub() {
        PubSocket pub = context.pub(options());
        pub.bind(transport.bindEndpoint());
        return pub;
    }

    private XPubSocket xpub() {
        XPubSocket xpub = context.xpub(options());
        xpub.bind(transport.bindEndpoint());
        return xpub;
    }

    private SubSocket sub(ZmqSocket publisher, String... topics) {
        SubSocket sub = context.sub(options());
        for (String topic : topics) {
            sub.subscribe(topic);
        }
        sub.connect(endpointOf(publisher));
        return sub;
    }

    private XSubSocket xsub(ZmqSocket publisher) {
        XSubSocket xsub = context.xsub(options());
        xsub.connect(endpointOf(publisher));
        return xsub;
    }

    private static String endpointOf(ZmqSocket socket) {
        return socket.boundEndpoints().get(0).toString();
    }

    /** Waits until everything that the subscriber has said until now has reached the publisher. */
    private static void settle(PubSocket pub, SubSocket sub) {
        String sync = SYNC + NUMBER.incrementAndGet() + ";";
        sub.subscribe(sync);
        Until.isTrue("subscription heard", () -> {
            pub.send(Message.of(sync));
            Message message = sub.tryReceive();
            return message != null && message.text().equals(sync);
        });
    }

    private static String next(MessageReceiver receiver) {
        String text = receiver.receive().text();
        while (text.startsWith(SYNC)) {
            text = receiver.receive().text();
        }
        return text;
    }

    private static List<String> next(MessageReceiver receiver, int count) {
        return IntStream.range(0, count).mapToObj(i -> next(receiver)).toList();
    }

    private static void send(MessageSender sender, String... texts) {
        for (String text : texts) {
            sender.send(Message.of(text));
        }
    }

    private static Message bytes(String hex) {
        return Message.wrap(Hex.bytes(hex));
    }

    private static String nextHex(MessageReceiver receiver) {
        return Hex.text(receiver.receive().body());
    }

    private static void expectNothing(MessageReceiver receiver) {
        assertThat(receiver.tryReceive(Duration.ofMillis(50))).isNull();
    }

    // ---- PUB and SUB ---------------------------------------------------------------------------------------------

    @Test
    @Tag("S-PUB-01")
    @Tag("S-PUB-02")
    @Tag("S-SUB-01")
    @Tag("Z-168")
    void aSubscriberGetsWhatBeginsWithItsTopicsAndAnotherNothing() {
        PubSocket pub = pub();
        SubSocket some = sub(pub, "A", "\u0000\u0001");
        SubSocket none = sub(pub);
        settle(pub, some);
        settle(pub, none);
        send(pub, "A1", "B", "BA", "\u0000\u0001x", "A", "\u0000", "A-end");
        send(pub, SYNC + NUMBER.get() + ";end");
        assertThat(next(some, 4)).containsExactly("A1", "\u0000\u0001x", "A", "A-end");
        Until.isTrue("the end", () -> none.receive().text().endsWith("end"));
        expectNothing(none);
    }

    @Test
    @Tag("S-PUB-03")
    @Tag("S-SUB-07")
    void theFirstFrameDecidesAndAllFramesCome() {
        PubSocket pub = pub();
        SubSocket sub = sub(pub, "topic");
        settle(pub, sub);
        pub.send(Message.ofTexts("other", "topic"));
        pub.send(Message.ofTexts("topic", "", "third"));
        Message message = sub.receive();
        while (message.frameCount() == 1) {
            message = sub.receive();
        }
        assertThat(message.frames().stream().map(String::new)).containsExactly("topic", "", "third");
    }

    @Test
    @Tag("S-SUB-14")
    void theEmptyTopicMatchesEmptyMessagesToo() {
        PubSocket pub = pub();
        SubSocket sub = sub(pub, "");
        settle(pub, sub);
        send(pub, "", "x");
        assertThat(next(sub, 2)).containsExactly("", "x");
    }

    @Test
    @Tag("S-PUB-09")
    void aMessageComesOnceHoweverManyTopicsMatch() {
        PubSocket pub = pub();
        SubSocket sub = sub(pub, "", "A", "AB", "AB");
        settle(pub, sub);
        send(pub, "ABC", "end");
        assertThat(next(sub, 2)).containsExactly("ABC", "end");
    }

    @Test
    @Tag("S-SUB-02")
    @Tag("S-SUB-18")
    @Tag("S-PUB-10")
    void subscriptionsAreCountedAndWorkAtOnce() {
        PubSocket pub = pub();
        SubSocket sub = sub(pub, "end");
        sub.unsubscribe("never");
        settle(pub, sub);
        sub.subscribe("A");
        sub.subscribe("A");
        sub.unsubscribe("A");
        settle(pub, sub);
        send(pub, "A1");
        assertThat(next(sub)).isEqualTo("A1");
        sub.unsubscribe("A");
        settle(pub, sub);
        send(pub, "A2", "end");
        assertThat(next(sub)).isEqualTo("end");
    }

    @Test
    @Tag("S-PUB-05")
    void sendNeverWaitsNeitherWithoutPeersNorForAFullOne() {
        PubSocket pub = context.pub(TestOptions.quick()
                .sendHighWaterMark(5)
                .sendTimeout(SocketOptions.FOREVER)
                .build());
        pub.bind(transport.bindEndpoint());
        send(pub, "nobody is there");
        SubSocket sub = context.sub(TestOptions.quick().receiveHighWaterMark(5).build());
        sub.subscribe("");
        sub.connect(endpointOf(pub));
        settle(pub, sub);
        byte[] body = new byte[10_000];
        for (int i = 0; i < 5_000; i++) {
            pub.send(Message.ofFrames(Integer.toString(i).getBytes(), body));
        }
        List<Integer> received = new ArrayList<>();
        for (Message m = sub.receive(); m != null; m = sub.tryReceive(Duration.ofMillis(100))) {
            if (m.frameCount() == 2) {
                assertThat(m.body()).hasSize(body.length);
                received.add(Integer.parseInt(new String(m.frame(0))));
            }
        }
        assertThat(received).isNotEmpty().isSorted().doesNotHaveDuplicates().hasSizeLessThan(5_000);
        settle(pub, sub); // and goes on
    }

    @Test
    @Tag("S-PUB-08")
    @Tag("S-XPUB-02")
    @Tag("S-XPUB-03")
    @Tag("S-XPUB-07")
    void xpubSeesTheFirstAndTheLastOfEachTopic() {
        XPubSocket xpub = xpub();
        SubSocket one = sub(xpub, "A");
        assertThat(nextHex(xpub)).isEqualTo("01 41");
        SubSocket two = sub(xpub, "A", "B");
        assertThat(nextHex(xpub)).isEqualTo("01 42");
        one.unsubscribe("A");
        one.subscribe("");
        assertThat(nextHex(xpub)).isEqualTo("01");
        two.close();
        assertThat(List.of(nextHex(xpub), nextHex(xpub))).containsExactlyInAnyOrder("00 41", "00 42");
        one.unsubscribe("");
        assertThat(nextHex(xpub)).isEqualTo("00");
        expectNothing(xpub);
    }

    @Test
    @Tag("S-XPUB-01")
    @Tag("S-XPUB-10")
    @Tag("S-XSUB-01")
    @Tag("S-XSUB-02")
    @Tag("S-XSUB-06")
    void xsubSubscribesByMessagesAndSendsOthersUpstream() {
        XPubSocket xpub = xpub();
        XSubSocket xsub = xsub(xpub);
        xsub.send(bytes("01 41"));
        Until.isTrue("subscribed", () -> {
            xsub.send(bytes("01 41"));
            Message notice = xpub.tryReceive();
            return notice != null && Hex.text(notice.body()).equals("01 41");
        });
        send(xpub, "no", "A yes");
        assertThat(xsub.receive().text()).isEqualTo("A yes");
        send(xsub, "hello", "\u0002x", "");
        xsub.send(Message.ofTexts("two", "frames"));
        assertThat(List.of(
                        xpub.receive().text(),
                        xpub.receive().text(),
                        xpub.receive().text()))
                .containsExactly("hello", "\u0002x", "");
        assertThat(xpub.receive().frames().stream().map(String::new)).containsExactly("two", "frames");
        send(xpub, "no", "A again");
        assertThat(xsub.receive().text()).isEqualTo("A again");
    }

    /** The publisher reads slowly, so that all of it waits in queues on the way. */
    @Test
    void whatAnXsubSendsComesInOrderMessagesAndSubscriptionsAlike() {
        XPubSocket xpub =
                context.xpub(TestOptions.quick().receiveHighWaterMark(1).build());
        xpub.bind(transport.bindEndpoint());
        XSubSocket xsub = xsub(xpub);
        xsub.awaitPeers(1, Duration.ofSeconds(5));
        byte[] body = new byte[50_000];
        int count = 200;
        for (int i = 0; i < count; i++) {
            if (i % 10 == 5) {
                xsub.send(bytes("01 " + Hex.text(("topic " + i).getBytes())));
            } else if (i % 10 == 6) {
                xsub.send(bytes("00 " + Hex.text(("topic " + (i - 1)).getBytes())));
            } else {
                xsub.send(Message.ofFrames(("message " + i).getBytes(), body));
            }
        }
        for (int i = 0; i < count; i++) {
            String expected =
                    i % 10 == 5 ? "\u0001topic " + i : i % 10 == 6 ? "\u0000topic " + (i - 1) : "message " + i;
            assertThat(new String(xpub.receive().frame(0))).isEqualTo(expected);
        }
        expectNothing(xpub);
    }

    @Test
    @Tag("S-PUB-06")
    @Tag("S-PUB-07")
    void pubTakesNothingButSubscriptions() {
        PubSocket pub = pub();
        assertThat(pub).isNotInstanceOf(MessageReceiver.class);
        XSubSocket xsub = xsub(pub);
        xsub.send(bytes("01 41"));
        Until.isTrue("subscribed", () -> {
            send(xsub, "dropped", "dropped too");
            send(pub, "A");
            return xsub.tryReceive() != null;
        });
        assertThat(pub.stats().traffic().incomingQueue()).isZero();
    }

    @Test
    @Tag("S-SUB-08")
    void subDoesNotSend() {
        assertThat(context.sub(options())).isNotInstanceOf(MessageSender.class);
    }

    @Test
    @Tag("S-XSUB-03")
    @Tag("S-XSUB-10")
    void xsubSendsWithoutAnyPublisher() {
        XSubSocket xsub = context.xsub(options());
        send(xsub, "into the void");
        assertThat(xsub.trySend(Message.of("again"))).isTrue();
    }

    @Test
    @Tag("S-SUB-17")
    @Tag("S-SUB-03")
    void aSubThatBindsTellsEachPublisherThatComes() {
        SubSocket sub = context.sub(options());
        sub.bind(transport.bindEndpoint());
        sub.subscribe("A");
        for (int i = 0; i < 3; i++) {
            XPubSocket xpub = context.xpub(options());
            xpub.connect(endpointOf(sub));
            assertThat(nextHex(xpub)).isEqualTo("01 41");
            send(xpub, "A" + i);
            assertThat(sub.receive().text()).isEqualTo("A" + i);
        }
    }

    @Test
    @Tag("S-SUB-05")
    @Tag("S-XSUB-07")
    @Tag("S-SUB-13")
    @Tag("N-04")
    void aHundredThousandSubscriptionsSurviveAReconnectWhateverTheHighWaterMark() {
        XPubSocket first = xpub();
        String endpoint = endpointOf(first);
        SubSocket sub = context.sub(
                TestOptions.quick().sendHighWaterMark(1).receiveHighWaterMark(1).build());
        int count = 100_000;
        for (int i = 0; i < count; i++) {
            sub.subscribe("topic-" + i + ";");
        }
        sub.connect(endpoint);
        for (int i = 0; i < count; i++) {
            assertThat(first.receive().body()[0]).isEqualTo((byte) 1);
        }
        send(first, "topic-99999;x");
        assertThat(sub.receive().text()).isEqualTo("topic-99999;x");
        if (transport == TestTransport.INPROC) {
            return; // an inproc connection ends with its socket and does not come back
        }
        first.close();
        XPubSocket second = context.xpub(options());
        second.bind(endpoint);
        for (int i = 0; i < count; i++) {
            assertThat(second.receive().body()[0]).isEqualTo((byte) 1);
        }
        send(second, "topic-0;y");
        assertThat(sub.receive().text()).isEqualTo("topic-0;y");
        expectNothing(second);
    }

    @Test
    @Tag("S-PUB-19")
    void whatAClosedSubscriberHadNotReadIsGone() {
        XPubSocket xpub = xpub();
        SubSocket sub = sub(xpub, "A");
        assertThat(nextHex(xpub)).isEqualTo("01 41");
        send(xpub, "A1", "A2");
        sub.close();
        assertThat(nextHex(xpub)).isEqualTo("00 41");
        SubSocket next = sub(xpub, "A");
        assertThat(nextHex(xpub)).isEqualTo("01 41");
        send(xpub, "A3");
        assertThat(next.receive().text()).isEqualTo("A3");
        expectNothing(next);
    }

    // ---- RADIO and DISH ------------------------------------------------------------------------------------------

    private RadioSocket radio() {
        RadioSocket radio = context.radio(options());
        radio.bind(transport.bindEndpoint());
        return radio;
    }

    private DishSocket dish(RadioSocket radio, String... groups) {
        DishSocket dish = context.dish(options());
        for (String group : groups) {
            dish.join(group);
        }
        dish.connect(endpointOf(radio));
        return dish;
    }

    private static void settle(RadioSocket radio, DishSocket dish) {
        String sync = SYNC + NUMBER.incrementAndGet();
        dish.join(sync);
        Until.isTrue("joining heard", () -> {
            radio.send(sync, Message.of(sync));
            Message message = dish.tryReceive();
            return message != null && message.text().equals(sync);
        });
    }

    private static String nextOf(DishSocket dish) {
        Message message = dish.receive();
        while (message.text().startsWith(SYNC)) {
            message = dish.receive();
        }
        return new String(message.frame(0)) + "=" + message.text();
    }

    @Test
    @Tag("S-RADIO-01")
    @Tag("S-RADIO-04")
    @Tag("S-DISH-01")
    @Tag("S-DISH-07")
    void aDishGetsExactlyTheGroupsItJoined() {
        RadioSocket radio = radio();
        DishSocket dish = dish(radio, "g", "end");
        DishSocket empty = dish(radio, "", "end");
        settle(radio, dish);
        settle(radio, empty);
        radio.send("gg", Message.of("1"));
        radio.send("", Message.of("2"));
        radio.send("g", Message.of("3"));
        radio.send("end", Message.of("4"));
        assertThat(List.of(nextOf(dish), nextOf(dish))).containsExactly("g=3", "end=4");
        assertThat(List.of(nextOf(empty), nextOf(empty))).containsExactly("=2", "end=4");
    }

    @Test
    @Tag("S-DISH-02")
    @Tag("S-DISH-03")
    void joiningAndLeavingWorkAtOnceAndOnlyInTurn() {
        RadioSocket radio = radio();
        DishSocket dish = dish(radio, "end");
        dish.join("g");
        assertThatThrownBy(() -> dish.join("g"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'g'");
        settle(radio, dish);
        radio.send("g", Message.of("1"));
        assertThat(nextOf(dish)).isEqualTo("g=1");
        dish.leave("g");
        assertThatThrownBy(() -> dish.leave("g")).isInstanceOf(IllegalArgumentException.class);
        settle(radio, dish);
        radio.send("g", Message.of("2"));
        radio.send("end", Message.of("3"));
        assertThat(nextOf(dish)).isEqualTo("end=3");
    }

    @Test
    @Tag("S-RADIO-02")
    @Tag("S-RADIO-03")
    @Tag("S-DISH-04")
    @Tag("S-RADIO-11")
    @Tag("S-RADIO-14")
    @Tag("S-DISH-11")
    void groupsHave255OctetsAtMostAndMessagesOneFrame() {
        RadioSocket radio = radio();
        String longest = "\u00e4".repeat(127) + "x";
        DishSocket dish = dish(radio, longest);
        settle(radio, dish);
        radio.send(longest, Message.of("body"));
        assertThat(nextOf(dish)).isEqualTo(longest + "=body");
        Message message = Message.of("x");
        assertThatThrownBy(() -> radio.send(longest + "y", message))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("256");
        assertThatThrownBy(() -> radio.send("a\0b", message)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> dish.join(longest + "y")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> radio.send("g", Message.ofTexts("a", "b")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(radio).isNotInstanceOf(MessageReceiver.class);
        assertThat(dish).isNotInstanceOf(MessageSender.class);
        radio.send("nobody joined it", message);
    }

    @Test
    @Tag("S-RADIO-05")
    void aFullDishMissesMessagesAndSendNeverWaits() {
        RadioSocket radio = context.radio(TestOptions.quick()
                .sendHighWaterMark(5)
                .sendTimeout(SocketOptions.FOREVER)
                .build());
        radio.bind(transport.bindEndpoint());
        DishSocket dish =
                context.dish(TestOptions.quick().receiveHighWaterMark(5).build());
        dish.join("g");
        dish.connect(endpointOf(radio));
        settle(radio, dish);
        Message big = Message.wrap(new byte[10_000]);
        for (int i = 0; i < 5_000; i++) {
            radio.send("g", big);
        }
        int received = 0;
        while (dish.tryReceive(Duration.ofMillis(100)) != null) {
            received++;
        }
        assertThat(received).isBetween(1, 4_999);
        settle(radio, dish);
    }

    @Test
    @Tag("S-DISH-12")
    @Tag("S-DISH-06")
    void aDishHearsAllItsRadiosInTurn() {
        DishSocket dish = context.dish(options());
        dish.join("g");
        List<RadioSocket> radios = IntStream.range(0, 3).mapToObj(i -> radio()).toList();
        for (RadioSocket radio : radios) {
            dish.connect(endpointOf(radio));
            settle(radio, dish);
        }
        radios.forEach(radio -> radio.send("g", Message.of("settled")));
        for (int settled = 0; settled < radios.size(); ) { // behind what is left of settling
            settled += dish.receive().text().equals("settled") ? 1 : 0;
        }
        for (int i = 0; i < 3; i++) {
            for (int n = 0; n < 10; n++) {
                radios.get(i).send("g", Message.of(Integer.toString(i)));
            }
        }
        Until.isTrue("all are there", () -> dish.stats().traffic().incomingQueue() == 30);
        List<String> bodies =
                IntStream.range(0, 30).mapToObj(i -> dish.receive().text()).toList();
        for (int i = 0; i < 30; i += 3) {
            assertThat(bodies.subList(i, i + 3)).containsExactlyInAnyOrder("0", "1", "2");
        }
    }

    @Test
    @Tag("S-RADIO-10")
    @Tag("S-DISH-06")
    void groupsAreJoinedAgainAfterAReconnect() {
        if (transport == TestTransport.INPROC) {
            return; // an inproc connection ends with its socket and does not come back
        }
        RadioSocket first = radio();
        String endpoint = endpointOf(first);
        DishSocket dish = dish(first, "g");
        settle(first, dish);
        first.close();
        RadioSocket second = context.radio(options());
        second.bind(endpoint);
        settle(second, dish);
        second.send("g", Message.of("again"));
        assertThat(nextOf(dish)).isEqualTo("g=again");
    }
}
