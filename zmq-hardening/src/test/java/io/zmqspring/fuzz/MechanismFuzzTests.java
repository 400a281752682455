package io.zmqspring.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.internal.mechanism.Mechanism;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;

/** The first octet chooses the mechanism and part; then come commands, each a length of two octets and so many more. */
class MechanismFuzzTests {
    @FuzzTest(maxDuration = "10m")
    @Tag("FZ-05")
    void takesWhateverComes(byte[] octets) {
        if (octets.length == 0) {
            return;
        }
        Bounded.by(1000, octets.length, () -> feed(octets));
    }

    private static void feed(byte[] octets) throws ProtocolException {
        int which = (octets[0] & 0xff) % Keys.ALL.size();
        Mechanism mechanism = Keys.mechanism(which);
        ByteBuffer in = ByteBuffer.wrap(octets, 1, octets.length - 1);
        try {
            while (in.remaining() >= 2 && !mechanism.isDone()) {
                while (mechanism.nextCommand() != null) {
                    // it says what it has to say
                }
                byte[] body = new byte[Math.min(in.remaining() - 2, in.getShort() & 0x7ff)];
                in.get(body);
                Keys.give(mechanism, Command.parse(body));
            }
            if (which >= 3) {
                assertThat(mechanism.isDone()).as("CURVE without a key").isFalse();
            }
        } finally {
            mechanism.wipe();
        }
    }
}
