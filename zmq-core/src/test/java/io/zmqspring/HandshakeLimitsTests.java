package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.event.AcceptFailure;
import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Link;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.Role;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What peers may take before their handshake is done, and who makes room when there are too many. */
@ExtendWith(LeakCheck.class)
@Timeout(30)
class HandshakeLimitsTests {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static Link crowded(Role role, long atOnce, long perSource) {
        return Link.open(
                role,
                options -> options.handshakeTimeout(LONG)
                        .handshakeLimits(HandshakeLimits.DEFAULT.withNumbers(atOnce, perSource)));
    }

    private static List<SocketEvent.HandshakeFailed> failures(Link link) {
        return link.events().events(SocketEvent.HandshakeFailed.class);
    }

    // ---- how many at once ----------------------------------------------------------------------------------------

    @Test
    @Tag("N-02")
    void areThoseThatAreStated() {
        assertThat(SocketOptions.defaults().handshakeLimits()).isEqualTo(new HandshakeLimits(8192, 4096, 1024, 64));
        assertThat(SocketOptions.defaults().handshakeTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(SocketOptions.defaults().maxMessageParts()).isEqualTo(1024);
        assertThat(SocketOptions.defaults().maxMessageSize()).isEqualTo(16 << 20);
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP_BINDS", "IPC_BINDS"})
    void slowACrowdThatMeansItAndTurnNobodyAway(Role role) {
        try (Link link = crowded(role, 4, 1)) {
            List<RawPeer> peers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                peers.add(link.peer().send(Wire.GREETING, Wire.READY, Wire.HELLO));
            }
            for (RawPeer peer : peers) {
                peer.expect(Wire.GREETING, Wire.READY);
                peer.close();
            }
            for (int i = 0; i < 100; i++) {
                assertThat(link.socket().receive().text()).isEqualTo("Hello");
            }
            assertThat(failures(link)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP_BINDS", "IPC_BINDS"})
    @Tag("A-03")
    void letOthersInAlthoughManyConnectionsSayNothing(Role role) {
        try (Link link = crowded(role, 16, 4)) {
            List<RawPeer> silent = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                silent.add(link.peer());
            }
            long begin = System.nanoTime();
            link.expectAlive();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
            link.events().await(SocketEvent.HandshakeFailed.class);
            assertThat(failures(link))
                    .allMatch(failure -> failure.reason() == HandshakeFailure.CROWDED_OUT)
                    .allMatch(failure -> failure.detail().contains("handshakeLimits"));
            assertThat(link.events()
                            .await(SocketEvent.AcceptFailed.class, event -> event.reason() == AcceptFailure.CROWDED)
                            .detail())
                    .startsWith("16 handshakes under way");
            Until.holds(() -> assertThat(link.socket().stats().handshakeFailures())
                    .isEqualTo(failures(link).size()));
            silent.forEach(RawPeer::close);
        }
    }

    /** The control: where no source has more than its share, whoever has begun keeps its place. */
    @Test
    @Tag("A-03")
    void keepOthersOutWhileEverybodyHasNoMoreThanItsShare() {
        try (Link link = crowded(Role.TCP_BINDS, 16, 16)) {
            List<RawPeer> silent = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                silent.add(link.peer());
            }
            Until.isTrue(
                    "accepted",
                    () -> link.events().events(SocketEvent.Accepted.class).size() == 16);
            try (RawPeer late = link.peer()) {
                late.send(Wire.GREETING, Wire.READY).expectSilence(Duration.ofMillis(800));
                silent.get(7).close();
                late.expect(Wire.GREETING, Wire.READY);
            }
            silent.forEach(RawPeer::close);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // where the whole of 127/8 is this host
    @Tag("A-03")
    void leaveASlowHandshakeFromAnotherSourceAlone() {
        try (Link link = crowded(Role.TCP_BINDS, 16, 4);
                RawPeer slow = RawPeer.connectFrom("127.0.0.2", link.endpoint())) {
            slow.send(Wire.GREETING).expect(Wire.GREETING, Wire.READY);
            List<RawPeer> silent = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                silent.add(link.peer());
            }
            link.expectAlive();
            link.events().await(SocketEvent.HandshakeFailed.class);
            slow.send(Wire.READY, Wire.HELLO);
            assertThat(link.socket().receive().text()).isEqualTo("Hello");
            silent.forEach(RawPeer::close);
        }
    }

    @Test
    void doNotCountPeersWhoseHandshakeIsDone() {
        try (Link link = crowded(Role.TCP_BINDS, 2, 1)) {
            List<RawPeer> peers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                peers.add(link.peer().handshake());
            }
            link.expectAlive();
            assertThat(failures(link)).isEmpty();
            peers.forEach(RawPeer::close);
        }
    }

    @Test
    void unlimitedIsAValueOfItsOwn() {
        try (Link link = Link.open(
                Role.TCP_BINDS,
                options -> options.handshakeLimits(HandshakeLimits.UNLIMITED)
                        .maxMessageSize(SocketOptions.UNLIMITED)
                        .maxMessageParts(SocketOptions.UNLIMITED))) {
            link.expectAlive();
            try (RawPeer peer = link.peer()) {
                String ready = Wire.ready("Socket-Type", "PEER", "X-Long", "x".repeat(100_000));
                peer.send(Wire.GREETING, ready, Wire.HELLO);
                assertThat(link.socket().receive().sender().properties().get("X-Long"))
                        .hasSize(100_000);
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HandshakeLimits.DEFAULT.withNumbers(0, -1))
                .withMessageContaining("atOnce=0")
                .withMessageContaining("perSource=-1")
                .withMessageContaining("UNLIMITED");
        assertThatIllegalArgumentException().isThrownBy(() -> HandshakeLimits.DEFAULT.withSizes(0, 1));
    }

    // ---- how much of each ----------------------------------------------------------------------------------------

    private static String ready(int metadata) {
        String type = Wire.property("Socket-Type", "PEER");
        int rest = metadata - Hex.bytes(type).length - 1 - 3 - 4;
        return Wire.command("READY", type + Wire.property("X-A", "x".repeat(rest)));
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP_BINDS", "TCP_CONNECTS"})
    @Tag("A-04")
    void takeMetadataOf4KibAndNotOneOctetMore(Role role) {
        try (Link link = Link.open(role)) {
            try (RawPeer peer = link.peer()) {
                peer.send(Wire.GREETING, ready(4096), Wire.HELLO).expect(Wire.GREETING, Wire.READY);
                assertThat(link.socket().receive().text()).isEqualTo("Hello");
            }
            try (RawPeer peer = link.peer()) {
                peer.send(Wire.GREETING, ready(4097))
                        .expect(Wire.GREETING, Wire.READY)
                        .expectEnd();
                SocketEvent.HandshakeFailed event = link.events().await(SocketEvent.HandshakeFailed.class);
                assertThat(event.reason()).isEqualTo(HandshakeFailure.INVALID_METADATA);
                assertThat(event.detail()).contains("4097", "4096", "handshakeLimits");
            }
        }
    }

    @Test
    @Tag("A-02")
    @Tag("N-02")
    void take8KibInAllBeforeTheHandshakeIsDone() {
        String claim = "06 00 00 00 00 00 00 20 01";
        try (Link link = Link.open(Role.TCP_BINDS)) {
            try (RawPeer peer = link.peer()) {
                peer.send(Wire.GREETING, claim)
                        .expect(Wire.GREETING, Wire.READY)
                        .expectEnd();
            }
            SocketEvent.HandshakeFailed event = link.events().await(SocketEvent.HandshakeFailed.class);
            assertThat(event.detail()).contains("8193", "8192", "handshakeLimits");
            link.expectAlive();
        }
        try (Link link = Link.open(
                        Role.TCP_BINDS,
                        options -> options.handshakeLimits(HandshakeLimits.DEFAULT.withSizes(9000, 4096)));
                RawPeer peer = link.peer()) {
            peer.send(Wire.GREETING, claim, "05").expect(Wire.GREETING, Wire.READY);
            peer.expectSilence(Duration.ofMillis(50)); // the control: with a larger limit it is waited for
        }
    }
}
