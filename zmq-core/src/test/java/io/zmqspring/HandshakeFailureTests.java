package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.event.DisconnectReason;
import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Link;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.Role;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Wire;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Handshakes that fail: what the peer is told, what is reported, and whether the connection is made again. */
@ExtendWith(LeakCheck.class)
@Timeout(20)
class HandshakeFailureTests {
    private static final Duration SHORT = Duration.ofMillis(250);

    /** Longer than the longest wait between two attempts of a {@link Link}. */
    private static final Duration LONGER_THAN_A_RECONNECT = Duration.ofMillis(100);

    // ---- the other side is none we may talk to: for good ---------------------------------------------------------

    static Stream<Arguments> greetingsOfOtherProtocols() {
        return eachRole(
                "01 00", // ZMTP 1.0, no identity
                "04 00 41 42 43", // ZMTP 1.0, identity ABC
                "00",
                "ff 00 00 00 00 00 00 00 01 00", // ZMTP 1.0, long form
                "ff 00 00 00 00 00 00 00 01 7f 00",
                "ff 00 00 00 00 00 00 00 01 7f 01 05 00 00", // ZMTP 2.0 as of RFC 15
                "ff 00 00 00 00 00 00 00 01 7f 02 00 00 00");
    }

    @ParameterizedTest
    @MethodSource("greetingsOfOtherProtocols")
    @Tag("Z-032")
    @Tag("Z-033")
    @Tag("Z-034")
    @Tag("Z-037")
    @Tag("Z-042")
    @Tag("Z-045")
    @Tag("Z-046")
    @Tag("Z-052")
    @Tag("Z-184")
    @Tag("T-TCP-46")
    @Tag("A-10")
    @Tag("A-15")
    void anOlderOrForeignGreetingEndsTheConnection(Role role, String greeting) {
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            peer.send(greeting).expect(Wire.GREETING).expectEnd();
            expectFailed(link, HandshakeFailure.VERSION);
            expectGivenUpForGood(link);
        }
    }

    static Stream<Arguments> otherMechanisms() {
        byte[] trailing = Hex.bytes(Wire.GREETING);
        trailing[31] = 'x';
        return eachRole(
                Wire.greeting("03 01", "PLAIN"),
                Wire.greeting("03 01", "CURVE"),
                Wire.greeting("03 01", "null"),
                Wire.greeting("03 00", "GSSAPI"),
                Wire.greeting("03 01", ""),
                Hex.text(trailing));
    }

    @ParameterizedTest
    @MethodSource("otherMechanisms")
    @Tag("Z-008")
    @Tag("Z-009")
    @Tag("Z-023")
    @Tag("Z-024")
    @Tag("Z-025")
    @Tag("Z-026")
    @Tag("O-140")
    @Tag("O-156")
    @Tag("A-10")
    void anotherMechanismEndsTheConnectionAfterOurWholeGreeting(Role role, String greeting) {
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            peer.send(greeting).expect(Wire.GREETING).expectEnd();
            assertThat(expectFailed(link, HandshakeFailure.MECHANISM_MISMATCH).detail())
                    .contains("where ours is NULL");
            expectGivenUpForGood(link);
        }
    }

    static Stream<Arguments> otherSocketTypes() {
        return eachRole("PUB", "DEALER", "SERVER", "peer");
    }

    @ParameterizedTest
    @MethodSource("otherSocketTypes")
    @Tag("Z-109")
    @Tag("Z-127")
    @Tag("Z-155")
    @Tag("Z-158")
    @Tag("Z-159")
    @Tag("S-PEER-22")
    @Tag("T-TCP-46")
    void anIncompatibleSocketTypeIsToldSoBeforeTheEnd(Role role, String type) {
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            peer.send(Wire.GREETING, Wire.ready("Socket-Type", type)).expect(Wire.GREETING, Wire.READY);
            peer.expect(
                            "04 1f 05 45 52 52 4f 52 18 49 6e 63 6f 6d 70 61 74 69 62 6c 65 20 73 6f 63 6b 65 74 20 74 79 70 65")
                    .expectEnd();
            assertThat(expectFailed(link, HandshakeFailure.INCOMPATIBLE_SOCKET_TYPE)
                            .detail())
                    .isEqualTo("socket type " + type + " may not talk to PEER");
            expectGivenUpForGood(link);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-110")
    @Tag("Z-111")
    @Tag("Z-114")
    @Tag("S-PEER-22")
    void anErrorOfThePeerEndsTheConnectionAndItsReasonIsReported(Role role) {
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            peer.send(Wire.GREETING, Wire.command("ERROR", "03" + Hex.ascii("400")))
                    .expect(Wire.GREETING, Wire.READY)
                    .expectEnd();
            assertThat(expectFailed(link, HandshakeFailure.REJECTED_BY_PEER).detail())
                    .contains("400");
            expectGivenUpForGood(link);
            if (!role.binds()) {
                link.listener().expectNobody(LONGER_THAN_A_RECONNECT);
            }
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                        eachRole(
                                HandshakeFailure.MALFORMED_COMMAND,
                                "04 00", // no name
                                "04 05 05 52 45 41 44", // a name longer than the command
                                "04 06 05 45 52 52 4f 52", // ERROR without a reason
                                "04 08 05 45 52 52 4f 52 02 41"), // ERROR with half a reason
                        eachRole(
                                HandshakeFailure.UNEXPECTED_COMMAND,
                                "04 04 03 41 42 43", // an unknown command
                                Wire.PING,
                                "00 05 48 65 6c 6c 6f", // a message
                                "00" + Wire.READY.substring(2)), // READY that is no command
                        eachRole(
                                HandshakeFailure.INVALID_METADATA,
                                "04 07 05 52 45 41 44 59 01", // trailing octet
                                "04 0c 05 52 45 41 44 59 00 00 00 00 00 41", // no property name
                                "04 0c 05 52 45 41 44 59 01 41 7f ff ff ff", // value too long
                                Wire.ready("Socket-Type", "PEER", "SOCKET-TYPE", "PEER")),
                        eachRole(
                                HandshakeFailure.PROTOCOL_ERROR,
                                "06 00 00 00 00 00 00 20 01", // a command of more than 8 KiB
                                "06 ff ff ff ff ff ff ff ff"))
                .flatMap(Function.identity());
    }

    private static Stream<Arguments> eachRole(HandshakeFailure reason, String... octets) {
        return eachRole(octets)
                .map(Arguments::get)
                .map(roleAndOctets -> Arguments.of(roleAndOctets[0], roleAndOctets[1], reason));
    }

    @ParameterizedTest
    @MethodSource("faults")
    @Tag("Z-077")
    @Tag("Z-095")
    @Tag("Z-097")
    @Tag("Z-113")
    @Tag("Z-115")
    @Tag("Z-118")
    @Tag("Z-119")
    @Tag("Z-120")
    @Tag("Z-128")
    @Tag("O-140")
    @Tag("T-TCP-46")
    @Tag("O-143")
    @Tag("O-144")
    @Tag("O-147")
    @Tag("S-PEER-22")
    @Tag("O-151")
    @Tag("A-04")
    @Tag("A-08")
    void aFaultInTheHandshakeEndsTheConnection(Role role, String octets, HandshakeFailure reason) {
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            peer.send(Wire.GREETING, octets).expect(Wire.GREETING, Wire.READY).expectEnd();
            expectFailed(link, reason);
            expectGivenUpForGood(link);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("A-02")
    @Tag("N-02")
    void aHandshakeOfMoreThan8KibEndsTheConnectionAlthoughNoCommandIsWhole(Role role) {
        try (Link link = Link.open(role);
                RawPeer peer = link.peer()) {
            peer.send(Wire.GREETING, "06 00 00 00 00 00 00 20 00 05", Hex.ascii("READY"));
            peer.expect(Wire.GREETING, Wire.READY);
            peer.send(new byte[8000]).expectSilence(Duration.ofMillis(50));
            peer.send(new byte[180]).expectEnd();
            assertThat(expectFailed(link, HandshakeFailure.PROTOCOL_ERROR).detail())
                    .isEqualTo(
                            "more than 8192 octets and the handshake is not done; raise handshakeLimits if peers need more");
        }
    }

    // ---- what may pass: again ------------------------------------------------------------------------------------

    static Stream<Arguments> stagesOfAHandshake() {
        return eachRole("", Wire.GREETING.substring(0, 20), Wire.GREETING, Wire.GREETING + Wire.READY.substring(0, 20));
    }

    @ParameterizedTest
    @MethodSource("stagesOfAHandshake")
    @Tag("Z-029")
    @Tag("Z-201")
    @Tag("O-138")
    @Tag("T-TCP-47")
    void aConnectionClosedInTheHandshakeIsMadeAgain(Role role, String octets) {
        try (Link link = Link.open(role)) {
            try (RawPeer peer = link.peer()) {
                peer.send(octets).halfClose().read(64);
                peer.readToEnd();
            }
            expectFailed(link, HandshakeFailure.CONNECTION_LOST);
            expectTriedAgain(link);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP_BINDS", "TCP_CONNECTS"})
    @Tag("Z-029")
    @Tag("T-TCP-47")
    void aConnectionResetInTheHandshakeIsMadeAgain(Role role) {
        try (Link link = Link.open(role)) {
            RawPeer peer = link.peer();
            peer.expect(Wire.GREETING).reset();
            expectFailed(link, HandshakeFailure.CONNECTION_LOST);
            expectTriedAgain(link);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-201")
    void aPeerThatLeavesWhileItsHandshakeIsReadLeavesNothingBehind(Role role) {
        try (Link link = Link.open(role)) {
            for (int i = 0; i < 30; i++) {
                RawPeer peer = link.peer();
                peer.send(Wire.GREETING, Wire.READY, role.binds() && i % 2 == 0 ? "04 00" : "");
                if (i % 3 == 0) {
                    peer.reset();
                } else {
                    peer.close();
                }
            }
            if (role.binds()) {
                link.events().await(SocketEvent.Disconnected.class, 30);
                Until.isTrue("all have gone", () -> link.socket().peers().isEmpty());
            }
            link.expectAlive();
            Until.isTrue("no connection is up", () -> link.socket().stats().connections() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("stagesOfAHandshake")
    @Tag("Z-027")
    @Tag("Z-028")
    @Tag("O-138")
    @Tag("T-TCP-47")
    @Tag("T-IPC-15")
    @Tag("A-03")
    void aHandshakeThatTakesTooLongIsEndedAndTriedAgain(Role role, String octets) {
        long began = System.nanoTime();
        try (Link link = Link.open(role, options -> options.handshakeTimeout(SHORT))) {
            try (RawPeer peer = link.peer()) {
                peer.send(octets).read(64);
                peer.readToEnd();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(SHORT, SHORT.plusSeconds(3));
            assertThat(expectFailed(link, HandshakeFailure.TIMEOUT).detail())
                    .isEqualTo("handshake not done after PT0.25S (handshakeTimeout)");
            expectTriedAgain(link);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("Z-027")
    @Tag("A-03")
    void octetsThatTrickleInDoNotPutTheDeadlineOff(Role role) {
        long began = System.nanoTime();
        try (Link link = Link.open(role, options -> options.handshakeTimeout(SHORT))) {
            byte[] greeting = Hex.bytes(Wire.GREETING);
            try (RawPeer peer = link.peer()) {
                peer.expect(Wire.GREETING);
                for (int i = 0; i < greeting.length && peer.isSilentFor(SHORT.dividedBy(2)); i++) {
                    trickle(peer, greeting[i]);
                }
                peer.expectEnd();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(SHORT, SHORT.plusSeconds(3)); // they take 8 s
            expectFailed(link, HandshakeFailure.TIMEOUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDeadlineEndsWithTheHandshake(Role role) {
        try (Link link = Link.open(role, options -> options.handshakeTimeout(SHORT));
                RawPeer peer = link.peer()) {
            peer.handshake().expectSilence(SHORT.plusMillis(60));
            peer.send(Wire.HELLO);
            assertThat(link.socket().receive().text()).isEqualTo("Hello");
        }
    }

    // ---- together ------------------------------------------------------------------------------------------------

    /** Each over tcp in both roles, and the first over ipc too, where nothing but the channel is different. */
    private static Stream<Arguments> eachRole(String... octets) {
        List<Arguments> arguments = new ArrayList<>();
        for (String one : octets) {
            arguments.add(Arguments.of(Role.TCP_BINDS, one));
            arguments.add(Arguments.of(Role.TCP_CONNECTS, one));
        }
        arguments.add(Arguments.of(Role.IPC_BINDS, octets[0]));
        arguments.add(Arguments.of(Role.IPC_CONNECTS, octets[0]));
        return arguments.stream();
    }

    private static void trickle(RawPeer peer, byte octet) {
        try {
            peer.send(new byte[] {octet});
        } catch (UncheckedIOException ended) {
            // between the look and the octet
        }
    }

    private static SocketEvent.HandshakeFailed expectFailed(Link link, HandshakeFailure reason) {
        SocketEvent.HandshakeFailed failed = link.events().await(SocketEvent.HandshakeFailed.class);
        assertThat(failed.reason()).as(failed.toString()).isEqualTo(reason);
        assertThat(failed.endpoint()).isEqualTo(link.endpoint());
        SocketEvent.Disconnected disconnected = link.events().await(SocketEvent.Disconnected.class);
        assertThat(disconnected.reason()).isEqualTo(DisconnectReason.HANDSHAKE_FAILED);
        assertThat(link.events().events().indexOf(disconnected))
                .isEqualTo(link.events().events().indexOf(failed) + 1);
        Until.isTrue( // it may have tried again meanwhile
                "each failure is counted once",
                () -> link.socket().stats().handshakeFailures()
                        == link.events()
                                .events(SocketEvent.HandshakeFailed.class)
                                .size());
        assertThat(link.events().events(SocketEvent.HandshakeSucceeded.class)).isEmpty();
        return failed;
    }

    /** A connecting socket does not try again and its id is unknown; a listening one serves the next peer. */
    private static void expectGivenUpForGood(Link link) {
        if (link.listener() == null) {
            assertThat(link.events().events(SocketEvent.Closed.class)).isEmpty();
            link.expectAlive();
            return;
        }
        SocketEvent.Closed closed = link.events().await(SocketEvent.Closed.class);
        assertThat(closed.endpoint()).isEqualTo(link.endpoint());
        assertThat(closed.detail())
                .isEqualTo(
                        link.events().await(SocketEvent.HandshakeFailed.class).detail());
        assertThat(link.events().events(SocketEvent.ConnectRetried.class)).isEmpty();
        Until.isTrue("the peer has gone", () -> link.socket().peers().isEmpty());
        assertThatExceptionOfType(ZmqUnroutableException.class)
                .isThrownBy(() -> link.socket().send(link.connectedId(), Message.of("Hello")));
    }

    private static void expectTriedAgain(Link link) {
        link.expectAlive();
        if (link.listener() != null) {
            assertThat(link.events().await(SocketEvent.ConnectRetried.class).endpoint())
                    .isEqualTo(link.endpoint());
            assertThat(link.events().events(SocketEvent.Closed.class)).isEmpty();
        }
    }
}
