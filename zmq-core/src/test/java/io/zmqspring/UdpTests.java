package io.zmqspring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.Books;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawDatagrams;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Wire;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RADIO and DISH over udp, against literal datagrams and against each other. */
@ExtendWith(LeakCheck.class)
@Timeout(30)
class UdpTests {
    private static final Duration A_MOMENT = Duration.ofMillis(200);

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private RadioSocket radio(String... endpoints) {
        return radio(UdpOptions.DEFAULT, endpoints);
    }

    private RadioSocket radio(UdpOptions options, String... endpoints) {
        RadioSocket radio = context.radio(TestOptions.quick().udp(options).build());
        List.of(endpoints).forEach(radio::connect);
        return radio;
    }

    private DishSocket dish(String... groups) {
        return dish(TestOptions.quick(), groups);
    }

    private DishSocket dish(SocketOptionsBuilder options, String... groups) {
        DishSocket dish = context.dish(options.build());
        List.of(groups).forEach(dish::join);
        return dish;
    }

    private static Endpoint bind(ZmqSocket socket) {
        return socket.bind("udp://127.0.0.1:*");
    }

    private static void assertReceives(DishSocket dish, String group, String body) {
        Message message = dish.receive();
        assertThat(message.frames().stream().map(frame -> new String(frame, US_ASCII)))
                .containsExactly(group, body);
    }

    private static long dropped(ZmqSocket socket, DropReason reason) {
        return socket.stats().dropped().getOrDefault(reason, 0L);
    }

    // ---- what goes out -------------------------------------------------------------------------------------------

    @Test
    @Tag("W-UDP-01")
    @Tag("W-UDP-02")
    @Tag("W-UDP-03")
    @Tag("W-UDP-16")
    @Tag("S-RADIO-12")
    void aDatagramIsTheGroupsLengthTheGroupAndTheBody() {
        try (RawDatagrams listener = RawDatagrams.open()) {
            RadioSocket radio = radio(listener.endpoint());
            radio.send("TV", Message.of("Hello"));
            radio.send("TV", Message.empty());
            radio.send("", Message.of("nog"));
            listener.expect("02 54 56 48 65 6c 6c 6f").expect("02 54 56").expect("00 6e 6f 67");
        }
    }

    @Test
    @Tag("W-UDP-13")
    void everyDestinationGetsEverything() {
        try (RawDatagrams one = RawDatagrams.open();
                RawDatagrams other = RawDatagrams.open()) {
            RadioSocket radio = radio(one.endpoint(), other.endpoint());
            radio.send("A", Message.of("x"));
            one.expect("01 41 78");
            other.expect("01 41 78");
            radio.disconnect(one.endpoint());
            radio.send("A", Message.of("y"));
            other.expect("01 41 79");
            one.expectSilence(A_MOMENT);
        }
    }

    @Test
    void whatDoesNotFitIsRefusedAndSentToNobody() {
        try (RawDatagrams listener = RawDatagrams.open()) {
            RadioSocket radio = radio(listener.endpoint());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> radio.send("TV", Message.wrap(new byte[8190])))
                    .withMessage("message of 8190 octets to a group of 2 > 8191 together, the most that "
                            + listener.endpoint() + " takes; send less at a time, raise UdpOptions.maxDatagram on both"
                            + " sides, or use tcp");
            radio.send("TV", Message.wrap(new byte[8189]));
            assertThat(listener.receive()).hasSize(8192);
            Until.holds(() -> assertThat(radio.stats().traffic().sentMessages()).isEqualTo(1));
        }
    }

    @Test
    @Tag("W-UDP-05")
    void largerDatagramsCanBeAgreedOn() {
        UdpOptions large = UdpOptions.DEFAULT.withMaxDatagram(20_000);
        DishSocket dish = dish(TestOptions.quick().udp(large), "TV");
        radio(large, bind(dish).toString()).send("TV", Message.wrap(new byte[19_997]));
        assertThat(dish.receive().body()).hasSize(19_997);
    }

    @Test
    @Tag("W-UDP-15")
    void whoIsNotThereYetGetsTheNextMessage() {
        RawDatagrams early = RawDatagrams.open();
        int port = early.port();
        early.close();
        RadioSocket radio = radio("udp://127.0.0.1:" + port);
        radio.send("A", Message.of("lost"));
        Until.isTrue("sent", () -> radio.stats().traffic().sentMessages() == 1);
        radio.send("A", Message.of("lost too"));
        Until.isTrue("sent", () -> radio.stats().traffic().sentMessages() == 2);
        try (RawDatagrams late = RawDatagrams.open(port)) {
            radio.send("A", Message.of("x"));
            late.expect("01 41 78");
        }
        assertThat(radio.stats().dropped()).isEmpty();
    }

    @Test
    void whatWasSentBeforeAnEndWithoutLingerStillGoesOut() {
        try (RawDatagrams listener = RawDatagrams.open()) {
            RadioSocket radio = radio(listener.endpoint());
            for (int i = 0; i < 5; i++) {
                radio.send("A", Message.of("x"));
            }
            assertThat(radio.close(Duration.ZERO)).isEqualTo(CloseReport.CLEAN);
            for (int i = 0; i < 5; i++) {
                listener.expect("01 41 78");
            }
        }
    }

    // ---- what comes in -------------------------------------------------------------------------------------------

    @Test
    @Tag("W-UDP-01")
    @Tag("W-UDP-02")
    @Tag("W-UDP-09")
    @Tag("W-UDP-10")
    @Tag("W-UDP-12")
    @Tag("W-UDP-16")
    @Tag("S-DISH-08")
    void onlyJoinedGroupsAreReceivedFromWhoeverSends() {
        DishSocket dish = dish("TV", "");
        Endpoint endpoint = bind(dish);
        try (RawDatagrams one = RawDatagrams.open();
                RawDatagrams other = RawDatagrams.open()) {
            one.send(endpoint, "02 54 58 78"); // TX
            one.send(endpoint, "03 54 56 00 78"); // TV and a NUL
            one.send(endpoint, "01 54 56"); // T
            one.send(endpoint, "02 54 56 48 65 6c 6c 6f");
            assertReceives(dish, "TV", "Hello");
            other.send(endpoint, "02 54 56");
            assertReceives(dish, "TV", "");
            one.send(endpoint, "00 6e 6f 67");
            assertReceives(dish, "", "nog");
            dish.leave("TV");
            one.send(endpoint, "02 54 56 78");
            one.send(endpoint, "00 79");
            assertReceives(dish, "", "y");
            one.expectSilence(Duration.ofMillis(50));
        }
        assertThat(dish.stats().traffic().receivedMessages()).isEqualTo(4);
        assertThat(dish.stats().dropped()).isEmpty();
    }

    @Test
    @Tag("W-UDP-07")
    @Tag("W-UDP-08")
    void whatIsNoMessageIsDroppedAndCounted() {
        DishSocket dish = dish("A");
        Endpoint endpoint = bind(dish);
        try (RawDatagrams sender = RawDatagrams.open()) {
            sender.send(endpoint, "01 41 78");
            sender.send(endpoint, "");
            sender.send(endpoint, "03 41 42");
            sender.send(endpoint, "01");
            sender.send(endpoint, "01 41 79");
        }
        assertReceives(dish, "A", "x");
        assertReceives(dish, "A", "y");
        assertThat(dish.tryReceive()).isNull();
        assertThat(dropped(dish, DropReason.BAD_DATAGRAM)).isEqualTo(3);
        assertThat(dish.peers()).hasSize(1);
    }

    @Test
    @Tag("W-UDP-06")
    void aDatagramThatIsTooLargeIsNotDeliveredCut() {
        DishSocket dish = dish("A");
        Endpoint endpoint = bind(dish);
        try (RawDatagrams sender = RawDatagrams.open()) {
            sender.send(endpoint, "01 41" + Hex.repeat("78", 8191));
            sender.send(endpoint, "01 41" + Hex.repeat("78", 8190));
        }
        assertThat(dish.receive().body()).hasSize(8190);
        assertThat(dropped(dish, DropReason.BAD_DATAGRAM)).isEqualTo(1);
    }

    @Test
    @Tag("W-UDP-11")
    void aFullQueueDropsAndGoesOnWhenThereIsRoom() {
        DishSocket dish = dish(TestOptions.quick().receiveHighWaterMark(2), "A");
        Endpoint endpoint = bind(dish);
        try (RawDatagrams sender = RawDatagrams.open()) {
            for (int i = 0; i < 10; i++) {
                sender.send(endpoint, "01 41 3" + i);
            }
            Until.isTrue("all seen", () -> dropped(dish, DropReason.QUEUE_FULL) == 8);
            assertReceives(dish, "A", "0");
            assertReceives(dish, "A", "1");
            sender.send(endpoint, "01 41 78");
            assertReceives(dish, "A", "x");
        }
        Traffic traffic = dish.stats().traffic();
        assertThat(traffic.receivedMessages()).isEqualTo(11);
        assertThat(traffic.deliveredMessages()).isEqualTo(3);
        Books.assertBalanced(dish);
    }

    @Test
    @Tag("S-DISH-09")
    void overTcpAFullQueueHoldsTheSenderUpInstead() {
        DishSocket dish = dish(TestOptions.quick().receiveHighWaterMark(2), "A");
        try (RawPeer radio = RawPeer.connect(dish.bind("tcp://127.0.0.1:*"))) {
            radio.send(Wire.GREETING, Wire.ready("Socket-Type", "RADIO"));
            byte[] message = Hex.bytes("01 01 41", Wire.frame("00", Hex.repeat("78", 60_000)));
            ByteBuffer many = ByteBuffer.allocate(500 * message.length);
            while (many.hasRemaining()) {
                many.put(message);
            }
            assertThat(radio.sendUntilStuck(many.flip())).as("everything taken").isFalse();
            assertThat(dish.stats().dropped()).isEmpty();
            for (int i = 0; i < many.position() / message.length; i++) {
                assertThat(dish.receive().body()).hasSize(60_000);
            }
        }
    }

    // ---- where ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"*", "127.0.0.1", "localhost", "LOOPBACK"})
    @Tag("T-UDP-02")
    @Tag("T-UDP-03")
    @Tag("T-UDP-06")
    @Tag("T-UDP-10")
    void aDishListensAtAnyAddressOfThisHostAndTellsThePort(String host) throws Exception {
        DishSocket dish = dish("A");
        Endpoint bound = dish.bind("udp://" + host.replace("LOOPBACK", loopback()) + ":*");
        assertThat(bound.toString()).startsWith("udp://").doesNotContain("*");
        assertThat(dish.boundEndpoints()).containsExactly(bound);
        radio("udp://localhost:" + bound.port().orElseThrow()).send("A", Message.of("x"));
        assertReceives(dish, "A", "x");
    }

    private static String loopback() throws Exception {
        return NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"))
                .getName();
    }

    @Test
    @Tag("T-UDP-02")
    void aPortIsFreeAgainAfterUnbindAndTakenBefore() {
        DishSocket dish = dish("A");
        String endpoint = bind(dish).toString();
        assertThatExceptionOfType(ZmqBindException.class)
                .isThrownBy(() -> dish().bind(endpoint))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(ZmqBindException.Reason.ADDRESS_IN_USE));
        dish.unbind(endpoint);
        assertThat(dish.peers()).isEmpty();
        DishSocket next = dish("A");
        next.bind(endpoint);
        radio(endpoint).send("A", Message.of("x"));
        assertReceives(next, "A", "x");
    }

    @Test
    void ipv6IsUsedWhereTheAddressSaysSo() {
        assumeTrue(RawDatagrams.canBind("::1"), "this machine has no IPv6");
        DishSocket dish = dish("A");
        Endpoint bound = dish.bind("udp://[::1]:*");
        radio(bound.toString()).send("A", Message.of("x"));
        assertReceives(dish, "A", "x");
    }

    @Test
    @Tag("T-UDP-06")
    void aBroadcastReachesWhoListensEverywhere() {
        assumeTrue(RawDatagrams.canReach("127.255.255.255"), "this machine has no broadcast on its loopback");
        DishSocket dish = dish("A");
        int port = dish.bind("udp://*:*").port().orElseThrow();
        radio("udp://127.255.255.255:" + port).send("A", Message.of("x"));
        assertReceives(dish, "A", "x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "udp://127.0.0.1",
                "udp://127.0.0.1:65536",
                "udp://127.0.0.1:x",
                "udp://:5555",
                "udp://a b:5555",
                "udp://1.2.3.256.7:5555;1",
                "udp://lo;127.0.0.1:5555",
                "udp://239.0.0.1;239.0.0.2:5555",
                "udp://nosuch0;239.0.0.2:5555"
            })
    @Tag("T-UDP-05")
    void malformedAddressesAreRefused(String endpoint) {
        RadioSocket radio = radio();
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> radio.connect(endpoint))
                .withMessageContaining("right is for instance udp://127.0.0.1:5555");
        assertThatExceptionOfType(ZmqEndpointException.class).isThrownBy(() -> dish().bind(endpoint));
        assertThat(radio.peers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp://*:5555", "udp://127.0.0.1:*", "udp://127.0.0.1:0"})
    void wildcardsCanOnlyBeBound(String endpoint) {
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> radio().connect(endpoint))
                .withMessageContaining("can only be bound");
    }

    @Test
    @Tag("T-UDP-01")
    void onlyRadioConnectsAndOnlyDishBinds() {
        List<ZmqSocket> others = List.of(
                context.peer(), radio(), context.push(SocketOptions.defaults()), context.pub(SocketOptions.defaults()));
        assertThat(others)
                .allSatisfy(socket -> assertThatExceptionOfType(ZmqEndpointException.class)
                        .isThrownBy(() -> bind(socket))
                        .withMessageContaining("a " + socket.type() + " socket cannot bind udp")
                        .withMessageContaining("RADIO connects, DISH and DGRAM bind"));
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> dish().connect("udp://127.0.0.1:5555"))
                .withMessageContaining("a DISH socket cannot connect udp");
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> context.peer().connect("udp://127.0.0.1:5555"));
    }

    // ---- multicast -----------------------------------------------------------------------------------------------

    @Test
    @Tag("T-UDP-04")
    @Tag("T-UDP-06")
    @Tag("T-UDP-07")
    @Tag("W-UDP-14")
    void oneDatagramReachesAllWhoJoinedTheAddress() throws Exception {
        assumeTrue(RawDatagrams.canMulticast(loopback()), "no multicast on this machine's loopback");
        DishSocket one = dish("A");
        String endpoint = one.bind("udp://" + loopback() + ";239.255.7.1:*").toString();
        DishSocket other = dish("A");
        other.bind(endpoint);
        DishSocket elsewhere = dish("A");
        elsewhere.bind(endpoint.replace("239.255.7.1", "239.255.7.2"));
        radio(endpoint).send("A", Message.of("x"));
        assertReceives(one, "A", "x");
        assertReceives(other, "A", "x");
        assertThat(elsewhere.tryReceive(A_MOMENT)).isNull();
    }

    @Test
    @Tag("T-UDP-08")
    @Tag("O-085")
    void multicastNeedNotComeBackToItsHost() {
        assumeTrue(RawDatagrams.canMulticast(null), "no route for multicast on this machine");
        DishSocket dish = dish("A");
        String endpoint = dish.bind("udp://239.255.7.3:*").toString();
        RadioSocket silent = radio(UdpOptions.DEFAULT.withMulticastLoop(false), endpoint);
        silent.send("A", Message.of("not heard"));
        Until.isTrue("sent", () -> silent.stats().traffic().sentMessages() == 1);
        radio(endpoint).send("A", Message.of("x"));
        assertReceives(dish, "A", "x");
    }

    @Test
    @Tag("T-UDP-04")
    void withoutAnInterfaceTheRoutesChoose() {
        assumeTrue(RawDatagrams.canMulticast(null), "no route for multicast on this machine");
        DishSocket dish = dish("A");
        String endpoint = dish.bind("udp://239.255.7.4:*").toString();
        radio(endpoint).send("A", Message.of("x"));
        assertReceives(dish, "A", "x");
    }

    // ---- beside tcp ----------------------------------------------------------------------------------------------

    @Test
    @Tag("T-UDP-11")
    void tcpAndUdpServeOneSocketTogether() {
        DishSocket near = dish("A");
        DishSocket far = dish("A");
        RadioSocket radio = radio(bind(near).toString());
        String tcp = radio.bind("tcp://127.0.0.1:*").toString();
        far.connect(tcp);
        near.connect(tcp);
        Until.isTrue("joined over tcp", () -> {
            radio.send("A", Message.of("?"));
            return far.tryReceive() != null && radio.peers().size() == 3;
        });
        radio.send("A", Message.of("!"));
        Until.isTrue("far", () -> "!".equals(text(far.tryReceive())));
        Until.isTrue("near", () -> "!".equals(text(near.tryReceive())));
    }

    private static String text(Message message) {
        return message == null ? "" : message.text();
    }

    @Test
    void eventsTellWhereDatagramsGoAndComeFrom() {
        EventRecorder events = new EventRecorder();
        DishSocket dish = dish(TestOptions.quick().eventListener(events), "A");
        Endpoint bound = bind(dish);
        assertThat(events.await(SocketEvent.Listening.class).endpoint()).isEqualTo(bound);
        try (RawDatagrams sender = RawDatagrams.open()) {
            sender.send(bound, "ff");
        }
        assertThat(events.await(SocketEvent.Dropped.class).reason()).isEqualTo(DropReason.BAD_DATAGRAM);
        RadioSocket radio =
                context.radio(TestOptions.quick().eventListener(events).build());
        radio.connect(bound.toString());
        assertThat(events.await(SocketEvent.Connected.class).remoteAddress()).isEqualTo(bound.address());
        assertThat(radio.peers())
                .singleElement()
                .satisfies(peer -> assertThat(peer.state()).isEqualTo(PeerState.CONNECTED));
        radio.disconnect(bound.toString());
        assertThat(events.await(SocketEvent.Closed.class).endpoint()).isEqualTo(bound);
        Until.isTrue("gone", () -> radio.peers().isEmpty());
    }

    @Test
    void aNameThatNobodyKnowsIsAskedForAgain() {
        EventRecorder events = new EventRecorder();
        RadioSocket radio =
                context.radio(TestOptions.quick().eventListener(events).build());
        radio.connect("udp://no-such-host.invalid:5555");
        assertThat(events.await(SocketEvent.ConnectRetried.class, 2).get(0).detail())
                .contains("cannot resolve no-such-host.invalid:5555");
        assertThat(radio.close(Duration.ZERO)).isEqualTo(CloseReport.CLEAN);
    }
}
