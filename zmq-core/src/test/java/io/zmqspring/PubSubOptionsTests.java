package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.PubSubOptions.Notices;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link PubSubOptions} change, over every transport. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
class PubSubOptionsTests {
    private static final PubSubOptions DEFAULT = PubSubOptions.DEFAULT;

    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private static SocketOptions with(PubSubOptions options) {
        return TestOptions.quick().pubSub(options).build();
    }

    private XPubSocket xpub(PubSubOptions options) {
        XPubSocket xpub = context.xpub(with(options));
        xpub.bind(transport.bindEndpoint());
        return xpub;
    }

    private XSubSocket xsub(XPubSocket xpub, PubSubOptions options) {
        XSubSocket xsub = context.xsub(with(options));
        xsub.connect(xpub.boundEndpoints().get(0).toString());
        return xsub;
    }

    private SubSocket sub(XPubSocket xpub, String... topics) {
        SubSocket sub = context.sub(with(xpub.options().pubSub()));
        List.of(topics).forEach(sub::subscribe);
        sub.connect(xpub.boundEndpoints().get(0).toString());
        return sub;
    }

    private static void expect(XPubSocket xpub, String... notices) {
        assertThat(IntStream.range(0, notices.length)
                        .mapToObj(i -> Hex.text(xpub.receive().body())))
                .containsExactly(notices);
    }

    private static void expectInAnyOrder(XPubSocket xpub, String... messages) {
        assertThat(IntStream.range(0, messages.length)
                        .mapToObj(i -> Hex.text(xpub.receive().body())))
                .containsExactlyInAnyOrder(messages);
    }

    private static void expectNothing(MessageReceiver receiver) {
        assertThat(receiver.tryReceive(Duration.ofMillis(50))).isNull();
    }

    private static Message frames(String... hex) {
        return Message.ofFrames(List.of(hex).stream().map(Hex::bytes).toArray(byte[][]::new));
    }

    // ---- what an XPUB is shown -----------------------------------------------------------------------------------

    @Test
    @Tag("S-XPUB-04")
    void everySubscriptionIsShownButOnlyTheLastEnd() {
        XPubSocket xpub = xpub(DEFAULT.withNotices(Notices.EVERY_SUBSCRIBE));
        SubSocket one = sub(xpub, "A");
        expect(xpub, "01 41");
        SubSocket two = sub(xpub, "A");
        expect(xpub, "01 41");
        one.unsubscribe("A");
        two.subscribe("B");
        two.unsubscribe("A");
        expect(xpub, "01 42", "00 41");
        expectNothing(xpub);
    }

    @Test
    @Tag("S-XPUB-05")
    @Tag("S-XPUB-08")
    void everySubscriptionAndEveryEndAreShown() {
        XPubSocket xpub = xpub(DEFAULT.withNotices(Notices.EVERY_CHANGE));
        SubSocket one = sub(xpub, "A");
        expect(xpub, "01 41");
        SubSocket two = sub(xpub, "A");
        expect(xpub, "01 41");
        one.unsubscribe("A");
        expect(xpub, "00 41");
        one.subscribe("A");
        expect(xpub, "01 41");
        two.close();
        expect(xpub, "00 41");
        expectNothing(xpub);
    }

    @Test
    @Tag("S-XPUB-13")
    @Tag("S-XPUB-14")
    @Tag("S-XPUB-15")
    @Tag("S-XPUB-17")
    @Tag("S-XPUB-18")
    void byHandTheApplicationDecidesWhatAPeerGets() {
        XPubSocket xpub = xpub(DEFAULT.withNotices(Notices.MANUAL));
        XSubSocket xsub = xsub(xpub, DEFAULT);
        SubSocket other = sub(xpub, "A");
        expect(xpub, "01 41");
        xsub.send(frames("01 41"));
        Message request = xpub.receive();
        assertThat(Hex.text(request.body())).isEqualTo("01 41");
        xpub.send(Message.of("A, not applied"));
        xpub.subscribe(request, Hex.bytes("42"));
        xpub.send(Message.of("B1"));
        assertThat(xsub.receive().text()).isEqualTo("B1");
        xsub.send(frames("00 41"));
        expect(xpub, "00 41");
        xpub.send(Message.of("B2"));
        assertThat(xsub.receive().text()).isEqualTo("B2");
        xpub.unsubscribe(request, Hex.bytes("42"));
        xpub.send(Message.of("B3"));
        expectNothing(xsub);
        expectNothing(other);
        xsub.send(frames("01 43"));
        expect(xpub, "01 43");
        xsub.close();
        expect(xpub, "00 43");
        xpub.subscribe(request, Hex.bytes("42"));
        xpub.send(Message.of("B4"));
    }

    @Test
    @Tag("S-XPUB-16")
    void thereIsNothingToDoByHandOtherwise() {
        XPubSocket xpub = xpub(DEFAULT);
        assertThatThrownBy(() -> xpub.subscribe(Message.of("x"), Hex.bytes("41")))
                .isInstanceOf(ZmqStateException.class)
                .hasMessageContaining("FIRST_AND_LAST")
                .hasMessageContaining("MANUAL");
        assertThatThrownBy(() -> xpub.unsubscribe(Message.of("x"), Hex.bytes("41")))
                .isInstanceOf(ZmqStateException.class);
    }

    @Test
    @Tag("S-XPUB-20")
    @Tag("S-XPUB-21")
    @Tag("S-XPUB-22")
    void aWelcomeComesBeforeAnythingElseToWhoWantsIt() {
        XPubSocket xpub = xpub(DEFAULT.withWelcome(Message.of("Welcome")));
        SubSocket interested = sub(xpub, "W", "A");
        SubSocket not = sub(xpub, "B");
        XSubSocket xsub = xsub(xpub, DEFAULT);
        assertThat(interested.receive().text()).isEqualTo("Welcome");
        assertThat(xsub.receive().text()).isEqualTo("Welcome");
        IntStream.range(0, 3).forEach(i -> assertThat(xpub.receive().body()[0]).isEqualTo((byte) 1));
        xpub.send(Message.of("A"));
        xpub.send(Message.of("B"));
        assertThat(interested.receive().text()).isEqualTo("A");
        assertThat(not.receive().text()).isEqualTo("B");

        XPubSocket silent = xpub(DEFAULT.withWelcome(Message.of("x")).withWelcome(null));
        SubSocket sub = sub(silent, "");
        expect(silent, "01");
        expectNothing(sub);
    }

    // ---- what is sent to whom ------------------------------------------------------------------------------------

    @Test
    @Tag("S-PUB-12")
    @Tag("S-PUB-13")
    void withoutDroppingSendWaitsForTheSlowestAndNobodyGetsItBefore() {
        XPubSocket xpub = context.xpub(TestOptions.quick()
                .sendHighWaterMark(3)
                .pubSub(DEFAULT.withNoDrop())
                .build());
        xpub.bind(transport.bindEndpoint());
        List<SubSocket> subs = IntStream.range(0, 2)
                .mapToObj(i ->
                        context.sub(TestOptions.quick().receiveHighWaterMark(3).build()))
                .toList();
        subs.get(0).subscribe("A");
        subs.get(1).subscribe("");
        for (SubSocket sub : subs) {
            sub.connect(xpub.boundEndpoints().get(0).toString());
            assertThat(xpub.receive().body()[0]).isEqualTo((byte) 1);
        }
        int sent = 0;
        while (xpub.trySend(Message.ofFrames(("A" + sent).getBytes(), new byte[100_000]))) {
            sent++;
        }
        assertThat(sent).isPositive();
        for (SubSocket sub : subs) {
            for (int i = 0; i < sent; i++) {
                assertThat(new String(sub.receive().frame(0))).isEqualTo("A" + i);
            }
            expectNothing(sub);
        }
        xpub.send(Message.of("A"));
        assertThat(subs.get(0).receive().text()).isEqualTo("A");
    }

    @Test
    @Tag("S-RADIO-06")
    void withoutDroppingARadioWaitsToo() {
        RadioSocket radio = context.radio(TestOptions.quick()
                .sendHighWaterMark(3)
                .sendTimeout(Duration.ZERO)
                .pubSub(DEFAULT.withNoDrop())
                .build());
        radio.bind(transport.bindEndpoint());
        DishSocket dish =
                context.dish(TestOptions.quick().receiveHighWaterMark(3).build());
        dish.join("g");
        dish.connect(radio.boundEndpoints().get(0).toString());
        radio.send("nobody", Message.of("x"));
        Message big = Message.wrap(new byte[100_000]);
        assertThatThrownBy(() -> {
                    while (true) {
                        radio.send("g", big);
                    }
                })
                .isInstanceOf(ZmqQueueFullException.class);
        assertThat(dish.receive().body()).hasSize(100_000);
    }

    @Test
    @Tag("S-PUB-11")
    @Tag("S-SUB-10")
    void invertedEachGetsWhatItDidNotName() {
        XPubSocket xpub = xpub(DEFAULT.withInvertMatching());
        SubSocket some = sub(xpub, "A");
        expect(xpub, "01 41");
        SubSocket all = sub(xpub);
        some.subscribe("B");
        expect(xpub, "01 42");
        xpub.send(Message.of("first"));
        assertThat(some.receive().text()).isEqualTo("first");
        while (all.tryReceive(Duration.ofMillis(20)) == null) {
            xpub.send(Message.of("A again")); // it may have connected only now
        }
        xpub.send(Message.of("B"));
        xpub.send(Message.of("C"));
        assertThat(some.receive().text()).isEqualTo("C");
        String text = all.receive().text();
        while (text.equals("A again")) {
            text = all.receive().text();
        }
        assertThat(text).isEqualTo("B");
        assertThat(all.receive().text()).isEqualTo("C");
    }

    // ---- frames that subscribe -----------------------------------------------------------------------------------

    @Test
    @Tag("S-XPUB-12")
    @Tag("S-XSUB-09")
    void laterFramesSubscribeOnlyIfTheFirstDoes() {
        XPubSocket xpub = xpub(DEFAULT);
        XSubSocket xsub = xsub(xpub, DEFAULT);
        xsub.send(frames("78", "01 41", "00"));
        assertThat(xpub.receive().frames().stream().map(Hex::text)).containsExactly("78", "01 41", "00");
        xsub.send(frames("01 42", "79", "01 43"));
        expectInAnyOrder(xpub, "01 42", "01 43", "79"); // subscriptions and messages travel side by side
    }

    @Test
    @Tag("S-XPUB-11")
    @Tag("S-XSUB-09")
    void everyFrameMaySubscribe() {
        XPubSocket xpub = xpub(DEFAULT.withEveryFrameSubscribing());
        xsub(xpub, DEFAULT).send(frames("78", "01 41", "79")); // the publisher takes it apart
        expect(xpub, "01 41");
        assertThat(xpub.receive().frames().stream().map(Hex::text)).containsExactly("78", "79");
        XSubSocket apart = xsub(xpub, DEFAULT.withEveryFrameSubscribing());
        apart.send(Message.of("up"));
        assertThat(xpub.receive().text()).isEqualTo("up");
        apart.send(frames("78", "01 42", "79")); // the subscriber does
        List<Message> both = List.of(xpub.receive(), xpub.receive());
        assertThat(both.stream()
                        .map(message -> message.frames().stream().map(Hex::text).toList()))
                .containsExactlyInAnyOrder(List.of("01 42"), List.of("78", "79"));
    }

    @Test
    @Tag("S-XSUB-04")
    @Tag("S-XSUB-05")
    void anXsubPassesOnEveryEndIfItIsToldTo() {
        XPubSocket xpub = xpub(DEFAULT.withNotices(Notices.EVERY_CHANGE));
        XSubSocket verbose = xsub(xpub, DEFAULT.withVerboseUnsubscribe());
        verbose.send(frames("01 41"));
        verbose.send(frames("01 41"));
        expect(xpub, "01 41", "01 41");
        verbose.send(frames("00 41"));
        expect(xpub, "00 41");
        xpub.send(Message.of("A"));
        assertThat(verbose.receive().text()).isEqualTo("A");
        verbose.send(frames("00 41"));
        verbose.send(frames("00 41"));
        expect(xpub, "00 41");
        expectNothing(xpub);
    }
}
