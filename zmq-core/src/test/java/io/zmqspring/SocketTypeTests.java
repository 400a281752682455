package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.AnySocket;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which socket types talk to each other, and what holds for all of them on the wire. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class SocketTypeTests {
    private static final String INCOMPATIBLE = Wire.command("ERROR", "18" + Hex.ascii("Incompatible socket type"));

    /** The table of RFC 37, "Socket Type Property", with those of RFC 41, 48, 49, 51 and 52: 29 ordered pairs. */
    private static final Map<String, Set<String>> TALKS_TO = Map.ofEntries(
            Map.entry("REQ", Set.of("REP", "ROUTER")),
            Map.entry("REP", Set.of("REQ", "DEALER")),
            Map.entry("DEALER", Set.of("REP", "DEALER", "ROUTER")),
            Map.entry("ROUTER", Set.of("REQ", "DEALER", "ROUTER")),
            Map.entry("PUB", Set.of("SUB", "XSUB")),
            Map.entry("XPUB", Set.of("SUB", "XSUB")),
            Map.entry("SUB", Set.of("PUB", "XPUB")),
            Map.entry("XSUB", Set.of("PUB", "XPUB")),
            Map.entry("PUSH", Set.of("PULL")),
            Map.entry("PULL", Set.of("PUSH")),
            Map.entry("PAIR", Set.of("PAIR")),
            Map.entry("CLIENT", Set.of("SERVER")),
            Map.entry("SERVER", Set.of("CLIENT")),
            Map.entry("RADIO", Set.of("DISH")),
            Map.entry("DISH", Set.of("RADIO")),
            Map.entry("SCATTER", Set.of("GATHER")),
            Map.entry("GATHER", Set.of("SCATTER")),
            Map.entry("PEER", Set.of("PEER")),
            Map.entry("CHANNEL", Set.of("CHANNEL")));

    /** Those that speak ZMTP. */
    static Stream<SocketType> types() {
        return TALKS_TO.keySet().stream().map(SocketType::valueOf).sorted();
    }

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private final EventRecorder events = new EventRecorder();

    private ZmqSocket open(SocketType type, Heartbeat heartbeat) {
        return AnySocket.open(
                context,
                type,
                TestOptions.quick().heartbeat(heartbeat).eventListener(events).build());
    }

    private static String anyPartner(SocketType type) {
        return TALKS_TO.get(type.name()).iterator().next();
    }

    /** Greets as a peer of that type and reads our greeting and READY. */
    private static RawPeer shake(RawPeer peer, String type) {
        peer.send(Wire.GREETING, Wire.ready("Socket-Type", type)).expect(Wire.GREETING);
        assertThat(Arrays.copyOf(peer.readFrame(), 6)).isEqualTo(Hex.bytes("05" + Hex.ascii("READY")));
        return peer;
    }

    @Test
    @Tag("Z-157")
    void thereAre29LegalPairsAmong19Types() {
        assertThat(TALKS_TO).hasSize(19);
        assertThat(TALKS_TO.values().stream().mapToInt(Set::size).sum()).isEqualTo(29);
        TALKS_TO.forEach((one, others) -> others.forEach(
                other -> assertThat(TALKS_TO.get(other)).as(other).contains(one)));
    }

    @ParameterizedTest
    @MethodSource("types")
    @Tag("Z-142")
    @Tag("Z-143")
    @Tag("Z-144")
    @Tag("Z-145")
    @Tag("Z-146")
    @Tag("Z-147")
    @Tag("Z-148")
    @Tag("Z-149")
    @Tag("Z-150")
    @Tag("Z-151")
    @Tag("Z-152")
    @Tag("Z-153")
    @Tag("Z-154")
    @Tag("Z-155")
    @Tag("Z-156")
    @Tag("Z-157")
    @Tag("Z-158")
    void eachTypeTalksToThoseOfTheTableAndTellsAllOthersThatItDoesNot(SocketType type) {
        Endpoint bound = open(type, Heartbeat.OFF).bind("tcp://127.0.0.1:*");
        for (String other : TALKS_TO.keySet()) {
            try (RawPeer peer = shake(RawPeer.connect(bound), other)) {
                if (TALKS_TO.get(type.name()).contains(other)) {
                    peer.send(Wire.PING).expect(Wire.PONG);
                } else {
                    peer.expect(INCOMPATIBLE).expectEnd();
                }
            }
        }
        int legal = TALKS_TO.get(type.name()).size();
        assertThat(events.await(SocketEvent.HandshakeFailed.class, 19 - legal))
                .extracting(SocketEvent.HandshakeFailed::reason)
                .containsOnly(HandshakeFailure.INCOMPATIBLE_SOCKET_TYPE);
        assertThat(events.await(SocketEvent.HandshakeSucceeded.class, legal)).hasSize(legal);
    }

    @ParameterizedTest
    @MethodSource("types")
    @Tag("T-INPROC-18")
    @Tag("Z-160")
    void theTableHoldsInsideAProcessToo(SocketType type) {
        for (String other : TALKS_TO.keySet()) {
            String endpoint = "inproc://" + type + "-" + other;
            try (ZmqSocket binder = open(type, Heartbeat.OFF);
                    ZmqSocket connector = open(SocketType.valueOf(other), Heartbeat.OFF)) {
                binder.bind(endpoint);
                connect(connector, endpoint);
                boolean legal = TALKS_TO.get(type.name()).contains(other);
                assertThat(binder.peers()).as(other).hasSize(legal ? 1 : 0);
                assertThat(connector.peers()).as(other).hasSize(legal ? 1 : 0);
            }
        }
    }

    private static void connect(ZmqSocket socket, String endpoint) {
        if (socket instanceof Connectable connectable) {
            connectable.connect(endpoint);
        } else {
            ((PeerSocket) socket).connect(endpoint);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PEER, udp://127.0.0.1:5555",
        "PUB, udp://127.0.0.1:5555",
        "DGRAM, tcp://127.0.0.1:*",
        "DGRAM, ipc://*",
        "DGRAM, inproc://a",
        "STREAM, inproc://a",
        "STREAM, udp://127.0.0.1:5555"
    })
    @Tag("T-EP-04")
    void aTransportThatDoesNotServeATypeSaysSoWithBoth(SocketType type, String endpoint) {
        ZmqSocket socket = open(type, Heartbeat.OFF);
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> socket.bind(endpoint))
                .withMessageContaining(type.name())
                .withMessageContaining(endpoint);
        assertThat(socket.boundEndpoints()).isEmpty();
    }

    // ---- frames of one message -----------------------------------------------------------------------------------

    /** Nothing can be sent but whole messages: a message that is being put together is nobody's business yet. */
    @Test
    @Tag("Z-088")
    void nothingIsSentOfAMessageBeforeItIsWhole() {
        DealerSocket dealer = context.dealer(TestOptions.quick().build());
        try (RawPeer peer = shake(RawPeer.connect(dealer.bind("tcp://127.0.0.1:*")), "ROUTER")) {
            List<byte[]> frames = new ArrayList<>();
            for (String text : List.of("a", "b", "c")) {
                frames.add(text.getBytes());
                Message message = Message.ofFrames(frames);
                peer.expectSilence(Duration.ofMillis(20));
                assertThat(message.frames()).hasSize(frames.size());
            }
            dealer.send(Message.ofFrames(frames));
            peer.expect("01 01 61", "01 01 62", "00 01 63").expectSilence(Duration.ofMillis(20));
        }
    }

    @Test
    @Tag("Z-085")
    @Tag("Z-086")
    void noHeartbeatStandsBetweenTheFramesOfAMessage() {
        DealerSocket dealer = context.dealer(TestOptions.quick()
                .heartbeat(new Heartbeat(Duration.ofMillis(1), Duration.ZERO, Duration.ZERO))
                .build());
        try (RawPeer peer = shake(RawPeer.connect(dealer.bind("tcp://127.0.0.1:*")), "ROUTER")) {
            int count = 20_000;
            Message message = Message.ofTexts("a", "b", "c");
            Background.run(() -> IntStream.range(0, count).forEach(i -> dealer.send(message)));
            int pings = 0;
            for (int i = 0; i < count; ) {
                byte flags = peer.read(1)[0];
                byte[] body = peer.read(peer.read(1)[0]);
                if ((flags & 4) != 0) {
                    pings++;
                    continue;
                }
                assertThat(flags).as("first frame of message " + i).isEqualTo((byte) 1);
                assertThat(body).isEqualTo(new byte[] {'a'});
                peer.expect("01 01 62", "00 01 63");
                i++;
            }
            assertThat(pings).as("heartbeats meanwhile").isPositive();
        }
    }

    // ---- heartbeats ----------------------------------------------------------------------------------------------

    /** All at the same time, as it takes longer than the timeout. */
    @Test
    @Tag("Z-178")
    @Tag("Z-181")
    @Tag("Z-182")
    @Tag("Z-186")
    void eachTypePingsAndIsKeptAliveByPongs() {
        Heartbeat heartbeat = Heartbeat.every(Duration.ofMillis(200)).withTimeout(Duration.ofSeconds(1));
        Map<SocketType, RawPeer> peers = new EnumMap<>(SocketType.class);
        byte[] ping = Hex.bytes("04 50 49 4e 47 00 00");
        try {
            types().forEach(type -> {
                Endpoint bound = open(type, heartbeat).bind("tcp://127.0.0.1:*");
                peers.put(type, shake(RawPeer.connect(bound), anyPartner(type)));
            });
            for (int i = 0; i < 8; i++) {
                peers.forEach((type, peer) -> assertThatCode(
                                () -> peer.expect(Wire.PING).send(Wire.PONG))
                        .as("a PING of " + type)
                        .doesNotThrowAnyException());
            }
            peers.forEach((type, peer) -> {
                peer.send("04 0a 04 50 49 4e 47 00 00 61 62 63");
                byte[] frame = peer.readFrame();
                while (Arrays.equals(frame, ping)) { // they may have crossed
                    frame = peer.readFrame();
                }
                assertThat(Hex.text(frame)).as("the PONG of " + type).isEqualTo("04 50 4f 4e 47 61 62 63");
            });
            assertThat(events.events(SocketEvent.Disconnected.class)).isEmpty();
        } finally {
            peers.values().forEach(RawPeer::close);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    @Tag("Z-190")
    void eachTypeGivesASilentPeerUp(SocketType type) {
        Endpoint bound = open(type, Heartbeat.every(Duration.ofMillis(40))).bind("tcp://127.0.0.1:*");
        try (RawPeer peer = shake(RawPeer.connect(bound), anyPartner(type))) {
            peer.readToEnd();
        }
        assertThat(events.await(SocketEvent.Disconnected.class).reason().name()).isEqualTo("HEARTBEAT_TIMEOUT");
    }

    /** A PING between request and reply, and between the frames of either, changes nobody's turn. */
    @Test
    @Tag("Z-181")
    @Tag("Z-084")
    void heartbeatsLeaveRequestsAndRepliesAlone() {
        ReqSocket req = context.req(TestOptions.quick().build());
        Endpoint bound = req.bind("tcp://127.0.0.1:*");
        try (RawPeer peer = shake(RawPeer.connect(bound), "REP")) {
            req.send(Message.of("q"));
            peer.expect("01 00", "00 01 71");
            peer.send("01 00", Wire.PING, "01 01 61", Wire.PONG, Wire.PING, "00 01 62")
                    .expect(Wire.PONG, Wire.PONG);
            assertThat(req.receive().frames().stream().map(String::new)).containsExactlyElementsOf(List.of("a", "b"));
        }
        RepSocket rep = context.rep(TestOptions.quick().build());
        try (RawPeer peer = shake(RawPeer.connect(rep.bind("tcp://127.0.0.1:*")), "REQ")) {
            peer.send("01 00", Wire.PING, "00 01 71").expect(Wire.PONG);
            assertThat(rep.receive().text()).isEqualTo("q");
            peer.send(Wire.PING).expect(Wire.PONG);
            rep.send(Message.of("a"));
            peer.expect("01 00", "00 01 61");
        }
    }

    // ---- identities ----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("types")
    @Tag("Z-132")
    void noTypeTakesAnIdentityOfMoreThan255Octets(SocketType type) {
        Endpoint bound = open(type, Heartbeat.OFF).bind("tcp://127.0.0.1:*");
        try (RawPeer longest = RawPeer.connect(bound)) {
            longest.send(Wire.GREETING, Wire.ready("Socket-Type", anyPartner(type), "Identity", "i".repeat(255)))
                    .expect(Wire.GREETING)
                    .readFrame();
            longest.send(Wire.PING).expect(Wire.PONG);
        }
        try (RawPeer tooLong = RawPeer.connect(bound)) {
            tooLong.send(Wire.GREETING, Wire.ready("Socket-Type", anyPartner(type), "Identity", "i".repeat(256)))
                    .expect(Wire.GREETING)
                    .readFrame();
            tooLong.expectEnd();
        }
        assertThat(events.await(SocketEvent.HandshakeFailed.class).detail()).contains("256 octets > 255");
    }

    @ParameterizedTest
    @EnumSource(names = {"DEALER", "REQ"})
    @Tag("T-INPROC-16")
    void anIdentityReachesARouterInsideAProcessWhoeverComesFirst(SocketType type) {
        for (boolean bindFirst : new boolean[] {true, false}) {
            String endpoint = "inproc://identity-" + bindFirst;
            RouterSocket router = context.router(TestOptions.quick().build());
            if (bindFirst) {
                router.bind(endpoint);
            }
            ZmqSocket named = AnySocket.open(
                    context,
                    type,
                    TestOptions.quick().identity(new byte[] {'m', 'e'}).build());
            connect(named, endpoint);
            ((MessageSender) named).send(Message.of("hello"));
            if (!bindFirst) {
                router.bind(endpoint);
            }
            assertThat(router.receive().frames().get(0)).isEqualTo(new byte[] {'m', 'e'});
        }
    }
}
