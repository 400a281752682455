package io.zmqspring.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.testkit.Allocations;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTests {
    private static final int MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({
        "00 00, 0",
        "00 01, 1",
        "00 ff, 255",
        "02 00 00 00 00 00 00 01 00, 256",
        "02 00 00 00 00 00 00 ff ff, 65535",
        "02 00 00 00 00 00 01 00 00, 65536",
        "02 00 00 00 00 00 01 00 01, 65537",
        "02 00 00 00 00 00 00 00 02, 2",
        "02 00 00 00 00 00 00 00 00, 0"
    })
    @Tag("Z-070")
    @Tag("Z-072")
    @Tag("Z-073")
    @Tag("Z-075")
    @Tag("S-ALL-27")
    void readsShortAndLongFrames(String header, int size) throws ProtocolException {
        byte[] body = body(size);
        Reader frames = new Reader(MIB);
        frames.feed(Hex.concat(Hex.bytes(header), body));
        assertThat(frames.bodies).containsExactly(body);
        assertThat(frames.flags).containsExactly("message");
    }

    @Test
    @Tag("Z-076")
    void readsALongCommandThatWouldFitAShortOne() throws ProtocolException {
        Reader frames = new Reader(MIB);
        frames.feed(Hex.bytes("06 00 00 00 00 00 00 00 02 01 41"));
        assertThat(frames.flags).containsExactly("command");
        assertThat(frames.bodies).containsExactly(Hex.bytes("01 41"));
    }

    /** A frame becomes an array of Java; there is nothing to be had below that limit. */
    @Test
    @Tag("P-020")
    void readsFramesOfNothingToAlmostAsMuchAsAnArrayHolds() throws ProtocolException {
        assertThat(newDecoder().header(buffer("00 00"))).isTrue();
        assertThat(newDecoder().header(buffer("02 00 00 00 00 7f ff ff bf"))).isTrue();
        assertThat(newDecoder().header(buffer("02 00 00 00 00 7f ff ff f7"))).isTrue();
        assertThatThrownBy(() -> newDecoder().header(buffer("02 00 00 00 00 7f ff ff f8")))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("frame size 2147483640 > 2147483639");
    }

    private static ByteBuffer buffer(String octets) {
        return ByteBuffer.wrap(Hex.bytes(octets));
    }

    private static FrameDecoder newDecoder() {
        return new FrameDecoder(Zmtp2Framing.INSTANCE, FrameDecoder.MAX_COMMAND).limitMessages(Long.MAX_VALUE);
    }

    /** A peer's PING or SUBSCRIBE is no message: a small maxMessageSize must not end the connection for it. */
    @Test
    @Tag("Z-082")
    void commandsMayHave8KibHoweverSmallMessagesMustBe() throws ProtocolException {
        Reader frames = new Reader(1);
        frames.feed(Hex.bytes(Wire.PING));
        frames.feed(Hex.concat(Hex.bytes("06 00 00 00 00 00 00 20 00"), body(8192)));
        assertThat(frames.flags).containsExactly("command", "command");
        assertThatThrownBy(() -> frames.feed(Hex.bytes("06 00 00 00 00 00 00 20 01")))
                .hasMessageContaining("8193 > 8192");
        assertThatThrownBy(() -> new Reader(1).feed(Hex.bytes("00 02"))).hasMessageContaining("raise maxMessageSize");
    }

    @Test
    void saysOfAHandshakeThatIsTooLongWhatHelpsThere() {
        assertThatThrownBy(() -> new FrameDecoder(Zmtp2Framing.INSTANCE, FrameDecoder.MAX_COMMAND)
                        .header(ByteBuffer.wrap(Hex.bytes("06 00 00 00 00 00 00 20 01"))))
                .hasMessage(
                        "frame size 8193 > 8192, the most before the handshake is done; raise handshakeLimits if peers need more");
    }

    @Test
    @Tag("Z-078")
    void ignoresReservedBits() throws ProtocolException {
        Reader frames = new Reader(MIB);
        frames.feed(Hex.bytes("f8 01 41 fc 02 01 42"));
        assertThat(frames.flags).containsExactly("message", "command");
        assertThat(frames.bodies).containsExactly(Hex.bytes("41"), Hex.bytes("01 42"));
    }

    @Test
    @Tag("Z-070")
    void readsTheSameWhereverTheOctetsAreCut() throws ProtocolException {
        byte[] octets = conversation();
        Reader whole = new Reader(MIB);
        whole.feed(octets);
        assertThat(whole.bodies).hasSize(6);
        for (int cut = 0; cut <= octets.length; cut++) {
            Reader cutOnce = new Reader(MIB);
            cutOnce.feed(Arrays.copyOf(octets, cut));
            cutOnce.feed(Arrays.copyOfRange(octets, cut, octets.length));
            assertThat(cutOnce.bodies).usingElementComparator(Arrays::compare).isEqualTo(whole.bodies);
            assertThat(cutOnce.flags).isEqualTo(whole.flags);
        }
    }

    @Test
    @Tag("Z-070")
    void readsOctetByOctet() throws ProtocolException {
        byte[] octets = Hex.concat(conversation(), Hex.bytes("02 00 00 00 00 00 02 00 00"), body(131_072));
        Reader frames = new Reader(MIB);
        for (byte octet : octets) {
            frames.feed(new byte[] {octet});
        }
        assertThat(frames.bodies).hasSize(7);
        assertThat(frames.bodies.get(6)).isEqualTo(body(131_072));
    }

    private static byte[] conversation() {
        return Hex.concat(
                Hex.bytes("00 00"),
                Hex.bytes("04 02 01 41"),
                Hex.bytes("00 01 42"),
                Hex.bytes("02 00 00 00 00 00 00 01 2c"),
                body(300),
                Hex.bytes("02 00 00 00 00 00 00 00 01 43"),
                Hex.bytes("00 ff"),
                body(255));
    }

    @Test
    void leavesAnIncompleteHeaderOfAtMostEightOctetsInTheInput() throws ProtocolException {
        for (String part : new String[] {"00", "02 00", "02 00 00 00 00 00 00 01"}) {
            ByteBuffer in = ByteBuffer.wrap(Hex.bytes(part));
            assertThat(new FrameDecoder(Zmtp2Framing.INSTANCE, FrameDecoder.MAX_COMMAND)
                            .limitMessages(MIB)
                            .header(in))
                    .isFalse();
            assertThat(in.position()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "02 ff ff ff ff ff ff ff ff, 18446744073709551615",
        "02 80 00 00 00 00 00 00 00, 9223372036854775808",
        "02 7f ff ff ff ff ff ff ff, 9223372036854775807",
        "02 00 00 00 01 00 00 00 00, 4294967296",
        "02 00 00 00 00 80 00 00 00, 2147483648",
        "02 00 00 00 00 7f ff ff ff, 2147483647",
        "02 00 00 00 00 00 10 00 01, 1048577"
    })
    @Tag("Z-077")
    @Tag("Z-081")
    @Tag("Z-091")
    @Tag("A-01")
    void refusesASizeAboveTheLimitWithItsNumbersAndReservesNothing(String header, String size) {
        FrameDecoder decoder = new FrameDecoder(Zmtp2Framing.INSTANCE, FrameDecoder.MAX_COMMAND).limitMessages(MIB);
        byte[] octets = Hex.bytes(header);
        long allocated =
                Allocations.ofThisThread(() -> assertThatThrownBy(() -> decoder.header(ByteBuffer.wrap(octets)))
                        .isInstanceOf(ProtocolException.class)
                        .hasMessageContaining(size + " > 1048576")
                        .hasMessageContaining("maxMessageSize"));
        assertThat(allocated).isLessThan(MIB / 2);
    }

    @Test
    @Tag("Z-083")
    void acceptsASizeOfExactlyTheLimit() throws ProtocolException {
        Reader frames = new Reader(300);
        frames.feed(Hex.concat(Hex.bytes("02 00 00 00 00 00 00 01 2c"), body(300)));
        assertThat(frames.bodies).containsExactly(body(300));
        assertThatThrownBy(() -> frames.feed(Hex.bytes("02 00 00 00 00 00 00 01 2d")))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    @Tag("Z-081")
    void appliesTheLimitToShortFramesToo() {
        assertThatThrownBy(() -> new FrameDecoder(Zmtp2Framing.INSTANCE, FrameDecoder.MAX_COMMAND)
                        .limitMessages(4)
                        .header(ByteBuffer.wrap(Hex.bytes("00 05"))))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("5 > 4");
    }

    @Test
    @Tag("Z-091")
    void neverAcceptsMoreThanAnArrayHolds() {
        FrameDecoder decoder =
                new FrameDecoder(Zmtp2Framing.INSTANCE, FrameDecoder.MAX_COMMAND).limitMessages(Long.MAX_VALUE);
        assertThatThrownBy(() -> decoder.header(ByteBuffer.wrap(Hex.bytes("02 00 00 00 00 7f ff ff ff"))))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("2147483647 > 2147483639");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 1000, 65_536})
    @Tag("Z-081")
    @Tag("N-01")
    void reservesNoMoreThan64KibAndTwiceWhatArrived(int received) {
        byte[] octets = Hex.concat(Hex.bytes("02 00 00 00 00 01 00 00 00"), body(received));
        for (int i = 0; i < 200; i++) { // warmed up, so that only the decoder is measured
            claim(octets);
        }
        int rounds = 50;
        long allocated = Allocations.ofThisThread(() -> {
            for (int i = 0; i < rounds; i++) {
                claim(octets);
            }
        });
        assertThat(allocated / rounds).isLessThanOrEqualTo(64 * 1024 + 2L * received + 512);
    }

    @Test
    @Tag("Z-081")
    @Tag("N-01")
    void growsWithWhatArrivesAndNotWithWhatIsClaimed() throws ProtocolException {
        FrameDecoder decoder =
                new FrameDecoder(Zmtp2Framing.INSTANCE, FrameDecoder.MAX_COMMAND).limitMessages(16 * MIB);
        assertThat(decoder.header(ByteBuffer.wrap(Hex.bytes("02 00 00 00 00 01 00 00 00"))))
                .isTrue();
        byte[] piece = body(64 * 1024);
        long received = 0;
        long allocated = 0;
        for (int i = 0; i < 40; i++) {
            allocated += Allocations.ofThisThread(() -> decoder.body(ByteBuffer.wrap(piece)));
            received += piece.length;
            // Doubling copies: what was given up is counted here as well, so twice what is held, and the first piece.
            assertThat(allocated).isLessThanOrEqualTo(64 * 1024 + 4 * received);
        }
    }

    @Test
    @Tag("N-01")
    void copiesNothingTwiceOfAPeerThatHasSentAsMuchBefore() throws ProtocolException {
        FrameDecoder decoder =
                new FrameDecoder(Zmtp2Framing.INSTANCE, FrameDecoder.MAX_COMMAND).limitMessages(16 * MIB);
        byte[] piece = body(64 * 1024);
        receiveMebibyte(decoder, piece);
        receiveMebibyte(decoder, piece); // warmed up
        long allocated = Allocations.ofThisThread(() -> receiveMebibyte(decoder, piece));
        assertThat(allocated).isBetween((long) MIB, MIB + 32L * 1024);
    }

    private static void receiveMebibyte(FrameDecoder decoder, byte[] piece) {
        try {
            assertThat(decoder.header(ByteBuffer.wrap(Hex.bytes("02 00 00 00 00 00 10 00 00"))))
                    .isTrue();
            byte[] whole = null;
            for (int i = 0; i < 16; i++) {
                assertThat(whole).as("whole before all has come").isNull();
                whole = decoder.body(ByteBuffer.wrap(piece));
            }
            assertThat(whole).hasSize(MIB);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private static void claim(byte[] octets) {
        try {
            FrameDecoder decoder =
                    new FrameDecoder(Zmtp2Framing.INSTANCE, FrameDecoder.MAX_COMMAND).limitMessages(16 * MIB);
            ByteBuffer in = ByteBuffer.wrap(octets);
            assertThat(decoder.header(in)).isTrue();
            if (decoder.body(in) != null) {
                throw new AssertionError("a body that had not come");
            }
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void passesOverABodyInWhateverPieces() throws ProtocolException {
        FrameDecoder decoder = new FrameDecoder(Zmtp2Framing.INSTANCE, FrameDecoder.MAX_COMMAND).limitMessages(MIB);
        ByteBuffer in = ByteBuffer.wrap(Hex.concat(Hex.bytes("01 05"), body(5), Hex.bytes("00 01 42")));
        in.limit(4);
        assertThat(decoder.header(in)).isTrue();
        assertThat(decoder.hasMore()).isTrue();
        assertThat(decoder.skip(in)).isFalse();
        in.limit(in.capacity());
        assertThat(decoder.skip(in)).isTrue();
        assertThat(decoder.header(in)).isTrue();
        assertThat(decoder.hasMore()).isFalse();
        assertThat(decoder.body(in)).containsExactly(0x42);
    }

    private static byte[] body(int size) {
        byte[] body = new byte[size];
        for (int i = 0; i < size; i++) {
            body[i] = (byte) (i * 31);
        }
        return body;
    }

    /** Decodes as a connection does: keeps what is left of the input and goes on with the next piece. */
    private static final class Reader {
        private final FrameDecoder decoder;
        private final List<byte[]> bodies = new ArrayList<>();
        private final List<String> flags = new ArrayList<>();
        private byte[] leftover = {};
        private boolean inFrame;

        private Reader(long limit) {
            decoder = new FrameDecoder(Zmtp2Framing.INSTANCE, FrameDecoder.MAX_COMMAND).limitMessages(limit);
        }

        private void feed(byte[] octets) throws ProtocolException {
            ByteBuffer in = ByteBuffer.wrap(Hex.concat(leftover, octets));
            while (inFrame || decoder.header(in)) {
                byte[] body = decoder.body(in);
                inFrame = body == null;
                if (body == null) {
                    break;
                }
                bodies.add(body);
                flags.add(decoder.isCommand() ? "command" : decoder.hasMore() ? "more" : "message");
            }
            leftover = new byte[in.remaining()];
            in.get(leftover);
            assertThat(leftover.length).isLessThan(9);
        }
    }
}
