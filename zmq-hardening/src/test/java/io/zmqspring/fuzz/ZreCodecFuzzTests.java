package io.zmqspring.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.zmqspring.patterns.internal.zre.ZreCodec;
import io.zmqspring.patterns.internal.zre.ZreCommand;
import io.zmqspring.patterns.internal.zre.ZreFormatException;
import io.zmqspring.patterns.internal.zre.ZreMessage;
import java.util.List;
import org.junit.jupiter.api.Tag;

class ZreCodecFuzzTests {
    private static final byte[] CONTENT = {0};

    @FuzzTest(maxDuration = "10m")
    @Tag("SIG-03")
    void decode(byte[] octets) {
        Bounded.by(400, octets.length, () -> {
            decodeAll(List.of(octets));
            decodeAll(List.of(octets, CONTENT));
        });
    }

    private static void decodeAll(List<byte[]> frames) {
        try {
            ZreMessage message = ZreCodec.decode(frames);
            if (message != null && !(message.command() instanceof ZreCommand.Other) && isAscii(frames.get(0))) {
                assertThat(ZreCodec.decode(ZreCodec.encode(message))).isEqualTo(message);
            }
        } catch (ZreFormatException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    /** Behind the signature. What is no UTF-8 is read, but can be longer when it is written. */
    private static boolean isAscii(byte[] frame) {
        for (int i = 2; i < frame.length; i++) {
            if (frame[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
