package io.zmqspring.internal.zmtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.internal.codec.Zmtp1Framing;
import io.zmqspring.internal.codec.Zmtp2Framing;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.Wire;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class UnsentFramesTests {
    private static final byte[] THREE = Hex.bytes("00 01 41", Wire.PONG, "00 02 42 42", "00 00");

    @Test
    void countsTheMessagesWhoseLastOctetIsNotOutAndNoCommands() {
        int[] messages = {3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 0};
        int[] bytes = {3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0};
        for (int written = 0; written <= THREE.length; written++) {
            UnsentFrames unsent = UnsentFrames.in(
                    Zmtp2Framing.INSTANCE, ByteBuffer.wrap(THREE).position(written), 0);
            assertThat(unsent.messages()).as("after %d octets", written).isEqualTo(messages[written]);
            assertThat(unsent.bytes()).as("after %d octets", written).isEqualTo(bytes[written]);
        }
    }

    @Test
    void countsAMessageThatBeganInAnEarlierBuffer() {
        byte[] rest = Hex.concat(new byte[5], Hex.bytes("00 01 41"));
        assertThat(UnsentFrames.in(Zmtp2Framing.INSTANCE, ByteBuffer.wrap(rest).position(4), 5)
                        .messages())
                .isEqualTo(2);
        assertThat(UnsentFrames.in(Zmtp2Framing.INSTANCE, ByteBuffer.wrap(rest).position(5), 5)
                        .messages())
                .isEqualTo(1);
        assertThat(UnsentFrames.in(Zmtp2Framing.INSTANCE, ByteBuffer.wrap(rest).position(8), 5)
                        .messages())
                .isZero();
    }

    @Test
    void countsAMessageThatGoesOnAfterTheBuffer() {
        byte[] begun = Hex.bytes("02 00 00 00 00 00 01 00 00 41 41");
        UnsentFrames unsent =
                UnsentFrames.in(Zmtp2Framing.INSTANCE, ByteBuffer.wrap(begun).position(begun.length), 0);
        assertThat(unsent.messages()).isEqualTo(1);
        assertThat(unsent.bytes()).isEqualTo(65_536);
    }

    @Test
    void countsFramesOfZmtp1() {
        byte[] frames = Hex.concat(Hex.bytes("02 01 41 03 00 42 42 ff 00 00 00 00 00 00 00 ff 00"), new byte[254]);
        UnsentFrames all = UnsentFrames.in(Zmtp1Framing.INSTANCE, ByteBuffer.wrap(frames), 0);
        assertThat(all.messages()).isEqualTo(2);
        assertThat(all.bytes()).isEqualTo(257);
        UnsentFrames last =
                UnsentFrames.in(Zmtp1Framing.INSTANCE, ByteBuffer.wrap(frames).position(7), 0);
        assertThat(last.messages()).isEqualTo(1);
        assertThat(last.bytes()).isEqualTo(254);
    }
}
