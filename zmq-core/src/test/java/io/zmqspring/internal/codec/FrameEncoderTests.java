package io.zmqspring.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.testkit.Hex;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameEncoderTests {
    private static final byte[] NONE = {};

    @ParameterizedTest
    @CsvSource({
        "0, 00 00",
        "1, 00 01",
        "255, 00 ff",
        "256, 02 00 00 00 00 00 00 01 00",
        "65535, 02 00 00 00 00 00 00 ff ff",
        "65536, 02 00 00 00 00 00 01 00 00"
    })
    @Tag("Z-070")
    @Tag("Z-071")
    @Tag("Z-072")
    @Tag("Z-073")
    void writesTheShortestHeader(int size, String header) {
        byte[] body = body(size);
        assertThat(encode(0, NONE, body, size + 9)).isEqualTo(Hex.concat(Hex.bytes(header), body));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 3, 00 03",
        "252, 3, 00 ff",
        "253, 3, 02 00 00 00 00 00 00 01 00",
        "255, 1, 02 00 00 00 00 00 00 01 00",
        "0, 256, 02 00 00 00 00 00 00 01 00"
    })
    @Tag("Z-074")
    void choosesTheHeaderBySizeWithThePrefix(int bodySize, int prefixSize, String header) {
        byte[] prefix = new byte[prefixSize];
        Arrays.fill(prefix, (byte) 0x70);
        byte[] body = body(bodySize);
        assertThat(encode(0, prefix, body, 600)).isEqualTo(Hex.concat(Hex.bytes(header), prefix, body));
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 10, 11, 64, 255, 256, 257, 4096})
    @Tag("Z-073")
    void writesTheSameIntoBuffersOfAnySize(int capacity) {
        byte[] prefix = Hex.bytes("01 00 00");
        byte[] body = body(1000);
        byte[] whole = encode(0, prefix, body, 2000);
        assertThat(encode(0, prefix, body, capacity)).isEqualTo(whole);
    }

    @Test
    void writesAShortFrameIntoBuffersOfTwoOctets() {
        assertThat(Hex.text(encode(0, Hex.bytes("01 00 00"), Hex.bytes("68 69"), 2)))
                .isEqualTo("00 05 01 00 00 68 69");
    }

    @Test
    void writesNothingOfAHeaderThatDoesNotFit() {
        FrameEncoder encoder = new FrameEncoder(Zmtp2Framing.INSTANCE);
        encoder.begin(0, NONE, body(1));
        ByteBuffer one = ByteBuffer.allocate(1);
        assertThat(encoder.write(one)).isFalse();
        assertThat(one.position()).isZero();
        encoder.begin(0, NONE, body(256));
        ByteBuffer eight = ByteBuffer.allocate(8);
        assertThat(encoder.write(eight)).isFalse();
        assertThat(eight.position()).isZero();
    }

    @Test
    void isDoneWhenTheLastOctetFillsTheBuffer() {
        FrameEncoder encoder = new FrameEncoder(Zmtp2Framing.INSTANCE);
        encoder.begin(0, NONE, body(3));
        assertThat(encoder.write(ByteBuffer.allocate(5))).isTrue();
        encoder.begin(0, NONE, NONE);
        assertThat(encoder.write(ByteBuffer.allocate(2))).isTrue();
    }

    @Test
    void writesFramesOneAfterAnother() {
        FrameEncoder encoder = new FrameEncoder(Zmtp2Framing.INSTANCE);
        ByteBuffer out = ByteBuffer.allocate(16);
        encoder.begin(0, NONE, Hex.bytes("41"));
        encoder.write(out);
        encoder.begin(Frames.COMMAND, NONE, Hex.bytes("01 42"));
        encoder.write(out);
        assertThat(Hex.text(Arrays.copyOf(out.array(), out.position()))).isEqualTo("00 01 41 04 02 01 42");
    }

    private static byte[] encode(int flags, byte[] prefix, byte[] body, int capacity) {
        FrameEncoder encoder = new FrameEncoder(Zmtp2Framing.INSTANCE);
        encoder.begin(flags, prefix, body);
        byte[] all = NONE;
        boolean done = false;
        while (!done) {
            ByteBuffer out = ByteBuffer.allocate(capacity);
            done = encoder.write(out);
            assertThat(out.position()).as("progress").isPositive();
            all = Hex.concat(all, Arrays.copyOf(out.array(), out.position()));
        }
        return all;
    }

    private static byte[] body(int size) {
        byte[] body = new byte[size];
        for (int i = 0; i < size; i++) {
            body[i] = (byte) (i * 31);
        }
        return body;
    }
}
