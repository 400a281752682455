package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.Role;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.Wire;
import java.time.Duration;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers of ZMTP 2.0 (RFC 15) and 1.0 (RFC 13), their octets literal, in both roles. */
@ExtendWith(LeakCheck.class)
@Timeout(20)
class OldPeerTests {
    private static final Duration A_WHILE = Duration.ofMillis(60);
    private static final String OURS = "ff 00 00 00 00 00 00 00 01 7f";
    private static final String OURS_ABC = "ff 00 00 00 00 00 00 00 04 7f";
    private static final String LONG_BODY = Hex.repeat("2a", 300);

    // ---- ZMTP 2.0 ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Tag("Z-004")
    @Tag("Z-018")
    @Tag("Z-035")
    @Tag("Z-047")
    @Tag("Z-048")
    @Tag("Z-053")
    @Tag("Z-054")
    @Tag("Z-055")
    void aDealerTalksToADealerOf20(Role role) {
        try (Old<DealerSocket> old = new Old<>(role, ZmqContext::dealer, "ABC");
                RawPeer peer = old.peer()) {
            peer.expect("ff 00 00 00 00 00 00 00 04 7f").expectSilence(A_WHILE);
            peer.send("ff 00 00 00 00 00 00 00 01 7f").expect("03").expectSilence(A_WHILE);
            peer.send("01").expect("05 00 03 41 42 43").send("05 00 00").expectSilence(A_WHILE);
            peer.send("01 01 41 00 01 42", "02 00 00 00 00 00 00 01 2c", LONG_BODY, "02 00 00 00 00 00 00 00 01 43");
            Message two = old.socket.receive();
            assertThat(two.frames()).containsExactly(Hex.bytes("41"), Hex.bytes("42"));
            assertThat(two.sender().properties()).containsOnlyKeys("Peer-Address");
            assertThat(old.socket.receive().size()).isEqualTo(300);
            assertThat(old.socket.receive().text()).isEqualTo("C");
            old.socket.send(Message.ofTexts("Hello", ""));
            peer.expect("01 05 48 65 6c 6c 6f 00 00");
            old.socket.send(Message.copyOf(Hex.bytes(LONG_BODY)));
            peer.expect("02 00 00 00 00 00 00 01 2c", LONG_BODY).expectSilence(A_WHILE);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-019")
    @Tag("Z-036")
    @Tag("Z-047")
    void aGreetingOf20MayComeAtOnceWithWhatFollowsAndOctetByOctet(Role role) {
        byte[] octets = Hex.bytes("ff 01 02 03 04 05 06 07 08 7f 02 06 00 02 6d 65 00 05 48 65 6c 6c 6f");
        try (Old<DealerSocket> old = new Old<>(role, ZmqContext::dealer, "")) {
            try (RawPeer peer = old.peer()) {
                peer.send(octets).expect(OURS, "03", "05", "00 00");
                assertThat(old.socket.receive().text()).isEqualTo("Hello");
            }
            try (RawPeer peer = old.peer()) {
                peer.sendOctetByOctet(octets).expect(OURS, "03", "05", "00 00");
                assertThat(old.socket.receive().text()).isEqualTo("Hello");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-053")
    void aRouterKnowsOldPeersByTheirIdentity(Role role) {
        try (Old<RouterSocket> old = new Old<>(role, ZmqContext::router, "")) {
            try (RawPeer peer = old.peer()) {
                peer.send(OURS_ABC, "01 05 00 03 41 42 43 00 01 31").expect(OURS, "03", "06", "00 00");
                assertThat(old.socket.receive().frames()).containsExactly(Hex.bytes("41 42 43"), Hex.bytes("31"));
                old.socket.send(Message.ofTexts("ABC", "2"));
                peer.expect("00 01 32");
            }
        }
        try (Old<RouterSocket> old = new Old<>(role, ZmqContext::router, "")) {
            try (RawPeer peer = old.peer()) {
                peer.send("04 00 44 45 46 02 00 31").expect(OURS);
                assertThat(old.socket.receive().frames()).containsExactly(Hex.bytes("44 45 46"), Hex.bytes("31"));
                old.socket.send(Message.ofTexts("DEF", "2"));
                peer.expect("02 00 32");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-050")
    @Tag("Z-055")
    @Tag("Z-056")
    void aSubscriptionTo20IsAMessage(Role role) {
        try (Old<SubSocket> old = new Old<>(role, OldPeerTests::subscriberToA, "");
                RawPeer peer = old.peer()) {
            peer.send(OURS, "01 01 00 00").expect(OURS, "03", "02", "00 00", "00 02 01 41");
            old.socket.subscribe("B");
            peer.expect("00 02 01 42");
            old.socket.unsubscribe("A");
            peer.expect("00 02 00 41");
            peer.send("00 01 41", "00 02 42 21");
            assertThat(old.socket.receive().text()).isEqualTo("B!");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-050")
    @Tag("Z-057")
    void aSubscriberOf20IsSentWhatItAskedFor(Role role) {
        try (Old<XPubSocket> old = new Old<>(role, ZmqContext::xpub, "");
                RawPeer peer = old.peer()) {
            peer.send(OURS, "01 02 00 00", "00 02 01 41").expect(OURS, "03", "01", "00 00");
            assertThat(old.socket.receive().body()).isEqualTo(Hex.bytes("01 41"));
            old.socket.send(Message.of("B"));
            old.socket.send(Message.of("A1"));
            peer.expect("00 02 41 31").send("00 02 00 41");
            assertThat(old.socket.receive().body()).isEqualTo(Hex.bytes("00 41"));
            old.socket.send(Message.of("A2"));
            peer.expectSilence(A_WHILE);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-051")
    void a20PeerOfATypeThatDoesNotFitIsLeftInSilence(Role role) {
        try (Old<DealerSocket> old = new Old<>(role, ZmqContext::dealer, "");
                RawPeer peer = old.peer()) {
            peer.send(OURS, "01 01 00 00").expect(OURS, "03", "05", "00 00").expectEnd();
            SocketEvent.HandshakeFailed failed = old.events.await(SocketEvent.HandshakeFailed.class);
            assertThat(failed.reason()).isEqualTo(HandshakeFailure.INCOMPATIBLE_SOCKET_TYPE);
            assertThat(failed.detail()).isEqualTo("socket type PUB may not talk to DEALER");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-055")
    void heartbeatsAreOffWithOldPeers(Role role) {
        Heartbeat often = Heartbeat.every(Duration.ofMillis(20));
        try (Old<DealerSocket> old = new Old<>(role, ZmqContext::dealer, "", options -> options.heartbeat(often))) {
            try (RawPeer peer = old.peer()) {
                peer.send(OURS, "01 05 00 00").expect(OURS, "03", "05", "00 00").expectSilence(A_WHILE);
            }
            try (RawPeer peer = old.peer()) {
                peer.send("01 00").expect(OURS).expectSilence(A_WHILE);
            }
        }
    }

    // ---- ZMTP 1.0 ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Tag("Z-032")
    @Tag("Z-059")
    @Tag("Z-060")
    @Tag("Z-061")
    @Tag("Z-064")
    @Tag("Z-065")
    @Tag("Z-066")
    void aDealerTalksToAPeerOf10(Role role) {
        try (Old<DealerSocket> old = new Old<>(role, ZmqContext::dealer, "ABC");
                RawPeer peer = old.peer()) {
            peer.expect("ff 00 00 00 00 00 00 00 04 7f").expectSilence(A_WHILE);
            peer.send("03").expect("41 42 43").send("fe 6d 65", "00", "02 01 41 02 00 42");
            Message two = old.socket.receive();
            assertThat(two.frames()).containsExactly(Hex.bytes("41"), Hex.bytes("42"));
            assertThat(two.sender().properties()).containsOnlyKeys("Peer-Address");
            old.socket.send(Message.ofTexts("Zany", ""));
            peer.expect("05 01 5a 61 6e 79 01 00");
            old.socket.send(Message.copyOf(new byte[254]));
            peer.expect("ff 00 00 00 00 00 00 00 ff 00", Hex.repeat("00", 254)).expectSilence(A_WHILE);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-033")
    @Tag("Z-062")
    @Tag("Z-063")
    void anIdentityOf10MayBeLongAndComeOctetByOctet(Role role) {
        byte[] octets = Hex.bytes("ff 00 00 00 00 00 00 00 03 00 6d 65", "05 fe 5a 61 6e 79");
        try (Old<RouterSocket> old = new Old<>(role, ZmqContext::router, "")) {
            try (RawPeer peer = old.peer()) {
                peer.send(octets).expect(OURS);
                assertThat(old.socket.receive().frames()).containsExactly(Hex.bytes("6d 65"), Hex.bytes("5a 61 6e 79"));
            }
        }
        try (Old<RouterSocket> old = new Old<>(role, ZmqContext::router, "")) {
            try (RawPeer peer = old.peer()) {
                peer.sendOctetByOctet(octets).expect(OURS);
                assertThat(old.socket.receive().frames()).containsExactly(Hex.bytes("6d 65"), Hex.bytes("5a 61 6e 79"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-067")
    @Tag("Z-068")
    void aSubscriberOf10IsSentEverythingAndTheApplicationIsToldSo(Role role) {
        try (Old<XPubSocket> old = new Old<>(role, ZmqContext::xpub, "");
                RawPeer peer = old.peer()) {
            peer.send("01 00").expect(OURS);
            assertThat(old.socket.receive().body()).isEqualTo(Hex.bytes("01"));
            old.socket.send(Message.of("Zany"));
            peer.expect("05 00 5a 61 6e 79");
        }
        try (Old<PubSocket> old = new Old<>(role, ZmqContext::pub, "");
                RawPeer peer = old.peer()) {
            peer.send("01 00").expect(OURS);
            old.events.await(SocketEvent.HandshakeSucceeded.class);
            while (peer.isSilentFor(Duration.ofMillis(1))) {
                old.socket.send(Message.of("Zany"));
            }
            peer.expect("05 00 5a 61 6e 79");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-056")
    void aSubscriptionTo10IsAMessageToo(Role role) {
        try (Old<SubSocket> old = new Old<>(role, OldPeerTests::subscriberToA, "");
                RawPeer peer = old.peer()) {
            peer.send("01 00").expect(OURS, "03 00 01 41");
            peer.send("02 00 42", "03 00 41 21");
            assertThat(old.socket.receive().text()).isEqualTo("A!");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-069")
    void aMessageTooLargeEndsTheConnectionOfAnOldPeer(Role role) {
        try (Old<DealerSocket> old = new Old<>(role, ZmqContext::dealer, "", options -> options.maxMessageSize(10))) {
            try (RawPeer peer = old.peer()) {
                peer.send("01 00", "0b 00", Hex.repeat("41", 10)).expect(OURS);
                assertThat(old.socket.receive().size()).isEqualTo(10);
                peer.send("0c 00").expectEnd();
            }
        }
        try (Old<DealerSocket> old = new Old<>(role, ZmqContext::dealer, "", options -> options.maxMessageSize(10))) {
            try (RawPeer peer = old.peer()) {
                peer.send(OURS, "01 05 00 00", "00 0b")
                        .expect(OURS, "03 05 00 00")
                        .expectEnd();
            }
        }
    }

    // ---- ZMTP 3 --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Tag("Z-018")
    @Tag("Z-019")
    @Tag("Z-020")
    @Tag("Z-021")
    void newPeersAreServedAsEver(Role role) {
        String greeting = Wire.GREETING.replace(" ", "");
        String ready = Wire.ready("Socket-Type", "DEALER", "Identity", "");
        try (Old<DealerSocket> old = new Old<>(role, ZmqContext::dealer, "")) {
            try (RawPeer peer = old.peer()) {
                peer.send(greeting.substring(0, 20)).expect(OURS, "03").expectSilence(A_WHILE);
                peer.send(greeting.substring(20, 22)).expect(greeting.substring(22));
                peer.send(greeting.substring(22)).expect(ready).send(ready, Wire.HELLO);
                assertThat(old.socket.receive().text()).isEqualTo("Hello");
            }
            try (RawPeer peer = old.peer()) {
                peer.sendOctetByOctet(Hex.bytes(Wire.GREETING, ready, Wire.HELLO))
                        .expect(OURS, greeting.substring(20), ready);
                assertThat(old.socket.receive().text()).isEqualTo("Hello");
            }
            try (RawPeer peer = old.peer()) {
                peer.send(Wire.GREETING, ready, Wire.HELLO, Wire.PING)
                        .expect(OURS, greeting.substring(20), ready, Wire.PONG);
                assertThat(old.socket.receive().text()).isEqualTo("Hello");
            }
        }
    }

    private static SubSocket subscriberToA(ZmqContext context, SocketOptions options) {
        SubSocket socket = context.sub(options);
        socket.subscribe("A");
        return socket;
    }

    /** A socket that serves old peers, and scripted peers that talk to it. */
    private static final class Old<S extends ZmqSocket> implements AutoCloseable {
        private final EventRecorder events = new EventRecorder();
        private final ZmqContext context = ZmqContext.create();
        private final S socket;
        private final Endpoint bound;
        private final RawPeer.Listener listener;

        Old(Role role, BiFunction<ZmqContext, SocketOptions, S> type, String identity) {
            this(role, type, identity, options -> options);
        }

        Old(
                Role role,
                BiFunction<ZmqContext, SocketOptions, S> type,
                String identity,
                java.util.function.UnaryOperator<SocketOptionsBuilder> more) {
            SocketOptionsBuilder options = TestOptions.quick()
                    .oldestPeer(ZmtpVersion.V1_0)
                    .identity(identity.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                    .eventListener(events);
            socket = type.apply(context, more.apply(options).build());
            if (role.binds()) {
                bound = socket.bind(role.transport().bindEndpoint());
                listener = null;
            } else {
                bound = null;
                listener = RawPeer.listen(role.transport());
                ((Connectable) socket).connect(listener.endpoint());
            }
        }

        RawPeer peer() {
            return listener == null ? RawPeer.connect(bound) : listener.accept();
        }

        @Override
        public void close() {
            context.close();
            if (listener != null) {
                listener.close();
            }
        }
    }
}
