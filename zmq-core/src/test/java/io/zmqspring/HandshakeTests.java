package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Link;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.Role;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Wire;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Greeting and READY as a peer sees them, in both roles, over tcp and ipc. */
@ExtendWith(LeakCheck.class)
@Timeout(20)
class HandshakeTests {
    private static final Duration A_WHILE = Duration.ofMillis(60);

    @ParameterizedTest
    @EnumSource
    @Tag("Z-001")
    @Tag("Z-002")
    @Tag("Z-005")
    @Tag("Z-006")
    @Tag("Z-007")
    @Tag("Z-010")
    @Tag("Z-012")
    @Tag("Z-017")
    @Tag("Z-022")
    @Tag("T-IPC-01")
    void theWholeGreetingComesAtOnceWithoutAnyInput(Role role) {
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            peer.expect(
                    "ff 00 00 00 00 00 00 00 00 7f 03 01 4e 55 4c 4c 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"
                            + "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00");
            peer.expectSilence(A_WHILE);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-020")
    @Tag("Z-103")
    @Tag("Z-105")
    @Tag("Z-124")
    @Tag("Z-125")
    @Tag("Z-130")
    @Tag("Z-203")
    @Tag("S-PEER-05")
    @Tag("S-PEER-31")
    @Tag("S-PEER-34")
    void readyFollowsTheGreetingAndAMessageIsOneFrame(Role role) {
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            peer.expect(Wire.GREETING).send(Wire.GREETING);
            peer.expect("04 1a 05 52 45 41 44 59 0b 53 6f 63 6b 65 74 2d 54 79 70 65 00 00 00 04 50 45 45 52");
            peer.send(Wire.READY);
            link.socket().send(link.routingId(), Message.of("Hello"));
            peer.expect("00 05 48 65 6c 6c 6f").expectSilence(A_WHILE);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-105")
    @Tag("Z-106")
    @Tag("Z-107")
    void readyDoesNotWaitForThePeersAndNoMessageGoesOutBeforeIt(Role role) {
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            if (!role.binds()) {
                link.socket().send(link.connectedId(), Message.of("Hello"));
            }
            peer.send(Wire.GREETING).expect(Wire.GREETING, Wire.READY).expectSilence(A_WHILE);
            peer.send(Wire.READY);
            if (role.binds()) {
                link.socket().send(link.routingId(), Message.of("Hello"));
            }
            peer.expect(Wire.HELLO);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-019")
    void aPeerThatSendsItsGreetingInStagesIsServed(Role role) {
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            String greeting = Wire.GREETING.replace(" ", "");
            peer.send(greeting.substring(0, 20)).expect(greeting.substring(0, 22));
            peer.send(greeting.substring(20, 22)).expect(greeting.substring(22));
            peer.send(greeting.substring(22)).expect(Wire.READY).send(Wire.READY, Wire.HELLO);
            assertThat(link.socket().receive().text()).isEqualTo("Hello");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-021")
    void everythingMayComeOctetByOctet(Role role) {
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            peer.sendOctetByOctet(Hex.bytes(Wire.GREETING, Wire.READY, Wire.HELLO, Wire.PING))
                    .expect(Wire.GREETING, Wire.READY);
            assertThat(link.socket().receive().text()).isEqualTo("Hello");
            peer.expect(Wire.PONG);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-020")
    @Tag("Z-021")
    @Tag("Z-108")
    void greetingReadyAndMessagesMayComeGluedTogether(Role role) {
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            peer.send(Wire.GREETING, Wire.READY, Wire.HELLO, "00 00", "00 01 21", Wire.PING);
            assertThat(link.socket().receive().text()).isEqualTo("Hello");
            assertThat(link.socket().receive().text()).isEmpty();
            assertThat(link.socket().receive().text()).isEqualTo("!");
            peer.expect(Wire.GREETING, Wire.READY, Wire.PONG);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-003")
    @Tag("Z-011")
    @Tag("Z-015")
    void paddingFillerAndAServerFlagOfThePeerMeanNothing(Role role) {
        byte[] greeting = Hex.bytes(Wire.GREETING);
        Random random = new Random(role.ordinal());
        for (int i = 1; i <= 8; i++) {
            greeting[i] = (byte) random.nextInt();
        }
        greeting[32] = 1;
        for (int i = 33; i < 64; i++) {
            greeting[i] = (byte) random.nextInt();
        }
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            peer.send(greeting).send(Wire.READY, Wire.HELLO).expect(Wire.GREETING, Wire.READY);
            assertThat(link.socket().receive().text()).isEqualTo("Hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"03 00", "03 01", "03 02", "03 ff", "04 00", "04 07", "ff ff"})
    @Tag("Z-006")
    @Tag("Z-038")
    @Tag("Z-039")
    @Tag("Z-040")
    @Tag("Z-041")
    void versionsFrom30OnAreServedAndSee31(String version) {
        for (Role role : new Role[] {Role.TCP_BINDS, Role.TCP_CONNECTS}) {
            try (Link link = Link.open(role);
                    RawPeer peer = link.peer()) {
                peer.send(Wire.greeting(version, "NULL"), Wire.READY, Wire.HELLO)
                        .expect(Wire.GREETING, Wire.READY);
                Message message = link.socket().receive();
                assertThat(message.text()).isEqualTo("Hello");
                link.socket().send(message.routingId(), message);
                peer.expect(Wire.HELLO);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-139")
    @Tag("Z-140")
    @Tag("Z-121")
    void ownPropertiesFollowTheStandardOnesInOrderOfTheirNames(Role role) {
        try (Link link = Link.open(
                        role,
                        options -> options.property("X-b", "2")
                                .property("X-C", "")
                                .property("X-A", "1")
                                .envelope(EnvelopeMode.AUTO));
                RawPeer peer = link.peer()) {
            peer.send(Wire.GREETING)
                    .expect(
                            Wire.GREETING,
                            Wire.ready("Socket-Type", "PEER", "X-A", "1", "X-C", "", "X-Envelope", "1", "X-b", "2"));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-117")
    @Tag("Z-122")
    @Tag("Z-126")
    @Tag("Z-131")
    @Tag("Z-138")
    @Tag("Z-141")
    @Tag("S-PEER-05")
    void whatThePeerAnnouncesIsSeenWithItsMessagesAndInPeers(Role role) {
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            peer.send(
                    Wire.GREETING,
                    Wire.ready("Identity", "me", "X-Name", "trader", "Resource", "a/b", "Empty", ""),
                    Wire.HELLO);
            Message message = link.socket().receive();
            assertThat(message.sender().properties())
                    .containsKey("Peer-Address")
                    .hasSize(5)
                    .contains(
                            java.util.Map.entry("Identity", "me"),
                            java.util.Map.entry("X-Name", "trader"),
                            java.util.Map.entry("Resource", "a/b"),
                            java.util.Map.entry("Empty", ""));
            assertThat(link.socket().peers()).singleElement().satisfies(info -> {
                assertThat(info.properties()).isEqualTo(message.sender().properties());
                assertThat(info.state()).isEqualTo(PeerState.CONNECTED);
            });
            assertThat(link.events().await(SocketEvent.HandshakeSucceeded.class).properties())
                    .isEqualTo(message.sender().properties());
        }
    }

    @ParameterizedTest
    @CsvSource({"socket-type", "SOCKET-TYPE", "Socket-type"})
    @Tag("Z-116")
    void anAnnouncedNameIsFoundInAnyCase(String name) {
        try (Link link = Link.open(Role.TCP_BINDS);
                RawPeer peer = link.peer()) {
            peer.send(Wire.GREETING, Wire.ready(name, "PEER"), Wire.HELLO);
            assertThat(link.socket().receive().sender().properties().get("Socket-Type"))
                    .isEqualTo("PEER");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("S-ALL-07")
    @Tag("S-PEER-03")
    void anAcceptedPeerHasAQueueFromTheEndOfItsHandshakeOn(Role role) {
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            peer.send(Wire.GREETING).expect(Wire.GREETING, Wire.READY);
            assertThat(link.socket().peers()).hasSize(role.binds() ? 0 : 1);
            peer.send(Wire.READY);
            Until.isTrue("the handshake is done", () -> link.socket().stats().connections() == 1);
            assertThat(link.socket().peers()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("S-PEER-37")
    @Tag("S-PEER-02")
    void connectionsWithOnePeerHaveAnIdEach(Role role) {
        try (Link link = Link.open(role);
                RawPeer first = link.peer()) {
            first.handshake().send("00 01 31");
            Message one = link.socket().receive();
            if (!role.binds()) {
                link.socket().connect(link.listener().endpoint());
            }
            try (RawPeer second = link.peer()) {
                second.handshake().send("00 01 32");
                Message two = link.socket().receive();
                assertThat(two.routingId()).isNotZero().isNotEqualTo(one.routingId());
                assertThat(one.routingId()).isNotZero();
                link.socket().send(two.routingId(), Message.of("2"));
                link.socket().send(one.routingId(), Message.of("1"));
                first.expect("00 01 31");
                second.expect("00 01 32");
            }
        }
    }
}
