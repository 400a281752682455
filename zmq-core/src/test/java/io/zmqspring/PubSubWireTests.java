package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.event.DisconnectReason;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.Hex;
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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What publishers and subscribers put on the wire, octet by octet, over tcp and ipc. */
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INPROC")
@ExtendWith(LeakCheck.class)
class PubSubWireTests {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final String SUBSCRIBE_A = "04 0b 09 53 55 42 53 43 52 49 42 45 41";
    private static final String CANCEL_A = "04 08 06 43 41 4e 43 45 4c 41";
    private static final String JOIN_G = "04 06 04 4a 4f 49 4e 67";
    private static final String LEAVE_G = "04 07 05 4c 45 41 56 45 67";

    @Parameter
    TestTransport transport;

    private final EventRecorder events = new EventRecorder();

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private SocketOptions options() {
        return TestOptions.quick().eventListener(events).build();
    }

    private RawPeer shake(RawPeer peer, String greeting, String theirs, String ours) {
        return peer.send(greeting, Wire.ready("Socket-Type", theirs))
                .expect(Wire.GREETING, Wire.ready("Socket-Type", ours));
    }

    private RawPeer to(ZmqSocket bound, String greeting, String theirs) {
        RawPeer peer =
                RawPeer.connect(Endpoint.parse(bound.boundEndpoints().get(0).toString()));
        return shake(peer, greeting, theirs, bound.type().name());
    }

    private <S extends ZmqSocket> S bound(S socket) {
        socket.bind(transport.bindEndpoint());
        return socket;
    }

    private static void sendUntilHeard(MessageSender pub, RawPeer peer, String text, String expected) {
        Until.isTrue("the subscription is heard", () -> {
            pub.send(Message.of(text));
            return !peer.isSilentFor(Duration.ofMillis(5));
        });
        peer.expect(expected);
    }

    // ---- what a subscriber says ----------------------------------------------------------------------------------

    @Test
    @Tag("Z-161")
    @Tag("Z-162")
    @Tag("Z-163")
    @Tag("Z-170")
    @Tag("S-SUB-03")
    @Tag("S-SUB-04")
    @Tag("S-SUB-18")
    void toA31PublisherSubscriptionsAreCommands() {
        SubSocket sub = bound(context.sub(options()));
        sub.subscribe("A");
        try (RawPeer peer = to(sub, Wire.GREETING, "PUB")) {
            peer.expect(SUBSCRIBE_A);
            sub.subscribe("");
            peer.expect("04 0a 09 53 55 42 53 43 52 49 42 45");
            sub.unsubscribe("unknown");
            sub.unsubscribe("A");
            peer.expect(CANCEL_A).expectSilence(SHORT);
        }
    }

    @Test
    @Tag("Z-169")
    @Tag("Z-170")
    @Tag("S-SUB-02")
    @Tag("S-SUB-03")
    @Tag("S-SUB-04")
    void eachRepetitionIsSentAndTakenBackWhenNoneIsLeft() {
        SubSocket sub = bound(context.sub(options()));
        try (RawPeer peer = to(sub, Wire.GREETING, "XPUB")) {
            sub.subscribe("B"); // once heard, this connection has been told everything before
            peer.expect("04 0b 09 53 55 42 53 43 52 49 42 45 42");
            sub.subscribe("A");
            sub.subscribe("A");
            peer.expect(SUBSCRIBE_A, SUBSCRIBE_A);
            sub.unsubscribe("A");
            peer.expectSilence(SHORT);
            sub.unsubscribe("A");
            peer.expect(CANCEL_A, CANCEL_A);
            sub.unsubscribe("A");
            peer.expectSilence(SHORT);
        }
    }

    @Test
    @Tag("Z-164")
    void aTopicOf246OctetsNeedsALongCommand() {
        SubSocket sub = bound(context.sub(options()));
        try (RawPeer peer = to(sub, Wire.GREETING, "PUB")) {
            sub.subscribe("x".repeat(245));
            peer.expect("04 ff 09 53 55 42 53 43 52 49 42 45", Hex.repeat("78", 245));
            sub.subscribe("x".repeat(246));
            peer.expect("06 00 00 00 00 00 00 01 00 09 53 55 42 53 43 52 49 42 45", Hex.repeat("78", 246));
        }
    }

    @Test
    @Tag("Z-165")
    void toA30PublisherSubscriptionsAreMessages() {
        SubSocket sub = bound(context.sub(options()));
        sub.subscribe("A");
        try (RawPeer peer = to(sub, Wire.GREETING_3_0, "PUB")) {
            peer.expect("00 02 01 41");
            sub.unsubscribe("A");
            peer.expect("00 02 00 41");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUB", "XSUB"})
    @Tag("S-SUB-05")
    @Tag("S-XSUB-04")
    @Tag("S-XSUB-05")
    @Tag("S-XSUB-07")
    void eachTopicIsSentOnceOnEachNewConnection(String type) {
        try (RawPeer.Listener listener = RawPeer.listen(transport)) {
            if (type.equals("SUB")) {
                SubSocket sub = context.sub(options());
                sub.subscribe("A");
                sub.subscribe("A");
                sub.connect(listener.endpoint());
            } else {
                XSubSocket xsub = context.xsub(options());
                xsub.connect(listener.endpoint());
                xsub.send(Message.wrap(Hex.bytes("01 41")));
                xsub.send(Message.wrap(Hex.bytes("01 41")));
            }
            for (int i = 0; i < 3; i++) {
                try (RawPeer peer = listener.accept()) {
                    shake(peer, Wire.GREETING, "PUB", type).expect(SUBSCRIBE_A).expectSilence(Duration.ofMillis(30));
                }
            }
        }
    }

    @Test
    @Tag("S-SUB-06")
    @Tag("S-SUB-07")
    void aSubDropsWhatItDidNotAskFor() {
        SubSocket sub = bound(context.sub(options()));
        sub.subscribe("A");
        try (RawPeer peer = to(sub, Wire.GREETING, "PUB")) {
            peer.send("00 01 42", "01 01 42 00 01 41", "00 00", "01 01 41 00 01 42", "00 02 41 42");
            Message message = sub.receive();
            assertThat(message.frames().stream().map(String::new)).containsExactly("A", "B");
            assertThat(sub.receive().text()).isEqualTo("AB");
        }
    }

    @Test
    @Tag("S-XSUB-06")
    void anXsubDeliversWhatItDidNotAskFor() {
        XSubSocket xsub = bound(context.xsub(options()));
        try (RawPeer peer = to(xsub, Wire.GREETING, "PUB")) {
            peer.send("00 01 42");
            assertThat(xsub.receive().text()).isEqualTo("B");
        }
    }

    // ---- what a publisher hears ----------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"03 01", "03 00"})
    @Tag("Z-166")
    @Tag("Z-167")
    @Tag("S-XPUB-03")
    void aPublisherTakesCommandsAndMessagesOfEveryVersion(String version) {
        XPubSocket xpub = bound(context.xpub(options()));
        try (RawPeer peer = to(xpub, Wire.greeting(version, "NULL"), "SUB")) {
            peer.send(SUBSCRIBE_A, "00 02 01 42", CANCEL_A, "00 02 00 42", "00 01 01", "00 01 00");
            for (String notice : new String[] {"01 41", "01 42", "00 41", "00 42", "01", "00"}) {
                assertThat(Hex.text(xpub.receive().body())).isEqualTo(notice);
            }
        }
    }

    /** All of it comes in one piece. */
    @ParameterizedTest
    @ValueSource(strings = {SUBSCRIBE_A, "00 02 01 41"})
    @Tag("Z-167")
    void whatAPeerSendsBetweenSubscriptionsStaysThere(String subscribe) {
        XPubSocket xpub = bound(context.xpub(options()));
        try (RawPeer peer = to(xpub, Wire.GREETING, "XSUB")) {
            for (int i = 0; i < 100; i++) {
                peer.send("00 02 6d 31", subscribe, "01 02 6d 32 00 01 78", "00 02 00 41", "00 02 6d 33");
                for (String next : new String[] {"6d 31", "01 41", "6d 32", "00 41", "6d 33"}) {
                    assertThat(Hex.text(xpub.receive().frame(0))).isEqualTo(next);
                }
            }
        }
    }

    @Test
    @Tag("Z-169")
    @Tag("S-PUB-10")
    void subscriptionsOfAConnectionAreCounted() {
        PubSocket pub = bound(context.pub(options()));
        try (RawPeer peer = to(pub, Wire.GREETING, "SUB")) {
            peer.send(CANCEL_A, SUBSCRIBE_A, SUBSCRIBE_A, CANCEL_A, "00 02 01 65");
            sendUntilHeard(pub, peer, "e", "00 01 65");
            while (!peer.isSilentFor(SHORT)) {
                peer.expect("00 01 65");
            }
            pub.send(Message.of("A"));
            peer.expect("00 01 41").send(CANCEL_A, "00 02 01 66");
            sendUntilHeard(pub, peer, "f", "00 01 66");
            while (!peer.isSilentFor(SHORT)) {
                peer.expect("00 01 66");
            }
            pub.send(Message.of("A"));
            pub.send(Message.of("e"));
            peer.expect("00 01 65");
        }
    }

    @Test
    @Tag("S-XPUB-09")
    @Tag("S-XPUB-10")
    @Tag("S-XPUB-23")
    @Tag("S-XPUB-24")
    void anXpubShowsStrayCancelsAndOtherMessages() {
        XPubSocket xpub = bound(context.xpub(options()));
        try (RawPeer peer = to(xpub, Wire.GREETING, "XSUB")) {
            peer.send("00 02 00 41");
            assertThat(Hex.text(xpub.receive().body())).isEqualTo("00 41");
            peer.send("00 02 02 41", "00 00", "01 01 41 00 01 42");
            assertThat(Hex.text(xpub.receive().body())).isEqualTo("02 41");
            assertThat(xpub.receive().size()).isZero();
            assertThat(xpub.receive().frameCount()).isEqualTo(2);
        }
    }

    @Test
    @Tag("S-PUB-08")
    @Tag("S-XPUB-07")
    void subscriptionsEndWithTheConnection() {
        XPubSocket xpub = bound(context.xpub(options()));
        RawPeer peer = to(xpub, Wire.GREETING, "SUB").send(SUBSCRIBE_A);
        assertThat(Hex.text(xpub.receive().body())).isEqualTo("01 41");
        peer.reset();
        assertThat(Hex.text(xpub.receive().body())).isEqualTo("00 41");
        try (RawPeer next = to(xpub, Wire.GREETING, "SUB")) {
            xpub.send(Message.of("A"));
            next.expectSilence(SHORT);
        }
    }

    // ---- RADIO and DISH ------------------------------------------------------------------------------------------

    @Test
    @Tag("Z-171")
    @Tag("Z-172")
    @Tag("S-DISH-02")
    @Tag("S-DISH-06")
    void joinAndLeaveAreCommands() {
        DishSocket dish = bound(context.dish(options()));
        dish.join("ab");
        try (RawPeer peer = to(dish, Wire.GREETING, "RADIO")) {
            peer.expect("04 07 04 4a 4f 49 4e 61 62");
            dish.leave("ab");
            peer.expect("04 08 05 4c 45 41 56 45 61 62");
            dish.join("");
            peer.expect("04 05 04 4a 4f 49 4e");
        }
    }

    @Test
    @Tag("Z-174")
    @Tag("S-RADIO-07")
    @Tag("S-RADIO-08")
    @Tag("S-RADIO-09")
    void aRadioMessageIsGroupAndBodyAndMembershipsCount() {
        RadioSocket radio = bound(context.radio(options()));
        try (RawPeer peer = to(radio, Wire.GREETING, "DISH")) {
            peer.send("04 07 04 4a 4f 49 4e 67 31", JOIN_G, JOIN_G, LEAVE_G, "01 01 67 00 01 6d", Wire.PING)
                    .expect(Wire.PONG);
            radio.send("g1", Message.of("m"));
            radio.send("g", Message.of("n"));
            peer.expect("01 02 67 31 00 01 6d", "01 01 67 00 01 6e");
            peer.send(LEAVE_G, LEAVE_G, Wire.PING).expect(Wire.PONG);
            radio.send("g", Message.of("n"));
            radio.send("g1", Message.of(""));
            peer.expect("01 02 67 31 00 00");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"JOIN", "LEAVE"})
    @Tag("Z-173")
    void aGroupOver255OctetsClosesOnlyThatConnection(String command) {
        RadioSocket radio = bound(context.radio(options()));
        try (RawPeer good = to(radio, Wire.GREETING, "DISH");
                RawPeer bad = to(radio, Wire.GREETING, "DISH")) {
            good.send(JOIN_G, Wire.PING).expect(Wire.PONG);
            bad.send(Wire.command(command, Hex.repeat("61", 255)), Wire.PING).expect(Wire.PONG);
            bad.send(Wire.command(command, Hex.repeat("61", 256))).expectEnd();
            SocketEvent.Disconnected event = events.await(SocketEvent.Disconnected.class);
            assertThat(event.reason()).isEqualTo(DisconnectReason.PROTOCOL_ERROR);
            assertThat(event.detail()).contains(command, "256 octets > 255");
            radio.send("g", Message.of("m"));
            good.expect("01 01 67 00 01 6d");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00 01 67", "01 01 67 01 01 6d 00 00", "03 00 00 00 00 00 00 01 00 LONG 00 01 6d"})
    @Tag("Z-175")
    void aMalformedRadioMessageClosesOnlyThatConnection(String octets) {
        DishSocket dish = bound(context.dish(options()));
        dish.join("g");
        try (RawPeer good = to(dish, Wire.GREETING, "RADIO").expect(JOIN_G);
                RawPeer bad = to(dish, Wire.GREETING, "RADIO").expect(JOIN_G)) {
            bad.send(octets.replace("LONG", Hex.repeat("61", 256))).expectEnd();
            assertThat(events.await(SocketEvent.Disconnected.class).reason())
                    .isEqualTo(DisconnectReason.PROTOCOL_ERROR);
            good.send("01 01 67 00 01 6d");
            assertThat(dish.receive().text()).isEqualTo("m");
        }
    }

    @Test
    @Tag("S-DISH-08")
    @Tag("S-DISH-13")
    @Tag("S-RADIO-13")
    @Tag("Z-182")
    void pingDisturbsNeitherDishNorRadioAndOtherGroupsAreDropped() {
        DishSocket dish = bound(context.dish(options()));
        dish.join("g");
        try (RawPeer peer = to(dish, Wire.GREETING, "RADIO").expect(JOIN_G)) {
            peer.send(Wire.PING, "01 01 67", Wire.PONG, Wire.PING, "00 01 6d").expect(Wire.PONG, Wire.PONG);
            assertThat(dish.receive().text()).isEqualTo("m");
            peer.send("01 01 68 00 01 6e", "01 01 67 00 01 6f");
            assertThat(dish.receive().text()).isEqualTo("o");
        }
    }
}
