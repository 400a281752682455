package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.event.DisconnectReason;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Link;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.Role;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames after the handshake, octet by octet. */
@ExtendWith(LeakCheck.class)
@Timeout(30)
class TrafficTests {
    private static final Duration A_WHILE = Duration.ofMillis(60);
    private static final String MULTIPART = "01 01 41 01 00 00 01 42";

    // ---- frames --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "0, 00 00",
        "1, 00 01",
        "255, 00 ff",
        "256, 02 00 00 00 00 00 00 01 00",
        "65536, 02 00 00 00 00 00 01 00 00",
        "1048577, 02 00 00 00 00 00 10 00 01"
    })
    @Tag("Z-070")
    @Tag("Z-071")
    @Tag("Z-072")
    @Tag("Z-073")
    @Tag("Z-203")
    @Tag("S-ALL-27")
    @Tag("S-PEER-31")
    void aMessageIsOneFrameWithTheShortestHeader(int size, String header) {
        byte[] body = octets(size);
        for (Role role : Role.values()) {
            try (Link link = Link.open(role);
                    RawPeer peer = link.peer()) {
                peer.handshake().send(Hex.concat(Hex.bytes(header), body));
                Message received = link.socket().receive();
                assertThat(received.body()).isEqualTo(body);
                link.socket().send(received.routingId(), received);
                peer.expect(header);
                assertThat(peer.read(size)).isEqualTo(body);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "02 00 00 00 00 00 00 00 02 68 69", // a long frame that would fit a short one
                "f8 02 68 69", // reserved bits
            })
    @Tag("Z-075")
    @Tag("Z-078")
    void framesThatAreUnusualButRightAreTaken(String frame) {
        try (Link link = Link.open(Role.TCP_BINDS);
                RawPeer peer = link.peer()) {
            peer.handshake().send(frame);
            assertThat(link.socket().receive().text()).isEqualTo("hi");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-086")
    @Tag("Z-090")
    void messagesKeepTheirOrderInBothDirections(Role role) {
        int count = 2000;
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            peer.handshake();
            byte[] all = {};
            for (int i = 0; i < count; i += 100) {
                byte[][] frames = new byte[100][];
                for (int j = 0; j < 100; j++) {
                    frames[j] = Wire.message(text(i + j));
                }
                all = Hex.concat(all, Hex.concat(frames));
            }
            peer.send(all);
            for (int i = 0; i < count; i++) {
                Message message = link.socket().receive();
                assertThat(message.text()).isEqualTo("message " + i);
                link.socket().send(message.routingId(), message);
            }
            assertThat(peer.read(all.length)).isEqualTo(all);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-070")
    void messagesInSegmentsOfOneOctetAreWhole(Role role) {
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            peer.handshake()
                    .sendOctetByOctet(Hex.concat(
                            Wire.message(octets(300)),
                            Wire.message(octets(0)),
                            Hex.bytes(MULTIPART),
                            Wire.message(octets(1))));
            assertThat(link.socket().receive().body()).isEqualTo(octets(300));
            assertThat(link.socket().receive().body()).isEmpty();
            assertThat(link.socket().receive().body()).isEqualTo(octets(1));
        }
    }

    // ---- the limit -----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Tag("Z-081")
    @Tag("Z-083")
    @Tag("O-017")
    @Tag("O-136")
    @Tag("T-TCP-46")
    @Tag("S-PEER-22")
    void aMessageOverTheLimitEndsItsConnectionWhenItsSizeIsReadAndNoOther(Role role) {
        try (Link link = Link.open(role, options -> options.maxMessageSize(1000));
                RawPeer peer = link.peer()) {
            peer.handshake().send(Wire.message(octets(1000)));
            Message largest = link.socket().receive();
            assertThat(largest.size()).isEqualTo(1000);
            if (!role.binds()) {
                link.socket().connect(link.listener().endpoint());
            }
            try (RawPeer other = link.peer()) {
                other.handshake();
                peer.send("02 00 00 00 00 00 00 03 e9").expectEnd();
                SocketEvent.Disconnected event = link.events().await(SocketEvent.Disconnected.class);
                assertThat(event.reason()).isEqualTo(DisconnectReason.PROTOCOL_ERROR);
                assertThat(event.detail()).contains("1001 > 1000").contains("maxMessageSize");
                Until.isTrue("one peer is left", () -> link.socket().peers().size() == 1);
                assertThatExceptionOfType(ZmqUnroutableException.class)
                        .isThrownBy(() -> link.socket().send(largest.routingId(), largest));
                other.send(Wire.HELLO);
                assertThat(link.socket().receive().text()).isEqualTo("Hello");
                assertThat(link.events().events(SocketEvent.ConnectRetried.class))
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"80 00 00 00 00 00 00 00", "7f ff ff ff ff ff ff ff", "00 00 00 00 80 00 00 00"})
    @Tag("Z-077")
    @Tag("Z-091")
    void anImpossibleSizeEndsTheConnection(String size) {
        try (Link link = Link.open(Role.TCP_BINDS, options -> options.maxMessageSize(Long.MAX_VALUE));
                RawPeer peer = link.peer()) {
            peer.handshake().send("02", size).expectEnd();
            assertThat(link.events().await(SocketEvent.Disconnected.class).reason())
                    .isEqualTo(DisconnectReason.PROTOCOL_ERROR);
            link.expectAlive();
        }
    }

    // ---- multipart -----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Tag("Z-084")
    @Tag("Z-181")
    @Tag("S-TS-04")
    @Tag("S-TS-06")
    @Tag("S-PEER-29")
    void aMultipartMessageIsDroppedWholeAndCountedAndTheNextIsDelivered(Role role) {
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            peer.handshake().send(MULTIPART, Wire.PING).expect(Wire.PONG);
            assertThat(link.socket().tryReceive()).isNull();
            peer.send("01 01 41", Wire.PING, "00 01 42", Wire.HELLO).expect(Wire.PONG);
            assertThat(link.socket().receive().text()).isEqualTo("Hello");
            assertThat(link.socket().tryReceive()).isNull();
            assertThat(link.socket().stats().dropped(DropReason.MULTIPART)).isEqualTo(2);
            assertThat(link.socket().stats().traffic().receivedMessages()).isEqualTo(1);
            Until.isTrue("two messages are told of as dropped", () -> multipartDropped(link) == 2);
            assertThat(link.events().events(SocketEvent.Disconnected.class)).isEmpty();
        }
    }

    /** Drops that follow each other closely may be told of together. */
    private static long multipartDropped(Link link) {
        return link.events().events(SocketEvent.Dropped.class).stream()
                .filter(dropped -> dropped.endpoint().equals(link.endpoint()))
                .filter(dropped -> dropped.reason() == DropReason.MULTIPART)
                .mapToLong(SocketEvent.Dropped::messages)
                .sum();
    }

    @ParameterizedTest
    @ValueSource(strings = {"01 01 41 00 05 42 42", "01 05 41", "00 05 41 41", "02 00 00", "00 05"})
    @Tag("Z-087")
    void whatTheEndOfAConnectionCutsOffIsNotDelivered(String octets) {
        try (Link link = Link.open(Role.TCP_BINDS);
                RawPeer peer = link.peer()) {
            peer.handshake().send(Wire.HELLO, octets).halfClose();
            link.events().await(SocketEvent.Disconnected.class);
            assertThat(link.socket().receive().text()).isEqualTo("Hello");
            assertThat(link.socket().tryReceive()).isNull();
        }
    }

    // ---- commands ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Tag("Z-079")
    @Tag("Z-094")
    @Tag("Z-100")
    @Tag("Z-101")
    @Tag("Z-102")
    @Tag("Z-123")
    void commandsThatAreUnknownOrLateAreIgnored(Role role) {
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            peer.handshake()
                    .send(
                            "04 04 03 41 42 43",
                            "06 00 00 00 00 00 00 00 04 03 41 42 43",
                            "05 04 03 41 42 43", // with MORE
                            Wire.READY,
                            Wire.ready("Socket-Type", "PUB"),
                            Wire.command("ERROR", "03" + Hex.ascii("400")),
                            Wire.command("SUBSCRIBE", "41"),
                            Wire.command("CANCEL", "41"),
                            Wire.command("JOIN", "61"),
                            Wire.command("LEAVE", "61"),
                            Wire.PONG,
                            Wire.HELLO)
                    .expectSilence(A_WHILE);
            assertThat(link.socket().receive().text()).isEqualTo("Hello");
            assertThat(link.socket().tryReceive()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"04 00", "04 01 00", "04 01 05", "04 03 05 41 41"})
    @Tag("Z-096")
    void aCommandWithoutAWholeNameEndsTheConnection(String octets) {
        try (Link link = Link.open(Role.TCP_BINDS);
                RawPeer peer = link.peer()) {
            peer.handshake().send(octets).expectEnd();
            assertThat(link.events().await(SocketEvent.Disconnected.class).reason())
                    .isEqualTo(DisconnectReason.PROTOCOL_ERROR);
            link.expectAlive();
        }
    }

    // ---- the end -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Tag("Z-201")
    @Tag("Z-202")
    @Tag("S-ALL-10")
    @Tag("O-136")
    void messagesThatCameWholeBeforeTheEndAreDelivered(Role role) {
        try (Link link = Link.open(role)) {
            try (RawPeer peer = link.peer()) {
                peer.handshake().send(Wire.HELLO, "00 01 31", "00 01 32");
            }
            SocketEvent.Disconnected event = link.events().await(SocketEvent.Disconnected.class);
            assertThat(event.reason()).isEqualTo(DisconnectReason.CONNECTION_LOST);
            assertThat(link.socket().receive().text()).isEqualTo("Hello");
            assertThat(link.socket().receive().text()).isEqualTo("1");
            assertThat(link.socket().receive().text()).isEqualTo("2");
            link.expectAlive();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-202")
    void messagesOfOneReadAreTakenBeyondTheLimitAndDeliveredAfterTheEnd(Role role) {
        try (Link link = Link.open(role, options -> options.receiveHighWaterMark(2))) {
            RawPeer peer = link.peer().handshake();
            int id = link.routingId();
            byte[][] messages = new byte[20][];
            for (int i = 0; i < messages.length; i++) {
                messages[i] = Wire.message(text(i));
            }
            peer.send(Hex.concat(messages));
            Until.isTrue("all have come", () -> link.socket().stats().traffic().incomingQueue() == messages.length);
            peer.reset();
            Until.isTrue("the break is noticed by writing", () -> {
                try {
                    link.socket().trySend(id, Message.empty());
                } catch (ZmqUnroutableException gone) {
                    return true;
                }
                return !link.events().events(SocketEvent.Disconnected.class).isEmpty();
            });
            for (int i = 0; i < messages.length; i++) {
                assertThat(link.socket().receive().body()).isEqualTo(text(i));
            }
            assertThat(link.socket().tryReceive()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("S-ALL-30")
    @Tag("S-ALL-31")
    void messagesThatNobodyReadAreCountedWhenTheirPeerIsDisconnected(Role role) {
        try (Link link = Link.open(role, options -> options.receiveHighWaterMark(2));
                RawPeer peer = link.peer().handshake()) {
            int id = link.routingId();
            peer.send("00 01 31 00 01 32 00 01 33 00 01 34 00 01 35");
            Until.isTrue("all have come", () -> link.socket().stats().traffic().incomingQueue() == 5);
            link.socket().disconnectPeer(id);
            Until.isTrue("all are counted", () -> link.socket().stats().dropped(DropReason.UNREAD) == 5);
            assertThat(link.socket().tryReceive()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-201")
    @Tag("S-PEER-20")
    @Tag("S-PEER-21")
    @Tag("S-ALL-08")
    void anEndIsTheEndOfAnAcceptedPeerAndAPauseOfAConnectedOne(Role role) {
        try (Link link = Link.open(role)) {
            RawPeer first = link.peer().handshake();
            first.send(Wire.HELLO);
            int id = link.socket().receive().routingId();
            first.reset();
            link.events().await(SocketEvent.Disconnected.class);
            if (role.binds()) {
                Until.isTrue("the peer has gone", () -> link.socket().peers().isEmpty());
                assertThatExceptionOfType(ZmqUnroutableException.class)
                        .isThrownBy(() -> link.socket().send(id, Message.of("Hello")));
            } else {
                link.socket().send(id, Message.of("1"));
                link.socket().send(id, Message.of("2"));
                try (RawPeer second = link.peer()) {
                    second.handshake().expect("00 01 31 00 01 32").send(Wire.HELLO);
                    assertThat(link.socket().receive().routingId()).isEqualTo(id);
                }
                assertThat(link.socket().stats().reconnects()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP_CONNECTS", "IPC_CONNECTS"})
    @Tag("Z-087")
    @Tag("Z-089")
    @Tag("S-ALL-11")
    void aMessageThatWasBegunWhenItsConnectionBrokeIsCountedAsLostAndNotSentAgain(Role role) {
        byte[] large = octets(8 << 20);
        try (Link link = Link.open(role)) {
            link.socket().send(link.connectedId(), Message.wrap(large));
            link.socket().send(link.connectedId(), Message.of("Hello"));
            RawPeer first = link.peer().handshake();
            first.expect("02 00 00 00 00 00 80 00 00");
            assertThat(first.read(1000)).isEqualTo(octets(1000));
            first.reset();
            SocketEvent.Dropped lost = link.events().await(SocketEvent.Dropped.class);
            assertThat(lost).isEqualTo(new SocketEvent.Dropped(link.endpoint(), DropReason.CONNECTION_LOST, 1));
            try (RawPeer second = link.peer()) {
                second.handshake().expect(Wire.HELLO).expectSilence(A_WHILE);
            }
            SocketStats stats = link.socket().stats();
            assertThat(stats.dropped()).isEqualTo(Map.of(DropReason.CONNECTION_LOST, 1L));
            assertThat(stats.traffic().acceptedMessages()).isEqualTo(2);
            assertThat(stats.traffic().sentMessages()).isEqualTo(1);
            assertThat(stats.traffic().outgoingQueue()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP_BINDS", "IPC_BINDS"})
    @Tag("S-ALL-09")
    void whatIsQueuedForAnAcceptedPeerGoesWithItAndIsCounted(Role role) {
        byte[] large = octets(8 << 20);
        try (Link link = Link.open(role, options -> options.sendQueueBytes(1 << 30))) {
            RawPeer peer = link.peer().handshake();
            int id = link.routingId();
            for (int i = 0; i < 5; i++) {
                link.socket().send(id, Message.wrap(large));
            }
            peer.read(1000);
            peer.reset();
            Until.isTrue("the peer has gone", () -> link.socket().peers().isEmpty());
            Map<DropReason, Long> dropped = link.socket().stats().dropped();
            assertThat(dropped).containsOnlyKeys(DropReason.CONNECTION_LOST, DropReason.PEER_GONE);
            assertThat(dropped.get(DropReason.CONNECTION_LOST)).isEqualTo(1);
            assertThat(dropped.get(DropReason.PEER_GONE)).isEqualTo(4);
            assertThat(link.socket().stats().traffic().sentMessages()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void disconnectPeerSendsWhatIsQueuedAndClosesInOrder(Role role) {
        try (Link link = Link.open(role, options -> options.linger(Duration.ofSeconds(5)));
                RawPeer peer = link.peer()) {
            peer.handshake();
            int id = link.routingId();
            for (int i = 0; i < 100; i++) {
                link.socket().send(id, Message.wrap(octets(10_000)));
            }
            link.socket().disconnectPeer(id);
            for (int i = 0; i < 100; i++) {
                peer.expect("02 00 00 00 00 00 00 27 10");
                assertThat(peer.read(10_000)).isEqualTo(octets(10_000));
            }
            peer.expectEnd();
            peer.halfClose();
            if (!role.binds()) {
                link.events().await(SocketEvent.Closed.class);
                link.listener().expectNobody(A_WHILE);
            }
            assertThat(link.events().events(SocketEvent.Disconnected.class)).isEmpty();
        }
    }

    // ---- pushing back --------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Tag("S-ALL-12")
    @Tag("S-ALL-13")
    @Tag("T-TCP-53")
    void aSocketThatIsNotReadPushesBackAndLosesNothing(Role role) {
        try (Link link = Link.open(role, options -> options.receiveHighWaterMark(1));
                RawPeer peer = link.peer()) {
            peer.handshake();
            byte[] body = octets(100_000);
            byte[] message = Wire.message(body);
            ByteBuffer out = ByteBuffer.allocate(message.length * 1000);
            while (out.hasRemaining()) {
                out.put(message);
            }
            assertThat(peer.sendUntilStuck(out.flip())).as("100 MB taken").isFalse();
            int sent = out.position();
            assertThat(sent).isLessThan(32 << 20);
            assertThat(link.socket().stats().traffic().incomingQueue()).isEqualTo(1);
            out.limit(sent + (message.length - sent % message.length) % message.length);
            for (int i = 0; i < out.limit() / message.length; i++) {
                if (out.hasRemaining()) {
                    peer.sendSome(out, Duration.ofMillis(1));
                }
                assertThat(link.socket().receive().body()).isEqualTo(body);
            }
            assertThat(out.hasRemaining()).isFalse();
            assertThat(link.socket().tryReceive()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 1000000000", "1000000, 500000"})
    @Tag("S-PEER-17")
    @Tag("S-PEER-18")
    @Tag("S-ALL-05")
    @Tag("S-ALL-18")
    @Tag("S-ALL-20")
    @Tag("T-TCP-53")
    void aPeerThatDoesNotReadFillsItsQueueToTheLimitAndNoOther(int messages, long bytes) {
        byte[] body = octets(50_000);
        byte[] frame = Wire.message(body);
        try (Link link = Link.open(
                        Role.TCP_BINDS,
                        options -> options.sendHighWaterMark(messages)
                                .sendQueueBytes(bytes)
                                .sendTimeout(Duration.ofMillis(50)));
                RawPeer slow = RawPeer.connect(link.endpoint(), 4096)) {
            slow.handshake().send(Wire.HELLO);
            int id = link.socket().receive().routingId();
            int taken = 0;
            while (link.socket().trySend(id, Message.wrap(body), Duration.ofMillis(300))) {
                taken++;
                assertThat(taken).isLessThan(2000);
            }
            assertThat(link.socket().stats().traffic().outgoingQueue()).isEqualTo(10);
            assertThat(link.socket().trySend(id, Message.wrap(body))).isFalse();
            assertThatExceptionOfType(ZmqQueueFullException.class)
                    .isThrownBy(() -> link.socket().send(id, Message.wrap(body)))
                    .withMessageContaining("sendHighWaterMark=" + messages)
                    .withMessageContaining("PT0.05S");
            link.expectAlive();
            for (int i = 0; i < taken; i++) {
                assertThat(slow.read(frame.length)).isEqualTo(frame);
            }
            slow.expectSilence(A_WHILE);
            link.socket().send(id, Message.of("Hello"));
            slow.expect(Wire.HELLO);
        }
    }

    // ---- the envelope --------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void headersTravelInAnEnvelopeToAPeerThatAnnouncesIt(Role role) {
        try (Link link = Link.open(role, options -> options.envelope(EnvelopeMode.AUTO));
                RawPeer peer = link.peer()) {
            String ready = Wire.ready("Socket-Type", "PEER", "X-Envelope", "1");
            peer.send(Wire.GREETING, ready).expect(Wire.GREETING, ready);
            peer.send("00 0a 01 00 05 01 61 00 01 62 68 69");
            Message message = link.socket().receive();
            assertThat(message.text()).isEqualTo("hi");
            assertThat(message.headers()).isEqualTo(Map.of("a", "b"));
            link.socket().send(message.routingId(), message);
            peer.expect("00 0a 01 00 05 01 61 00 01 62 68 69");
            link.socket().send(message.routingId(), Message.of("hi"));
            peer.expect("00 05 01 00 00 68 69");
            peer.send(Wire.HELLO, "00 03 01 00 00");
            assertThat(link.socket().receive().size()).isZero();
            assertThat(link.socket().stats().dropped(DropReason.BAD_ENVELOPE)).isEqualTo(1);
        }
    }

    @Test
    void headersStayHereForAPeerThatAnnouncesNothing() {
        try (Link link = Link.open(Role.TCP_BINDS, options -> options.envelope(EnvelopeMode.AUTO));
                RawPeer peer = link.peer()) {
            peer.send(Wire.GREETING, Wire.READY, "00 05 01 00 00 68 69");
            peer.expect(Wire.GREETING, Wire.ready("Socket-Type", "PEER", "X-Envelope", "1"));
            Message message = link.socket().receive();
            assertThat(message.body()).isEqualTo(Hex.bytes("01 00 00 68 69"));
            link.socket().send(message.routingId(), Message.of("hi").withHeaders(Map.of("a", "b")));
            peer.expect("00 02 68 69");
        }
    }

    @Test
    void whatWasQueuedIsEncodedForThePeerThatItReaches() {
        try (Link link = Link.open(Role.TCP_CONNECTS, options -> options.envelope(EnvelopeMode.AUTO))) {
            Message message = Message.of("hi").withHeaders(Map.of("a", "b"));
            String ready = Wire.ready("Socket-Type", "PEER", "X-Envelope", "1");
            link.socket().send(link.connectedId(), message);
            try (RawPeer knows = link.peer()) {
                knows.send(Wire.GREETING, ready).expect(Wire.GREETING, ready, "00 0a 01 00 05 01 61 00 01 62 68 69");
            }
            link.events().await(SocketEvent.Disconnected.class);
            link.socket().send(link.connectedId(), message);
            try (RawPeer bare = link.peer()) {
                bare.send(Wire.GREETING, Wire.READY).expect(Wire.GREETING, ready, "00 02 68 69");
            }
        }
    }

    private static byte[] text(int number) {
        return ("message " + number).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] octets(int size) {
        byte[] body = new byte[size];
        for (int i = 0; i < size; i++) {
            body[i] = (byte) (i * 31);
        }
        return body;
    }
}
