package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.Allocations;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that lie, stall, flood or speak something else: they cost their own connection, and almost no memory. */
@ExtendWith(LeakCheck.class)
@Timeout(30)
class HostilePeerTests {
    private static final int KIB = 1024;

    /** What a connection itself costs us, with its events, whatever the peer says. */
    private static final int CONNECTION = 32 * KIB;

    // ---- other protocols -----------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST /actuator HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello",
                "SSH-2.0-OpenSSH_9.6\r\n",
                "*1\r\n$4\r\nPING\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                "\u0000",
                "\u001b[2J\r\n"
            })
    @Tag("Z-042")
    @Tag("A-15")
    void octetsOfAnotherProtocolEndTheConnectionAtTheFirst(String text) {
        for (Role role : Role.values()) {
            try (Link link = Link.open(role);
                    RawPeer peer = link.peer()) {
                peer.send(text.getBytes(StandardCharsets.ISO_8859_1))
                        .expect(Wire.GREETING)
                        .expectEnd();
                SocketEvent.HandshakeFailed event = link.events().await(SocketEvent.HandshakeFailed.class);
                assertThat(event.reason()).isEqualTo(HandshakeFailure.VERSION);
                assertThat(event.detail()).startsWith("first octet is not FF").matches("[ -~]+");
                if (role.binds()) {
                    link.expectAlive();
                }
            }
        }
    }

    @Test
    @Tag("A-15")
    void randomOctetsBeforeAndAfterTheHandshakeLeaveTheOthersAlone() {
        Random random = new Random(15);
        try (Link link = Link.open(Role.TCP_BINDS, options -> options.maxMessageSize(10 * KIB));
                RawPeer good = link.peer()) {
            good.handshake().send(Wire.HELLO);
            int id = link.socket().receive().routingId();
            for (int round = 0; round < 150; round++) {
                try (RawPeer bad = link.peer()) {
                    byte[] octets = new byte[1 + random.nextInt(2000)];
                    random.nextBytes(octets);
                    if (round % 3 == 0) {
                        octets[0] = (byte) 0xff;
                        bad.sendSome(ByteBuffer.wrap(octets), Duration.ofSeconds(5));
                    } else if (round % 3 == 1) {
                        bad.sendSome(
                                ByteBuffer.wrap(Hex.concat(Hex.bytes(Wire.GREETING), octets)), Duration.ofSeconds(5));
                    } else {
                        octets[0] = (byte) random.nextInt(8);
                        bad.sendSome(
                                ByteBuffer.wrap(Hex.concat(Hex.bytes(Wire.GREETING, Wire.READY), octets)),
                                Duration.ofSeconds(5));
                    }
                    link.socket().send(id, Message.of("Hello"));
                    good.expect(Wire.HELLO);
                }
                while (link.socket().tryReceive() != null) {
                    // random octets may well be messages
                }
            }
            good.send(Wire.HELLO);
            Message message = link.socket().receive();
            while (message.routingId() != id) { // random octets may well be messages
                message = link.socket().receive();
            }
            assertThat(message.text()).isEqualTo("Hello");
            Until.isTrue(
                    "the good peer alone is left",
                    () -> link.events().events(SocketEvent.Accepted.class).size() == 151
                            && link.socket().peers().size() == 1);
        }
    }

    // ---- lengths that lie ----------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"02", "06"})
    @Tag("Z-081")
    @Tag("A-01")
    @Tag("N-01")
    void aClaimOf16MibReservesAlmostNothingInTraffic(String flags) {
        expectCheap(20, 64 * KIB + 2 * 110, "a claim of 16 MiB", link -> {
            RawPeer peer = link.peer();
            return peer.handshake().send(flags, "00 00 00 00 01 00 00 00", Hex.repeat("00", 10));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"06 00 00 00 00 01 00 00 00", "06 00 00 00 00 00 00 20 00 00", "02 00 00 00 00 01 00 00 00"})
    @Tag("Z-081")
    @Tag("Z-030")
    @Tag("A-01")
    @Tag("N-01")
    void aClaimReservesAlmostNothingBeforeTheHandshakeIsDone(String octets) {
        expectCheap(20, 16 * KIB, "a claim in the handshake", link -> {
            RawPeer peer = link.peer();
            return peer.send(Wire.GREETING, octets).expect(Wire.GREETING, Wire.READY);
        });
    }

    @Test
    @Tag("Z-081")
    @Tag("A-01")
    void aClaimReservesAlmostNothingWhereWeConnectToo() {
        try (Link link = Link.open(Role.TCP_CONNECTS);
                RawPeer peer = link.peer()) {
            peer.handshake().send(Wire.PING).expect(Wire.PONG);
            long before = Allocations.of(Allocations.ioThread());
            peer.send("02 00 00 00 00 01 00 00 00", Hex.repeat("00", 10)).expectSilence(Duration.ofMillis(50));
            assertThat(Allocations.of(Allocations.ioThread()) - before).isLessThan(64 * KIB + 2 * 19 + CONNECTION);
        }
    }

    @Test
    @Tag("Z-118")
    @Tag("A-04")
    @Tag("N-01")
    void lyingMetadataReserveAlmostNothing() {
        expectCheap(20, 16 * KIB, "metadata", link -> {
            RawPeer peer = link.peer();
            peer.send(Wire.GREETING, Wire.command("READY", "01 41 7f ff ff ff 41"))
                    .expect(Wire.GREETING, Wire.READY)
                    .expectEnd();
            return peer;
        });
    }

    @Test
    @Tag("A-04")
    @Tag("N-02")
    void asMuchMetadataAsAHandshakeTakesCostsAFewTimesItsSize() {
        StringBuilder properties = new StringBuilder();
        int count = 4096 / 9;
        for (int i = 0; i < count; i++) {
            properties.append("04").append(Hex.ascii(String.format("%04d", i))).append("00 00 00 00");
        }
        String ready = Wire.command("READY", properties.toString());
        expectCheap(10, 40 * 4 * KIB, "455 properties", link -> {
            RawPeer peer = link.peer();
            return peer.send(Wire.GREETING, ready).expect(Wire.GREETING, Wire.READY);
        });
    }

    /** Opens connections that do something, all served by one I/O thread, and looks at what that thread allocates. */
    private static void expectCheap(
            int connections, long bytesEach, String what, java.util.function.Function<Link, RawPeer> attack) {
        try (Link link = Link.open(Role.TCP_BINDS);
                RawPeer good = link.peer()) {
            good.handshake().send(Wire.PING).expect(Wire.PONG);
            attack.apply(link).close(); // classes are loaded
            long before = Allocations.of(Allocations.ioThread());
            List<RawPeer> peers = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                peers.add(attack.apply(link));
            }
            good.send(Wire.PING).expect(Wire.PONG).send(Wire.PING).expect(Wire.PONG); // whatever was sent has been read
            long allocated = Allocations.of(Allocations.ioThread()) - before;
            peers.forEach(RawPeer::close);
            assertThat(allocated / connections).as("allocated for " + what).isLessThan(bytesEach + CONNECTION);
            link.expectAlive();
        }
    }

    // ---- what never ends -----------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {0, 255, 1 << 20})
    @Tag("S-TS-04")
    @Tag("A-05")
    void anEndlessMultipartMessageCostsNoMemory(int size) {
        byte[] header = size <= 255
                ? new byte[] {1, (byte) size}
                : ByteBuffer.allocate(9).put((byte) 3).putLong(size).array();
        byte[] part = Hex.concat(header, new byte[size]);
        ByteBuffer some = ByteBuffer.allocate(Math.max(part.length, 100_000 / part.length * part.length));
        while (some.remaining() >= part.length) {
            some.put(part);
        }
        byte[] parts = java.util.Arrays.copyOf(some.array(), some.position());
        try (Link link = Link.open(Role.TCP_BINDS);
                RawPeer peer = link.peer()) {
            peer.handshake().send(parts).send(Wire.PING).expect(Wire.PONG);
            long before = Allocations.of(Allocations.ioThread());
            for (long sent = 0; sent < 20 << 20; sent += parts.length) {
                peer.send(parts);
            }
            peer.send(Wire.PING).expect(Wire.PONG);
            assertThat(Allocations.of(Allocations.ioThread()) - before).isLessThan(512 * KIB);
            assertThat(link.socket().stats().traffic().receivedMessages()).isZero();
            peer.send("00 00", Wire.HELLO);
            assertThat(link.socket().receive().text()).isEqualTo("Hello");
            assertThat(link.socket().stats().dropped(DropReason.MULTIPART)).isEqualTo(1);
        }
    }

    @Test
    @Tag("Z-095")
    @Tag("A-02")
    @Tag("A-08")
    void commandsBeforeReadyAreNotServed() {
        try (Link link = Link.open(Role.TCP_BINDS);
                RawPeer peer = link.peer()) {
            peer.send(Wire.GREETING).expect(Wire.GREETING, Wire.READY);
            peer.sendSome(ByteBuffer.wrap(Hex.bytes(Hex.repeat(Wire.PING, 10_000))), Duration.ofSeconds(5));
            peer.expectEnd();
            link.expectAlive();
        }
    }

    // ---- waiting for nothing -------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(names = {"TCP_BINDS", "IPC_BINDS"})
    @Tag("Z-027")
    @Tag("A-03")
    void manyPeersThatSayNothingKeepNobodyOutAndAreClosedInTime(Role role) {
        int count = 300;
        Duration timeout = Duration.ofMillis(600);
        try (Link link = Link.open(role, options -> options.handshakeTimeout(timeout))) {
            List<RawPeer> silent = new ArrayList<>();
            long began = System.nanoTime();
            for (int i = 0; i < count; i++) {
                RawPeer peer = link.peer();
                silent.add(i % 2 == 0 ? peer : peer.send("ff"));
            }
            link.expectAlive();
            assertThat(link.socket().peers()).hasSizeLessThanOrEqualTo(1);
            for (RawPeer peer : silent) {
                peer.expect(Wire.GREETING).expectEnd();
                peer.close();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(timeout.plusSeconds(3));
            Until.isTrue("all were closed", () -> link.socket().stats().handshakeFailures() == count);
        }
    }
}
