package io.zmqspring.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.testkit.Hex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames of ZMTP 1.0, octets written from RFC 13. */
class Zmtp1FramingTests {
    private static final String LONG_254 = "ff 00 00 00 00 00 00 00 ff 00";

    @ParameterizedTest
    @CsvSource({
        "0, 01 00",
        "1, 02 00",
        "253, fe 00",
        "254, ff 00 00 00 00 00 00 00 ff 00",
        "255, ff 00 00 00 00 00 00 01 00 00",
        "65536, ff 00 00 00 00 00 01 00 01 00"
    })
    @Tag("Z-059")
    @Tag("Z-060")
    @Tag("Z-061")
    void writesTheShortestHeader(int size, String header) {
        assertThat(FrameEncoder.message(Zmtp1Framing.INSTANCE, new byte[size]))
                .isEqualTo(Hex.concat(Hex.bytes(header), new byte[size]));
    }

    @Test
    @Tag("Z-060")
    void writesAndReadsZany() throws ProtocolException {
        assertThat(Hex.text(FrameEncoder.message(Zmtp1Framing.INSTANCE, Hex.bytes(Hex.ascii("Zany")))))
                .isEqualTo("05 00 5a 61 6e 79");
        assertThat(frames(100, "05 00 5a 61 6e 79")).containsExactly("5a 61 6e 79");
    }

    @Test
    @Tag("Z-059")
    @Tag("Z-062")
    @Tag("Z-063")
    void readsBothFormsOfAnyLengthAndOnlyMoreOfTheFlags() throws ProtocolException {
        assertThat(frames(100, "01 00", "02 01 41", "03 fe 42 42", "02 ff 43", "ff 00 00 00 00 00 00 00 02 03 44"))
                .containsExactly("", "41 more", "42 42", "43 more", "44 more");
        assertThat(frames(254, LONG_254, Hex.repeat("2a", 254)))
                .containsExactly(Hex.text(Hex.bytes(Hex.repeat("2a", 254))));
    }

    @Test
    @Tag("Z-064")
    void passesOverFramesOfLengthZero() throws ProtocolException {
        assertThat(frames(100, "00", "02 00 41", "00 00", "ff 00 00 00 00 00 00 00 00", "02 00 42", "00"))
                .containsExactly("41", "42");
    }

    @Test
    @Tag("Z-059")
    void keepsNothingOfEmptyFramesAndLessThanAHeader() throws ProtocolException {
        ByteBuffer in = ByteBuffer.wrap(new byte[100_000]);
        assertThat(new FrameDecoder(Zmtp1Framing.INSTANCE, FrameDecoder.MAX_COMMAND)
                        .limitMessages(10)
                        .header(in))
                .isFalse();
        assertThat(in.remaining()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "0c 00, frame size 11 > 10",
        "ff 00 00 00 00 00 00 00 0c 00, frame size 11 > 10",
        "ff 80 00 00 00 00 00 00 00 00, frame size 9223372036854775807 > 10",
        "ff ff ff ff ff ff ff ff ff 00, frame size 18446744073709551614 > 10"
    })
    @Tag("Z-069")
    void comparesTheLimitWithTheLengthWithoutFlags(String header, String problem) throws ProtocolException {
        assertThat(frames(10, "0b 00", Hex.repeat("41", 10))).hasSize(1);
        assertThatThrownBy(() -> frames(10, header)).hasMessageContaining(problem);
    }

    /** What is read of octets that come one at a time. */
    private static List<String> frames(long limit, String... hex) throws ProtocolException {
        FrameDecoder decoder = new FrameDecoder(Zmtp1Framing.INSTANCE, FrameDecoder.MAX_COMMAND).limitMessages(limit);
        List<String> frames = new ArrayList<>();
        boolean inFrame = false;
        byte[] leftover = {};
        for (byte octet : Hex.bytes(hex)) {
            ByteBuffer in = ByteBuffer.wrap(Hex.concat(leftover, new byte[] {octet}));
            while (inFrame || decoder.header(in)) {
                byte[] body = decoder.body(in);
                inFrame = body == null;
                if (inFrame) {
                    break;
                }
                frames.add((Hex.text(body) + (decoder.hasMore() ? " more" : "")).strip());
            }
            leftover = new byte[in.remaining()];
            in.get(leftover);
            assertThat(leftover.length).isLessThan(10);
        }
        assertThat(leftover).isEmpty();
        return frames;
    }
}
